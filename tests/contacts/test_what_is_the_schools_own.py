"""What the detector of child details is told of a school's own people, and of nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.lifecycle.models import Audit
from schools.contacts.known import known_to
from schools.register.models import School
from visits.planning.models import Visit


def names_known(cast, who, *about):
    with cast.as_(who):
        return set(known_to(cast.actor(who), *about)().names)


def test_at_a_school_its_people_and_the_partnerships_are_known_and_nobody_elses(cast):
    names = names_known(cast, "dsl")
    assert {cast.people[who].full_name for who in ("dsl", "head", "chair", "lead", "reviewer")} <= names
    assert cast.people["next_door_head"].full_name not in names
    assert cast.people["elsewhere_head"].full_name not in names


@pytest.mark.parametrize("model", [Audit, School])
def test_partnership_staff_say_which_row_the_text_is_about(cast, model):
    key = cast.audit.pk if model is Audit else cast.here.pk
    names = names_known(cast, "lead", model, key)
    assert cast.people["head"].full_name in names
    assert cast.people["next_door_head"].full_name not in names


@pytest.mark.parametrize("about", [(), (Visit, 0)])
def test_without_a_school_only_the_partnerships_own_people_are_known(cast, about):
    names = names_known(cast, "lead", *about)
    assert cast.people["reviewer"].full_name in names
    assert cast.people["head"].full_name not in names


def test_the_lead_of_a_trust_is_known_alone(cast):
    with cast.as_("trust_lead"), CaptureQueriesContext(connection) as seen:
        known = known_to(cast.actor("trust_lead"))()
    assert known.names == (cast.people["trust_lead"].full_name,)
    assert len(seen) == 0


def test_mailboxes_telephones_and_the_postcode_are_known_in_three_statements_and_none_before(cast):
    actor = cast.actor("dsl")
    with cast.as_("dsl"):
        with CaptureQueriesContext(connection) as before:
            read = known_to(actor)
        with CaptureQueriesContext(connection) as seen:
            known = read()
    assert (len(before), len(seen)) == (0, 3)
    assert cast.people["head"].email in known.mailboxes
    assert {cast.partnership.safeguarding_phone, cast.partnership.out_of_hours_phone} <= set(known.telephones)
    assert known.postcodes == (cast.here.postcode,)
