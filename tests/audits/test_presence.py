"""Who else is in a section, and what its answers stand at."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.presence.models import Presence
from lscp_portal.accounts.models import Membership
from tests.audits.answering import LOW, save
from tests.people import ASKED

HERE = "/s/900001/audit/lg/here/"


def here(cast, who, code="", path=HERE):
    return cast.client(who).post(path, {"code": code})


def test_colleagues_see_each_other_and_where(cast):
    assert here(cast, "dsl", "LG1").json() == {"colleagues": [], "answers": []}
    assert here(cast, "deputy_dsl").json()["colleagues"] == [{"name": "Dsl", "role": "DSL", "code": "LG1"}]
    (colleague,) = here(cast, "dsl", "LG2").json()["colleagues"]
    assert colleague == {"name": "Deputy Dsl", "role": "deputy DSL", "code": ""}
    with cast.as_("dsl"):
        assert Presence.objects.count() == 2


def test_of_two_roles_the_wider_is_told_and_one_that_is_over_is_not(cast):
    there = cast.memberships["link_governor"]
    Membership.objects.create(
        person=there.person, tenant=there.tenant, school_id=there.school_id, school_urn=900001,
        school_name=there.school_name, role="contributor", starts_on=there.starts_on,
    )  # fmt: skip
    here(cast, "link_governor")
    assert here(cast, "dsl").json()["colleagues"][0]["role"] == "link governor"
    Membership.objects.filter(pk=there.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert here(cast, "dsl").json()["colleagues"][0]["role"] == "contributor"


def test_whoever_is_in_another_section_or_was_here_a_minute_ago_is_not_here(cast):
    here(cast, "deputy_dsl", path="/s/900001/audit/se/here/")
    here(cast, "link_governor")
    with cast.as_("dsl"):
        long_ago = timezone.now() - timedelta(seconds=61)
        Presence.objects.filter(person_id=cast.people["link_governor"].pk).update(seen_at=long_ago)
    assert here(cast, "dsl").json()["colleagues"] == []


def test_what_somebody_saved_is_told_with_its_revision_and_whether_it_is_ones_own(cast):
    save(cast, "deputy_dsl", "LG1", LOW)
    (one,) = here(cast, "dsl", "LG1").json()["answers"]
    assert (one["code"], one["revision"], one["by"], one["is_own"]) == ("LG1", 1, "Deputy Dsl", False)
    (one,) = here(cast, "deputy_dsl", "LG1").json()["answers"]
    assert one["is_own"]


@pytest.mark.parametrize(
    ("who", "status"), [("head", 403), ("chair", 403), ("next_door_dsl", 404), ("lead", 404), ("reviewer", 404)]
)
def test_only_those_who_answer_here_ask(cast, who, status):
    assert here(cast, who).status_code == status


def test_a_code_that_is_none_is_not_kept(cast):
    assert here(cast, "dsl", "<script>").status_code == 404
    with cast.as_("dsl"):
        assert not Presence.objects.exists()


def test_the_partnership_sees_nothing_of_it(cast):
    here(cast, "dsl")
    with cast.as_("lead"), connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('lscp_tenant', 'lscp.audits_presence', 'select')")
        assert cursor.fetchone() == (False,)


def test_it_asks_the_database_as_often_for_many_answers_and_people(cast):
    client = cast.client("dsl")
    here(cast, "deputy_dsl")
    client.post(HERE, {"code": "LG1"})
    with CaptureQueriesContext(connection) as few:
        client.post(HERE, {"code": "LG1"})
    for code in ASKED:
        save(cast, "deputy_dsl", code, LOW)
    here(cast, "link_governor")
    with CaptureQueriesContext(connection) as many:
        client.post(HERE, {"code": "LG1"})
    assert len(many) == len(few)
