"""Lateness steps up on days worked out by hand, over bank holidays and a school's own; each step is told once."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from audits.chasing.models import ChasePause
from audits.improvement.actions import change_plan, say_done
from audits.improvement.ladder import climb
from audits.improvement.models import Improvement, ImprovementReminder
from audits.improvement.rules import days_late, due_by_itself, rungs_to_climb
from audits.improvement.tasks import climb_everywhere
from audits.improvement.types import Late, Plan
from lscp_portal.accounts.models import Membership
from schools.holidays.models import SchoolHoliday
from tests.audits import improving

# Due on Wednesday 16 December 2026. Bank holidays: 25 and 28 December, 1 January. Counted by hand: 17, 18, 21, 22, 23,
# 24, 29, 30, 31 December and 4 January are the first ten working days.
DUE = date(2026, 12, 16)
BY_HAND = [
    (date(2026, 12, 16), []),
    (date(2026, 12, 17), ["owner"]),
    (date(2026, 12, 31), ["owner"]),
    (date(2027, 1, 1), ["owner"]),
    (date(2027, 1, 4), ["owner", "head"]),
    (date(2027, 1, 15), ["owner", "head"]),
    (date(2027, 1, 18), ["owner", "head", "chair"]),
    (date(2027, 1, 29), ["owner", "head", "chair"]),
    (date(2027, 2, 1), ["owner", "head", "chair", "lead"]),
]
CHRISTMAS = frozenset(date(2026, 12, 19) + timedelta(days=count) for count in range(16))  # to 3 January


@pytest.mark.parametrize(("day", "rungs"), BY_HAND)
def test_the_rungs_reached_by_a_day(day, rungs):
    late = Late(id=1, school_id=1, urn=900001, owner_id=None, due_on=DUE)
    assert [rung.key for rung in rungs_to_climb(late, today=day)] == rungs


def test_a_school_s_holidays_do_not_count_against_it():
    late = Late(id=1, school_id=1, urn=900001, owner_id=None, due_on=DUE, closed=CHRISTMAS)
    assert [rung.key for rung in rungs_to_climb(late, today=date(2027, 1, 12))] == ["owner"]
    assert [rung.key for rung in rungs_to_climb(late, today=date(2027, 1, 13))] == ["owner", "head"]
    assert days_late(DUE, "agreed", today=date(2027, 1, 4), closed=CHRISTMAS) == 3  # 17 and 18 December, 4 January
    assert days_late(DUE, "said_done", today=date(2027, 1, 4), closed=CHRISTMAS) == 0


def test_twenty_working_days_for_what_is_critical():
    assert due_by_itself(DUE, is_critical=True, closed=()) == date(2027, 1, 18)
    assert due_by_itself(DUE, is_critical=False, closed=()) == date(2027, 3, 15)  # 60: no bank holiday after 1 January


@pytest.fixture
def cast(committed_cast):
    return committed_cast


@pytest.fixture
def work(cast) -> Improvement:
    """Owned by the deputy, due on DUE."""
    with improving.on_day(date(2026, 12, 1)):
        return improving.own(cast, owner="deputy_dsl", days=15)


@pytest.fixture
def told(cast, committed):
    """Climb on a day: whom it tells, and where they are sent."""
    seen: set[str] = set()

    def climbed(day: date) -> list[tuple[int, str]]:
        with improving.on_day(day), cast.as_("lead"):
            climb(day=day)
        with committed.as_admin() as cursor:
            cursor.execute("SELECT key, arguments FROM lscp.outbox_message WHERE task = 'notify.send'")
            late = {key: one for key, one in cursor.fetchall() if one["template"] == "improvement_late"}
        new = [late[key] for key in late.keys() - seen]
        seen.update(late)
        return sorted((one["person_id"], one["path"]) for one in new)

    return climbed


def test_each_step_is_told_once_to_those_it_is_for(cast, work, told):
    key = {role: cast.people[role].pk for role in ("dsl", "deputy_dsl", "head", "chair")}
    here = f"/s/900001/improving/{work.pk}/"
    assert told(DUE) == []
    assert told(date(2026, 12, 17)) == sorted([(key["dsl"], here), (key["deputy_dsl"], here)])
    assert told(date(2026, 12, 17)) == []
    assert told(date(2026, 12, 18)) == []
    assert told(date(2027, 1, 4)) == [(key["head"], here)]
    assert told(date(2027, 1, 18)) == [(key["chair"], here)]
    assert told(date(2027, 2, 1)) == []  # the partnership's own list
    with cast.as_("dsl"):
        kept = ImprovementReminder.objects.order_by("pk").values_list("rung", "on_day")
        assert list(kept) == [
            ("owner", date(2026, 12, 17)), ("head", date(2027, 1, 4)), ("chair", date(2027, 1, 18)),
            ("lead", date(2027, 2, 1)),
        ]  # fmt: skip
    with improving.on_day(date(2027, 2, 1)):
        assert "Late, and on your list (1)" in cast.client("lead").get("/p/eastmere/improving/").content.decode()


def test_several_that_are_late_make_one_letter(cast, work, told):
    with improving.on_day(date(2026, 12, 1)):
        improving.own(cast, owner="deputy_dsl", days=15)
    letters = told(date(2026, 12, 17))
    assert len(letters) == 2
    assert {path for _person, path in letters} == {"/s/900001/improving/?show=late"}


def test_a_day_that_was_missed_is_made_up_for_without_a_flood(cast, work, told):
    letters = told(date(2027, 1, 20))
    assert len(letters) == len({person for person, _path in letters}) == 4
    with cast.as_("lead"):
        assert ImprovementReminder.objects.count() == 3


def test_whoever_has_left_is_not_told(cast, work, told):
    with cast.as_("lead"):
        Membership.objects.filter(pk=cast.memberships["deputy_dsl"].pk).update(ends_on=date(2026, 12, 10))
    assert [person for person, _path in told(date(2026, 12, 17))] == [cast.people["dsl"].pk]


def test_what_is_said_to_be_done_is_late_no_more(cast, work, told):
    improving.moved(cast, "deputy_dsl", say_done, work, evidence=improving.SHOWN)
    assert told(date(2027, 2, 1)) == []
    with cast.as_("lead"):
        assert not ImprovementReminder.objects.exists()


def test_a_new_date_begins_a_new_ladder(cast, work, told):
    told(date(2026, 12, 17))
    plan = Plan(due_on=date(2027, 1, 20), owner_id=cast.people["deputy_dsl"].pk, later_why="The hall is closed.")
    with improving.on_day(date(2026, 12, 18)):
        improving.moved(cast, "dsl", change_plan, work, plan=plan)
    assert told(date(2027, 1, 18)) == []
    assert len(told(date(2027, 1, 21))) == 2


def test_a_school_that_is_left_in_peace_is_told_afterwards(cast, work, told):
    with cast.as_("lead"):
        ChasePause.objects.create(
            audit=cast.audit, until=date(2026, 12, 18), reason="Illness.", paused_by_id=cast.people["lead"].pk,
            **cast.audit.owner,
        )  # fmt: skip
    assert told(date(2026, 12, 17)) == []
    assert len(told(date(2026, 12, 21))) == 2


def test_nobody_is_told_on_a_holiday_of_the_school(cast, work, told):
    with cast.as_("lead"):
        SchoolHoliday.objects.create(
            tenant=cast.partnership, name="Christmas", first_on=date(2026, 12, 17), last_on=date(2027, 1, 3),
            added_by_id=cast.people["lead"].pk,
        )  # fmt: skip
    assert told(date(2026, 12, 17)) == []
    assert len(told(date(2027, 1, 4))) == 2


def test_the_day_is_asked_for_once_and_not_at_a_weekend(cast, committed):
    for day, number in ((date(2026, 12, 19), 0), (date(2026, 12, 17), 2), (date(2026, 12, 17), 2)):
        with improving.on_day(day):
            climb_everywhere()
        with committed.as_admin() as cursor:
            cursor.execute("SELECT count(*) FROM lscp.outbox_message WHERE task = 'audits.climb'")
            assert cursor.fetchone() == (number,)  # one for each partnership


def test_a_rung_is_kept_once_and_never_changed(cast, work, told):
    told(date(2026, 12, 17))
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        ImprovementReminder.objects.update(on_day=timezone.localdate())
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        row = ImprovementReminder.objects.get()
        row.pk = None
        row.save(force_insert=True)
