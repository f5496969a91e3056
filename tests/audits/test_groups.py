"""Groups of a cycle: divided, changed, filled, opened by hand and on their day."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audits.cycles.actions import close_cycle, complete_cycle, invite_missing, open_cycle, plan_cycle, reopen_cycle
from audits.cycles.models import Arrangement, Cycle, CycleGroup
from audits.cycles.queries import groups_of
from audits.grouping import actions, rules
from audits.grouping.dividing import MOST, OTHERS, divided
from audits.grouping.queries import grouping_page, groups_due, ids_found
from audits.grouping.tasks import open_groups_everywhere, open_one
from audits.grouping.types import Division, GroupDates, Order, SchoolFilter
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Role
from lscp_portal.outbox import worker
from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.workflow import Refused
from schools.holidays.models import SchoolHoliday
from schools.register.models import School
from schools.register.synthetic import invented_establishments
from tests.audits.outcomes_grouping import LEAD
from tests.audits.planning import plan_of
from tests.schools.importing import take

TODAY = timezone.localdate
LATER = timedelta(days=40)


def dates(name="Group 2", opens=None, due=None):
    opens = opens or TODAY() + LATER
    return GroupDates(name, opens, due or opens + timedelta(days=60))


def planned(cast, **changes):
    with cast.as_("lead"):
        return plan_cycle(actor=cast.actor("lead"), plan=plan_of(cast.framework, **{"mode": "core", **changes}))


def add(cast, cycle, **how):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        return actions.add_group(actor=lead, cycle_id=cycle.pk, dates=dates(**how))


def put(cast, cycle, group, *schools):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        order = Order(what="group", group_id=group.pk if group else 0)
        return actions.arrange(actor=lead, cycle_id=cycle.pk, school_ids=[one.pk for one in schools], order=order)


def opened(cast, cycle):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        return open_cycle(actor=lead, cycle_id=cycle.pk)


def test_only_groups_whose_day_has_come_are_asked_and_each_school_has_its_groups_due_date(cast):
    cycle = planned(cast)
    now, later = add(cast, cycle, name="Now", opens=TODAY(), due=TODAY() + timedelta(30)), add(cast, cycle)
    put(cast, cycle, now, cast.here)
    put(cast, cycle, later, cast.next_door)
    opening = opened(cast, cycle)
    assert (opening.invited, opening.later) == (1, 1)
    with cast.as_("lead"):
        audit = Audit.objects.get(cycle=cycle)
        assert (audit.school_id, audit.group_id, audit.due_on) == (cast.here.pk, now.pk, now.due_on)
        actions.open_group(actor=cast.actor("lead"), group_id=later.pk)
        second = Audit.objects.get(cycle=cycle, school=cast.next_door)
        assert (second.group_id, second.due_on) == (later.pk, later.due_on)
        assert [(row.name, row.schools, row.is_open) for row in groups_of(cycle)] == [
            ("Now", 1, True),
            ("Group 2", 1, True),
        ]


def test_the_cycle_runs_from_its_first_group_to_its_last(cast):
    cycle = planned(cast)
    first = add(cast, cycle, name="A", opens=date(2027, 1, 11), due=date(2027, 3, 1))
    add(cast, cycle, name="B", opens=date(2027, 3, 15), due=date(2027, 6, 1))
    with cast.as_("lead"):
        cycle.refresh_from_db()
        assert (cycle.opens_on, cycle.due_on) == (date(2027, 1, 11), date(2027, 6, 1))
        actions.remove_group(actor=cast.actor("lead"), group_id=first.pk)
        cycle.refresh_from_db()
        assert (cycle.opens_on, cycle.due_on) == (date(2027, 3, 15), date(2027, 6, 1))


def test_a_school_in_no_group_is_left_out_until_it_is_put_into_one(cast):
    cycle = planned(cast)
    group = add(cast, cycle, opens=TODAY())
    put(cast, cycle, group, cast.here)
    opening = opened(cast, cycle)
    assert [(row.urn, row.reason) for row in opening.left_out] == [(900002, "It is in no group of this cycle yet.")]
    put(cast, cycle, group, cast.next_door)
    with cast.as_("lead"):
        assert invite_missing(actor=cast.actor("lead"), cycle_id=cycle.pk).invited == 1
        assert Audit.objects.get(cycle=cycle, school=cast.next_door).due_on == group.due_on


def test_a_group_taken_out_leaves_its_schools_in_none_and_its_name_free(cast):
    cycle = planned(cast)
    group = add(cast, cycle)
    put(cast, cycle, group, cast.here)
    lead = cast.actor("lead")
    with cast.as_("lead"):
        actions.remove_group(actor=lead, group_id=group.pk)
        assert Arrangement.objects.get().group_id is None
    again = add(cast, cycle)
    with cast.as_("lead"), pytest.raises(Refused, match="There is a group called Group 2 already"):
        actions.add_group(actor=lead, cycle_id=cycle.pk, dates=dates())
    put(cast, cycle, again, cast.here)
    put(cast, cycle, None, cast.here)
    with cast.as_("lead"):
        assert Arrangement.objects.get().group_id is None


def test_an_open_group_keeps_its_dates(cast):
    cycle = planned(cast)
    group = add(cast, cycle, opens=TODAY())
    put(cast, cycle, group, cast.here)
    opened(cast, cycle)
    for action, more in ((actions.change_group, {"dates": dates("X")}), (actions.remove_group, {})):
        with cast.as_("lead"), pytest.raises(Refused, match="Give its schools more time instead"):
            action(actor=cast.actor("lead"), group_id=group.pk, **more)


def test_groups_make_no_sense_where_every_school_was_asked(cast):
    with pytest.raises(Refused, match="Every school was asked when the cycle opened"):
        add(cast, cast.cycle)


# who may, and when


def stage(cast, state, year):
    """A cycle with one group that opens later, brought to this state the real way."""
    cycle = planned(cast, year=year)
    group = add(cast, cycle)
    put(cast, cycle, group, cast.here)
    lead = cast.actor("lead")
    with cast.as_("lead"):
        for step, until in ((open_cycle, "open"), (close_cycle, "closed"), (complete_cycle, "complete")):
            if ("planned", "open", "closed", "complete").index(state) >= ("open", "closed", "complete").index(
                until
            ) + 1:
                step(actor=lead, cycle_id=cycle.pk)
    return cycle, group


def attempt(cast, who, action, cycle, group):
    actor = cast.actor(who)
    division = Division(by="phase", number=2, opens_on=TODAY(), weeks_apart=4, weeks_each=6)
    do = {
        "divide": lambda: actions.divide(actor=actor, cycle_id=cycle.pk, division=division),
        "add_group": lambda: actions.add_group(actor=actor, cycle_id=cycle.pk, dates=dates("Group 3")),
        "change_group": lambda: actions.change_group(actor=actor, group_id=group.pk, dates=dates("Group 9")),
        "remove_group": lambda: actions.remove_group(actor=actor, group_id=group.pk),
        "open_group": lambda: actions.open_group(actor=actor, group_id=group.pk),
        "arrange": lambda: actions.arrange(
            actor=actor, cycle_id=cycle.pk, school_ids=[cast.next_door.pk], order=Order(what="group", group_id=group.pk)
        ),
    }[action]
    with scope(area_scope(cast.partnership.pk, person=actor.person_id)):
        try:
            do()
        except PermissionDenied:
            return "denied"
        except Refused as refused:
            return "refused" if all(one.sentence.endswith(".") for one in refused.blockers) else "unsaid"
        return "done"


ACTIONS = ("divide", "add_group", "change_group", "open_group", "arrange", "remove_group")


@pytest.mark.parametrize("state", Cycle.State.values)
def test_what_the_lead_may_do_with_groups_and_when(cast, state):
    found = {}
    for year, action in enumerate(ACTIONS, start=2027):
        cycle, group = stage(cast, state, year)
        found[action, state] = attempt(cast, "lead", action, cycle, group)
    assert found == {key: value for key, value in LEAD.items() if key[1] == state}


def test_nobody_else_may_do_anything_with_groups(cast):
    cycle, group = stage(cast, "open", 2027)
    others = [role for role in Role.values if role != "lead"]
    found = {(who, action): attempt(cast, who, action, cycle, group) for who in others for action in ACTIONS}
    assert {key: value for key, value in found.items() if value != "denied"} == {}


def test_groups_of_another_partnership_are_not_there(cast):
    _cycle, group = stage(cast, "open", 2027)
    with cast.as_("elsewhere_lead"), pytest.raises(CycleGroup.DoesNotExist):
        actions.open_group(actor=cast.actor("elsewhere_lead"), group_id=group.pk)


# dividing


def test_dividing_puts_every_school_into_a_group_with_dates_one_after_the_other(cast):
    cycle, lead = planned(cast), cast.actor("lead")
    division = Division(by="size", number=2, opens_on=date(2027, 1, 11), weeks_apart=6, weeks_each=8)
    with cast.as_("lead"):
        assert actions.divide(actor=lead, cycle_id=cycle.pk, division=division) == 2
        groups = list(CycleGroup.objects.filter(cycle=cycle).order_by("position"))
        assert [(one.name, one.opens_on, one.due_on) for one in groups] == [
            ("Group 1: A", date(2027, 1, 11), date(2027, 3, 8)),
            ("Group 2: B", date(2027, 2, 22), date(2027, 4, 19)),
        ]
        placed = dict(Arrangement.objects.values_list("school_id", "group_id"))
    assert placed == {cast.here.pk: groups[0].pk, cast.next_door.pk: groups[1].pk}


SCHOOLS = st.lists(
    st.builds(
        School,
        name=st.text("ABCDEFG ", min_size=1, max_size=8),
        phase=st.sampled_from(["Primary", "Secondary", "Not applicable"]),
        establishment_type=st.sampled_from([f"Type {n}" for n in range(15)]),
        la_name=st.sampled_from(["Eastmere", "Marshwick"]),
        trust_name=st.sampled_from(["", "Oak", "Elm~Oak"]),
    ),
    max_size=60,
)


@given(SCHOOLS, st.sampled_from(["size", "phase", "authority", "trust"]), st.integers(2, 12))
def test_however_they_are_divided_every_school_is_in_one_group(schools, by, number):
    for key, school in enumerate(schools):
        school.pk = key
    groups = divided(schools, by=by, number=number)
    assert sorted(key for _name, ids in groups for key in ids) == list(range(len(schools)))
    assert len(groups) <= MOST
    names = [name for name, _ids in groups]
    assert len(set(names)) == len(names)
    if by == "size":
        sizes = [len(ids) for _name, ids in groups]
        assert len(groups) == number
        assert max(sizes) - min(sizes) <= 1
    if OTHERS in names:
        assert names[-1] == OTHERS


# on their day


@pytest.fixture
def any_day(monkeypatch):
    """Every day is a working day, but for holidays, so that these tests hold at a weekend too."""
    monkeypatch.setattr(rules, "is_working_day", lambda day, *, closed: day not in closed)


@pytest.fixture
def due(committed_cast, any_day):
    """An open cycle with a group whose day is today, and one of tomorrow."""
    cast = committed_cast
    cycle = planned(cast)
    first = add(cast, cycle, name="First", opens=TODAY() + timedelta(days=3))
    second = add(cast, cycle, name="Second", opens=TODAY() + timedelta(days=4))
    put(cast, cycle, first, cast.here)
    put(cast, cycle, second, cast.next_door)
    opened(cast, cycle)
    with cast.as_("lead"):
        CycleGroup.objects.filter(pk=first.pk).update(opens_on=TODAY())
    return cast, cycle, first, second


def test_the_worker_opens_a_group_on_its_day_once(due):
    cast, cycle, first, second = due
    with cast.as_("lead"):
        assert groups_due() == [first.pk]
    open_groups_everywhere()
    open_groups_everywhere()
    for _ in range(2):
        open_one(worker.scope_of(cast.partnership.pk), group_id=first.pk)
    open_one(worker.scope_of(cast.partnership.pk), group_id=second.pk)
    with cast.as_("lead"):
        assert list(Audit.objects.filter(cycle=cycle).values_list("school_id", flat=True)) == [cast.here.pk]
        assert groups_due() == []
        assert CycleGroup.objects.get(pk=first.pk).opened_at is not None


def test_each_group_is_asked_for_once_a_day(due, committed):
    _cast, _cycle, first, _second = due
    for _ in range(3):
        open_groups_everywhere()
    with committed.as_admin() as cursor:
        cursor.execute("SELECT key FROM lscp.outbox_message WHERE task = 'audits.open_group'")
        assert cursor.fetchall() == [(f"open-group:{first.pk}:{TODAY()}",)]
    assert OutboxMessage._meta.db_table == "outbox_message"


def test_in_the_holidays_of_all_schools_no_group_opens_by_itself(due):
    cast, cycle, first, _second = due
    lead = cast.actor("lead")
    with cast.as_("lead"):
        holiday = SchoolHoliday.objects.create(
            tenant_id=cast.partnership.pk,
            name="Half term",
            first_on=TODAY(),
            last_on=TODAY(),
            added_by_id=lead.person_id,
        )
        assert groups_due() == []
    open_one(worker.scope_of(cast.partnership.pk), group_id=first.pk)
    with cast.as_("lead"):
        assert not Audit.objects.filter(cycle=cycle).exists()
        SchoolHoliday.objects.filter(pk=holiday.pk).update(removed_at=timezone.now())
        assert groups_due() == [first.pk]
        assert actions.open_group(actor=None, group_id=first.pk).invited == 1


def test_in_a_closed_cycle_no_group_opens_by_itself(cast, any_day):
    cycle = planned(cast)
    group = add(cast, cycle)
    put(cast, cycle, group, cast.here)
    opened(cast, cycle)
    lead = cast.actor("lead")
    with cast.as_("lead"):
        close_cycle(actor=lead, cycle_id=cycle.pk)
        CycleGroup.objects.filter(pk=group.pk).update(opens_on=TODAY())
        assert groups_due() == []
        assert actions.open_group(actor=None, group_id=group.pk) is None
        reopen_cycle(actor=lead, cycle_id=cycle.pk)
        assert groups_due() == [group.pk]
        assert actions.open_group(actor=None, group_id=group.pk).invited == 1


# six hundred schools


def statements(do):
    with CaptureQueriesContext(connection) as captured:
        result = do()
    skipped = ("SAVEPOINT", "RELEASE", "SELECT set_config('role', 'none'")
    return len([one for one in captured if not one["sql"].startswith(skipped)]), result


def test_dividing_looking_and_opening_take_the_same_statements_for_6_schools_as_for_600(cast):
    counts, lead, client = {}, cast.actor("lead"), cast.client("lead")
    for year, more in ((2027, 4), (2028, 640)):
        take(cast.partnership, *invented_establishments(more, {"901": "Eastmere"}, first_urn=900301 + year % 2 * 9000))
        cycle = planned(cast, year=year, new_schools_full=True)
        division = Division(by="size", number=3, opens_on=TODAY(), weeks_apart=6, weeks_each=8)
        page = f"/p/eastmere/cycles/{cycle.pk}/"
        with cast.as_("lead"):
            dividing, _n = statements(lambda c=cycle, d=division: actions.divide(actor=lead, cycle_id=c.pk, division=d))
        looking, response = statements(lambda p=page: client.get(f"{p}schools/"))
        preview, _response = statements(lambda p=page: client.get(p))
        with cast.as_("lead"):
            ids = ids_found(cycle_id=cycle.pk, wanted=SchoolFilter())
            moving, _done = statements(
                lambda c=cycle, i=ids: actions.arrange(
                    actor=lead, cycle_id=c.pk, school_ids=i, order=Order(what="by_rule")
                )
            )
            opening, _done = statements(lambda c=cycle: open_cycle(actor=lead, cycle_id=c.pk))
            group = CycleGroup.objects.filter(cycle=cycle).order_by("-position").first()
            one, _done = statements(lambda g=group: actions.open_group(actor=lead, group_id=g.pk))
        assert response.status_code == 200
        counts[len(ids)] = (dividing, looking, preview, moving, opening, one)
    print(f"statements to divide, look, preview, move, open, open a group: {counts}")
    assert max(counts) > 550
    assert len(set(counts.values())) == 1
    assert max(counts[max(counts)]) <= 17


def test_the_search_finds_by_phase_group_and_words_and_all_that_was_found_can_be_moved(cast):
    take(cast.partnership, *invented_establishments(140, {"901": "Eastmere"}, first_urn=900301))
    cycle = planned(cast)
    group = add(cast, cycle)
    lead, page = cast.client("lead"), f"/p/eastmere/cycles/{cycle.pk}/schools/"
    with cast.as_("lead"):
        found = grouping_page(cycle_id=cycle.pk, wanted=SchoolFilter(phase="Primary"))
    assert found.found > 20
    sent = {"phase": "Primary", "everybody": "on", "what": "group", "into": str(group.pk)}
    response = lead.post(page, sent, follow=True)
    assert f"{found.found} schools are arranged." in response.content.decode()
    with cast.as_("lead"):
        assert Arrangement.objects.filter(group=group).count() == found.found
        wanted = SchoolFilter(group="none", words="alder lane")
        assert grouping_page(cycle_id=cycle.pk, wanted=wanted).found == 0
        assert grouping_page(cycle_id=cycle.pk, wanted=SchoolFilter(group=str(group.pk), words="alder")).found == 1
    nobody = lead.post(page, {"what": "group", "into": str(group.pk)})
    assert nobody.status_code == 422
    assert "Choose at least one school" in nobody.content.decode()
    lacking = lead.post(page, {"what": "not_asked", "school": str(cast.here.pk)})
    assert lacking.status_code == 422
    assert "Say why: the schools read it" in lacking.content.decode()


def test_groups_are_divided_changed_and_opened_on_pages(cast):
    cycle, lead = planned(cast), cast.client("lead")
    root = f"/p/eastmere/cycles/{cycle.pk}/"
    day = TODAY() + LATER
    typed = {"by": "size", "number": "2", "weeks_apart": "6", "weeks_each": "8"}
    typed |= {f"opens_on_{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    assert lead.post(f"{root}divide/", typed | {"number": "1"}).status_code == 422
    assert "2 groups are made." in lead.post(f"{root}divide/", typed, follow=True).content.decode()
    assert lead.post(f"{root}divide/", typed).status_code == 409
    with cast.as_("lead"):
        first = CycleGroup.objects.filter(cycle=cycle).earliest("position")
    page = f"/p/eastmere/cycles/groups/{first.pk}/"
    assert "Take the group out" in lead.get(page).content.decode()
    change = {"name": "Early ones"} | {
        f"{name}_{part}": str(getattr(value, part))
        for name, value in (("opens_on", day), ("due_on", day + timedelta(days=30)))
        for part in ("day", "month", "year")
    }
    assert "Early ones is changed." in lead.post(page, change, follow=True).content.decode()
    assert lead.post(page, change | {"due_on_year": "2020"}).status_code == 422
    assert lead.post(f"{page}open/").status_code == 409
    lead.post(f"{root}open/")
    assert "The group is open. 1 school got an audit." in lead.post(f"{page}open/", follow=True).content.decode()
    assert lead.post(f"{page}remove/").status_code == 409
    assert lead.post(f"{root}groups/add/", change | {"name": "Early ones"}).status_code == 409
    words = " ".join(lead.get(f"{root}calendar/").content.decode().split())
    assert "1 school is due" in words
    assert "Group 2: B opens" in words
    for who in ("administrator", "reviewer"):
        assert cast.client(who).get(f"{root}schools/").status_code == 403
