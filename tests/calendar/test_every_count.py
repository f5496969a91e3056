"""Every count of working days in the code: whose days they are, and whether school holidays are left out.

The lists are typed by hand from docs/developer/decisions/0008-whose-working-days.md. A count that is new, that has
gone, or that gains or loses the holidays fails here until somebody has said whose days it counts.
"""

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from audits.grouping.rules import groups_open_on

ROOT = Path(__file__).parents[2]
APPS = ("audits", "lscp_portal", "reports", "schools", "visits")
INVENTED = ("lscp_portal/calendar/", "reports/demonstration/")  # the calendar itself, and invented years
COUNTS = frozenset(
    {"is_working_day", "working_days_after", "working_days_between", "why_not_a_working_day", "bank_holidays"}
)

SCHOOLS = {  # of a school, or of all schools of an area: without holidays
    "audits/chasing/queries.py: next_open_day",
    "audits/chasing/queries.py: day_page",
    "audits/chasing/queries.py: example_of",
    "audits/chasing/rules.py: day_of",
    "audits/chasing/rules.py: take",
    "audits/chasing/wording.py: distance",
    "audits/clarification/rules.py: due_by_itself",
    "audits/clarification/rules.py: gives_the_school_time",
    "audits/clarification/rules.py: limits_of",
    "audits/clarification/rules.py: reminder_day",
    "audits/corrections/rules.py: last_day_to_ask",
    "audits/delegation/reminding.py: remind",
    "audits/escalation/rules.py: due_by_itself",
    "audits/escalation/rules.py: reminder_day",
    "audits/extensions/rules.py: gives_time",
    "audits/grouping/rules.py: groups_open_on",
    "audits/improvement/rules.py: days_late",
    "audits/improvement/rules.py: due_by_itself",
    "audits/improvement/rules.py: rungs_to_climb",
    "audits/review/taking.py: recommended",
    "audits/triage/facts.py: days_late",
    "reports/complaints/rules.py: ask_by",
    "reports/drafting/actions.py: send_report",
    "reports/progress/stuck.py: stood",
    "visits/planning/rules.py: day_is_a_working_day",
}
PARTNERSHIPS = {  # what the partnership promises, which it keeps in school holidays too
    "audits/review/rules.py: lies_idle",
    "audits/workload/queries.py: _idle_row",
    "audits/triage/rules.py: due_steps",
    "reports/complaints/rules.py: acknowledge_by",
    "reports/complaints/rules.py: first_answer_by",
    "reports/complaints/rules.py: second_answer_by",
    "reports/complaints/tasks.py: remind",
}
FEEDBACK = {  # the promise of feedback, of the partnership: left out are days on which a school answers or mends
    "audits/clarification/clock.py: feedback_clock",
}
HOLIDAYS_STAND_BESIDE = {
    "audits/chasing/tasks.py: chase_everywhere",  # a first look for all areas; the ladder looks school by school
    "audits/improvement/tasks.py: climb_everywhere",  # the same; the ladder looks school by school
    "audits/delegation/tasks.py: remind_everywhere",  # the same for contributors
    "audits/cycles/dates.py: closed_day_warning",  # names the holiday in a sentence of its own
    "audits/cycles/weeks.py: _week",  # shows both, one under the other
    "schools/holidays/queries.py: holidays_to_come",  # how many days of school a holiday takes
    "visits/planning/forms.py: clean_visit_on",  # at the box; the rule of the visit knows the school
}
WEEKDAYS = {
    "audits/cycles/weeks.py: cycle_calendar",
    "visits/planning/queries.py: monday_of",
}  # the Monday of a week, no count


def functions() -> Iterator[tuple[str, ast.AST]]:
    """("path: function", a node inside it) for the code of the product."""
    for app in APPS:
        for path in (ROOT / app).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(INVENTED):
                yield from inside(ast.parse(path.read_text()), name, "")


def inside(node: ast.AST, path: str, function: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        here = child.name if isinstance(child, ast.FunctionDef) else function
        yield f"{path}: {here}", child
        yield from inside(child, path, here)


def counts() -> Iterator[tuple[str, bool]]:
    """(where, whether it hands over days that are closed) of each use, once."""
    for where, node in functions():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in COUNTS:
            yield where, any(keyword.arg == "closed" for keyword in node.keywords)
        elif isinstance(node, ast.Call):
            for handed_on in node.args:
                if isinstance(handed_on, ast.Name) and handed_on.id in COUNTS:
                    yield where, False


def test_every_count_is_somebodys():
    assert {where for where, _closed in counts()} == SCHOOLS | PARTNERSHIPS | FEEDBACK | HOLIDAYS_STAND_BESIDE


def test_a_schools_count_leaves_out_holidays_and_the_partnerships_promise_does_not():
    found = list(counts())
    assert [where for where, closed in found if where in SCHOOLS and not closed] == []
    assert [where for where, closed in found if where not in SCHOOLS | FEEDBACK and closed] == []


def test_nobody_counts_weekdays_by_hand():
    asked = {
        where
        for where, node in functions()
        if isinstance(node, ast.Attribute) and node.attr in {"weekday", "isoweekday", "isocalendar"}
    }
    assert asked == WEEKDAYS


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 11, 26), True),  # a Thursday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 12, 25), False),  # a bank holiday
        (date(2026, 12, 22), False),  # in the schools' holidays
    ],
)
def test_groups_open_by_themselves_while_schools_work(day, opens):
    assert groups_open_on(day, closed={date(2026, 12, 22)}) is opens
