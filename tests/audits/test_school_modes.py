"""Which kind of audit each school is asked: the cycle's, a full one for a new school, or what somebody arranged."""

import pytest
from django.utils import timezone

from audits.answers.actions import confirm_profile
from audits.cycles.actions import open_cycle, plan_cycle
from audits.cycles.asking import NEVER_AUDITED, asks, what_opening_would_do
from audits.cycles.models import Arrangement, Cycle
from audits.cycles.types import Obstacle
from audits.frameworks.queries import catalogue
from audits.grouping.actions import arrange
from audits.grouping.types import Order
from audits.lifecycle.models import Audit
from lscp_portal.workflow import Refused
from schools.links.models import SchoolLink
from tests.audits.planning import plan_of


def planned(cast, **changes):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        made = plan_cycle(actor=lead, plan=plan_of(cast.framework, **{"mode": "core", **changes}))
        return Cycle.objects.select_related("framework").get(pk=made.pk)


def order(cast, cycle, schools, **what):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        return arrange(actor=lead, cycle_id=cycle.pk, school_ids=[one.pk for one in schools], order=Order(**what))


def modes(cast, cycle):
    with cast.as_("lead"):
        return {ask.school.pk: (ask.mode, ask.why) for ask in asks(cycle)}


def audited(cast, audit):
    """The school handed in the full audit of the cast's cycle."""
    with cast.as_("lead"):
        for state in ("in_progress", "internal_check", "head_signed"):
            Audit.objects.filter(pk=audit.pk).update(state=state)
        Audit.objects.filter(pk=audit.pk).update(state="submitted", submitted_at=timezone.now())


@pytest.mark.parametrize(("mode", "sections"), [("core", ()), ("deep_dive", ("LG",))])
def test_a_school_without_a_full_audit_gets_one_in_a_lighter_year(cast, mode, sections):
    audited(cast, cast.audit)
    cycle = planned(cast, mode=mode, section_codes=sections, new_schools_full=True)
    assert modes(cast, cycle) == {cast.here.pk: (mode, ""), cast.next_door.pk: ("full", NEVER_AUDITED)}
    with cast.as_("lead"):
        opening = open_cycle(actor=cast.actor("lead"), cycle_id=cycle.pk)
        sizes = dict(Audit.objects.filter(cycle=cycle).values_list("school_id", "mode"))
        assert opening.invited == 2
        assert opening.most_indicators > 90
        assert opening.fewest_indicators < 60
    assert sizes == {cast.here.pk: mode, cast.next_door.pk: "full"}


def test_an_academy_is_not_new_where_the_school_before_it_had_a_full_audit(cast):
    audited(cast, cast.audit)
    with cast.as_("lead"):
        SchoolLink.objects.create(
            tenant=cast.partnership, urn=cast.next_door.urn, link_urn=cast.here.urn, link_name=cast.here.name,
            link_type="Predecessor", direction="before", file_name="links.csv",
        )  # fmt: skip
    cycle = planned(cast, new_schools_full=True)
    assert modes(cast, cycle)[cast.next_door.pk] == ("core", "")


def test_without_the_rule_and_in_a_full_year_every_school_is_asked_alike(cast):
    assert set(modes(cast, planned(cast)).values()) == {("core", "")}
    full = planned(cast, mode="full", year=2027, new_schools_full=True)
    assert set(modes(cast, full).values()) == {("full", "")}


def test_a_light_year_handed_in_is_no_full_audit(cast):
    first = planned(cast)
    with cast.as_("lead"):
        open_cycle(actor=cast.actor("lead"), cycle_id=first.pk)
        light = Audit.objects.get(cycle=first, school=cast.here)
    audited(cast, light)
    second = planned(cast, year=2027, new_schools_full=True)
    assert modes(cast, second)[cast.here.pk] == ("full", NEVER_AUDITED)


def test_what_somebody_arranged_comes_before_the_rule_and_can_be_taken_back(cast):
    cycle = planned(cast, new_schools_full=True)
    order(cast, cycle, [cast.here], what="mode", mode="core", reason="It was audited by its diocese in June.")
    assert modes(cast, cycle)[cast.here.pk] == ("core", "It was audited by its diocese in June.")
    order(cast, cycle, [cast.here], what="by_rule")
    assert modes(cast, cycle)[cast.here.pk] == ("full", NEVER_AUDITED)


def test_a_school_not_asked_this_year_is_listed_with_its_reason(cast):
    cycle = planned(cast)
    order(cast, cycle, [cast.here], what="not_asked", reason="It closes in December.")
    with cast.as_("lead"):
        opening = what_opening_would_do(cycle)
        assert [(row.urn, row.reason) for row in opening.not_asked] == [(900001, "It closes in December.")]
        assert open_cycle(actor=cast.actor("lead"), cycle_id=cycle.pk) == opening
        assert opening.invited == 1
    page = cast.client("lead").get(f"/p/eastmere/cycles/{cycle.pk}/")
    assert "It closes in December." in page.content.decode()


def test_a_school_that_was_asked_can_be_asked_otherwise_until_it_starts(cast):
    cycle = planned(cast)
    with cast.as_("lead"):
        open_cycle(actor=cast.actor("lead"), cycle_id=cycle.pk)
        Audit.objects.filter(cycle=cycle, school=cast.next_door).update(state="in_progress")
    done = order(cast, cycle, [cast.here, cast.next_door], what="mode", mode="full", reason="A new head asked for it.")
    assert (done.schools, done.begun) == (1, 1)
    with cast.as_("lead"):
        found = {row.school_id: row for row in Audit.objects.filter(cycle=cycle)}
    assert found[cast.here.pk].mode == "full"
    assert len(found[cast.here.pk].indicator_ids) > 90
    assert found[cast.next_door.pk].mode == "core"
    assert order(cast, cycle, [cast.here], what="not_asked", reason="x").begun == 1


def test_what_the_school_says_of_itself_is_asked_in_its_own_mode(cast):
    cycle = planned(cast, new_schools_full=True)
    with cast.as_("lead"):
        open_cycle(actor=cast.actor("lead"), cycle_id=cycle.pk)
        audit = Audit.objects.get(cycle=cycle, school=cast.here)
    with cast.as_("dsl"):
        feature = next(iter(catalogue()[-1].setting_model.confirm_by_school))
        after = confirm_profile(actor=cast.actor("dsl"), audit_id=audit.pk, answers={feature: True})
        assert len(after.indicator_ids) >= len(audit.indicator_ids) > 90


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"what": "mode", "mode": "full"}, "Say why: the schools read it."),
        ({"what": "not_asked", "reason": "  "}, "Say why: the schools read it."),
        ({"what": "mode", "mode": "deep_dive", "reason": "x"}, "This cycle chose no sections for a deep dive."),
        ({"what": "group", "group_id": 999_999}, "This group is not there any more. Look at the groups again."),
    ],
)
def test_an_order_that_lacks_something_says_so(cast, what, sentence):
    cycle = planned(cast)
    with pytest.raises(Refused, match=sentence):
        order(cast, cycle, [cast.here], **what)
    with cast.as_("lead"):
        assert not Arrangement.objects.exists()


def test_a_school_of_unknown_kind_is_not_planned_in_any_mode(cast):
    cycle = planned(cast)
    with cast.as_("lead"):
        type(cast.here).objects.filter(pk=cast.here.pk).update(gias_profile={})
        found = {ask.school.pk: ask for ask in asks(cycle)}[cast.here.pk]
    assert (found.obstacle, found.profile, found.indicator_ids) == (Obstacle.UNCLEAR, None, [])
