"""How a cycle comes on: returns beside last year's, who is stuck, the feedback clock, and who sees what."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audits.cycles.models import Cycle
from audits.extensions.models import ExtensionRequest
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.ui.types import per_cent
from reports.home.queries import area_home
from reports.progress.clock import clock_of
from reports.progress.queries import progress_page
from reports.progress.returning import curve, in_by, parts_of, sentence_of
from reports.progress.stuck import rule_of, standstills
from reports.progress.types import Comparison, Return
from schools.register.models import School
from tests.audits import review_stage
from tests.people import make_audit, make_school

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 26)  # a Thursday
ONE = Return(
    audit_id=1, cycle_id=1, school_id=1, school="Alder", state="invited", due_on=date(2027, 3, 1), submitted_on=None,
    group="", phase="Primary", trust="", since=date(2026, 11, 2),
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({}, None),
        ({"due_on": date(2026, 12, 16)}, "not_started"),
        ({"due_on": date(2026, 12, 17)}, None),
        ({"due_on": date(2026, 11, 26), "state": "in_progress", "since": TODAY}, None),
        ({"due_on": date(2026, 11, 25)}, "overdue"),
        ({"due_on": date(2026, 11, 25), "state": "submitted"}, None),
        ({"state": "internal_check", "since": date(2026, 11, 19)}, None),  # five working days
        ({"state": "internal_check", "since": date(2026, 11, 18)}, "head"),  # six
        ({"state": "internal_check", "since": date(2026, 11, 18), "closed": frozenset({date(2026, 11, 20)})}, None),
        ({"state": "head_signed", "since": date(2026, 11, 18)}, "chair"),
        ({"state": "in_progress", "since": date(2026, 11, 5)}, None),  # fifteen
        ({"state": "in_progress", "since": date(2026, 11, 4)}, "quiet"),  # sixteen
        ({"gaps": ("Chair: nobody",), "due_on": date(2026, 11, 25)}, "people"),
        ({"dead": ("a@example.org",)}, "mail"),
        ({"request_id": 7, "gaps": ("Chair: nobody",)}, "asked"),
    ],
)
def test_each_school_stands_under_the_first_rule_that_meets_it(changes, key):
    found = rule_of(replace(ONE, **changes), TODAY)
    assert (found.key if found else None) == key


def test_those_who_stand_longest_come_first_and_ten_are_shown_until_all_are_wanted():
    late = [replace(ONE, audit_id=n, school=f"S{n:02}", due_on=date(2026, 11, 1), since=date(2026, 11, n + 1))
            for n in range(1, 13)]  # fmt: skip
    [short] = standstills(late, today=TODAY, root="/p/x/")
    [full] = standstills(late, today=TODAY, root="/p/x/", every="overdue")
    assert (short.number, len(short.rows), len(full.rows)) == (12, 10, 12)
    assert full.rows[0].school == "S01"
    assert [row.days for row in full.rows] == sorted((row.days for row in full.rows), reverse=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a machine that pauses is no fault of the line
@given(st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=30), st.integers(0, 80))
def test_the_line_never_falls_and_ends_where_the_sentence_says(days, last):
    opened = date(2026, 9, 1)
    rows = [replace(ONE, submitted_on=None if day is None else opened + timedelta(days=day)) for day in days]
    points = curve(rows, opened_on=opened, last_day=last)
    shares = [share for _day, share in points]
    assert [day for day, _share in points] == list(range(last + 1))
    assert shares == sorted(shares)
    assert shares[-1] == per_cent(in_by(rows, opened_on=opened, day=last), len(rows))


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 0, 0), (1, 2, 50), (599, 600, 99), (600, 600, 100), (1, 3, 33)]
)
def test_all_is_never_said_while_one_is_missing(part, whole, said):
    assert per_cent(part, whole) == said


def test_the_sentence_compares_with_the_same_day_or_says_there_is_nothing_to_compare():
    now, before = Comparison("A", 30, 62, 118), Comparison("Full audit 2025", 30, 71, 117)
    assert sentence_of(now, before) == (
        "62 of 118 (53%) are in; on the same day of Full audit 2025 they were 71 of 117 (61%)."
    )
    assert "no earlier cycle of the same kind" in sentence_of(now, None)


def test_parts_stand_by_name_and_small_trusts_are_not_shown():
    rows = [replace(ONE, phase=phase, trust=trust, submitted_on=day)
            for phase, trust, day in [("Secondary", "Big", TODAY), *[("Primary", "Big", None)] * 4,
                                      ("Primary", "Small", TODAY)]]  # fmt: skip
    charts = {chart.label: [(bar.label, bar.part, bar.whole) for bar in chart.rows] for chart in parts_of(rows)}
    assert charts == {"Phase": [("Primary", 1, 5), ("Secondary", 1, 1)], "Trust": [("Big", 1, 5)]}


def test_the_clock_counts_working_days_without_bank_holidays_and_puts_the_overdue_first():
    rows = [replace(ONE, audit_id=n, school_id=n, state="submitted", submitted_on=day)
            for n, day in enumerate([date(2026, 10, 14), date(2026, 10, 15), date(2026, 11, 25), TODAY])]  # fmt: skip
    clock = clock_of(rows, {3: TODAY}, target=30, today=TODAY, hidden=frozenset({1}), pauses={})
    assert (clock.number, clock.overdue, clock.issued, clock.in_time, clock.median) == (3, 1, 1, 1, 0)
    assert [(row.audit_id, row.words) for row in clock.rows] == [(0, "1 over"), (2, "29 left")]
    late = replace(rows[0], submitted_on=date(2026, 12, 24))
    christmas = clock_of([late], {}, target=1, today=TODAY, hidden=frozenset(), pauses={})
    assert christmas.rows[0].due_on == date(2026, 12, 29)  # Friday is Christmas Day; Boxing Day is kept on Monday


def address(cast):
    return f"/p/eastmere/cycles/{cast.cycle.pk}/progress/"


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def open_since(cast, days, cycle=None):
    moment = timezone.now() - timedelta(days=days)
    with scope(area_scope(cast.partnership.pk)):
        Cycle.objects.filter(pk=(cycle or cast.cycle).pk).update(opened_at=moment, opened_by_id=cast.people["lead"].pk)


def test_a_request_for_more_time_leads_to_its_answer(cast):
    with cast.as_("head"):
        asked = ExtensionRequest.objects.create(
            audit=cast.audit, reason="illness", words="Flu.", wished_on=timezone.localdate() + timedelta(days=90),
            asked_by_id=cast.people["head"].pk, **cast.audit.owner,
        )  # fmt: skip
    shown = words(cast.client("lead").get(address(cast)))
    assert "Ask for more time: 1 school<" in shown
    assert f'href="/p/eastmere/extensions/{asked.pk}/"' in shown
    assert "request for more time in" in words(cast.client("lead").get("/p/eastmere/"))
    assert "request for more time in" not in words(cast.client("reviewer").get("/p/eastmere/"))


def test_last_year_is_compared_only_where_it_was_of_the_same_kind(cast):
    open_since(cast, 10)
    assert "no earlier cycle of the same kind" in words(cast.client("lead").get(address(cast)))
    with scope(area_scope(cast.partnership.pk)):
        last = Cycle.objects.create(
            tenant=cast.partnership, framework=cast.framework, name="Full audit 2025", year=cast.cycle.year - 1,
            mode=cast.cycle.mode, opens_on=cast.cycle.opens_on - timedelta(days=365),
            due_on=cast.cycle.due_on - timedelta(days=365),
        )  # fmt: skip
        Cycle.objects.filter(pk=last.pk).update(state="open", opened_at=timezone.now(), opened_by_id=1)
        opened = timezone.now() - timedelta(days=365)
        for school, day in ((cast.here, 9), (cast.next_door, 11)):
            audit = make_audit(last, school)
            submitted(audit, opened + timedelta(days=day))
    open_since(cast, 365, last)
    shown = words(cast.client("lead").get(address(cast)))
    assert "0 of 2 (0%) are in; on the same day of Full audit 2025 it was 1 of 2 (50%)." in shown


def submitted(audit, moment):
    """Take an audit along the arrows of its workflow, as the database demands."""
    for state in ("in_progress", "internal_check", "head_signed"):
        Audit.objects.filter(pk=audit.pk).update(state=state)
    Audit.objects.filter(pk=audit.pk).update(state="submitted", submitted_at=moment)


def test_who_is_stuck_is_for_those_whom_schools_ask_and_never_a_school_in_conflict(cast):
    with scope(area_scope(cast.partnership.pk)):
        Audit.objects.update(due_on=timezone.localdate() - timedelta(days=2))
    assert "Who is stuck" not in words(cast.client("reviewer").get(address(cast)))
    assert "Alder Lane Primary School" in words(cast.client("administrator").get(address(cast)))
    cast.declare("lead", cast.here, conflict=True)
    shown = words(cast.client("lead").get(address(cast)))
    assert "Alder Lane Primary School" not in shown
    assert "Beacon Hill Academy" in shown
    assert cast.client("elsewhere_lead").get(address(cast)).status_code == 404


def test_a_school_that_has_closed_is_not_stuck(cast):
    with scope(area_scope(cast.partnership.pk)):
        Audit.objects.update(due_on=timezone.localdate() - timedelta(days=2))
        School.objects.filter(pk=cast.here.pk).update(status=School.Status.CLOSED)
    shown = words(cast.client("lead").get(address(cast)))
    assert "Alder Lane Primary School" not in shown
    assert "Overdue: 1 school<" in shown


def test_a_return_waits_on_the_clock_and_on_the_first_page(cast):
    review_stage.audit_at(cast, "submitted")
    assert "1 return waits for feedback" in words(cast.client("lead").get(address(cast)))
    assert "1 return waits for feedback" in words(cast.client("lead").get("/p/eastmere/"))


def statements(cast, read):
    actor = cast.actor("lead")
    with cast.as_("lead"), CaptureQueriesContext(connection) as counted:
        read(actor)
    return len(counted)


def test_the_numbers_of_statements_do_not_grow_with_schools(cast):
    def progress(actor):
        progress_page(actor=actor, cycle_id=cast.cycle.pk, root="/p/eastmere/")

    def home(actor):
        area_home(actor=actor, root="/p/eastmere/")

    few = statements(cast, progress), statements(cast, home)
    with scope(area_scope(cast.partnership.pk)):
        for number in range(30):
            school = make_school(cast.partnership, 901000 + number, f"School {number}", "ZZ1 1AA")
            make_audit(cast.cycle, school)
    assert (statements(cast, progress), statements(cast, home)) == few
    assert few[0] <= 16
    assert few[1] <= 40
