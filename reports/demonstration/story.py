"""Who stands where: how far each school has come in each year, which visits there are, and which reports.

Schools are named by their place in their area, from 0; the first one belongs to the accounts of the demonstration.
Days are counted back from the day on which a round is told: today for this year's, a day of last year's for the first
(reports.demonstration.clock). Letters, signatures and reports keep the stamp of that day, since the database freezes
them; so the days lie close enough to it for the waits in between to be true.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Report(StrEnum):
    """How far a report has come."""

    DRAFT = "draft"
    WITH_SCHOOL = "with the school"
    ANSWERED = "answered"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Visit(StrEnum):
    """How far a visit has come."""

    RECORDED = "recorded"
    HELD = "held"
    COMING = "coming"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Trip:
    """A visit. ago: days before today; below 0 for days to come."""

    state: Visit
    ago: int


STEPS = (  # how far an audit goes, in order
    "invited", "in_progress", "returned", "internal_check", "head_signed", "submitted", "in_review", "reviewed",
    "feedback_issued", "acknowledged", "closed",
)  # fmt: skip
OPENED = (61, 84)  # days ago, this round and the last
DUE = (-60, 20)
DAYS = {"submitted": (3, 8, 15, 22), "in_review": (19, 24), "reviewed": (46, 25), "feedback_issued": (27,)}
OTHERWISE = 29  # days since submission, of audits that have come further
LAST = (40, 33, 41, 36, 47, 30, 39, 42, 35, 58, 38, 34, 41, 37, 53)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One cycle of one area. steps: how many schools go how far; visits, reports: by the school's place."""

    steps: Mapping[str, int]
    visits: Mapping[int, Trip]
    reports: Mapping[int, Report]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Last year and this year in one area. summary: "", "submitted" or "published" figures of last year."""

    last: Year
    this: Year
    summary: str = ""


STORIES: Mapping[str, Story] = {
    "eastmere": Story(
        last=Year(
            steps={"closed": 25, "invited": 6, "in_progress": 4},
            visits={
                0: Trip(Visit.RECORDED, 20), 2: Trip(Visit.RECORDED, 27), 7: Trip(Visit.RECORDED, 18),
                14: Trip(Visit.RECORDED, 13), 20: Trip(Visit.RECORDED, 8),
            },
            reports={
                0: Report.PUBLISHED, 2: Report.PUBLISHED, 7: Report.PUBLISHED, 19: Report.PUBLISHED,
                17: Report.PUBLISHED,  # fewer than fifty pupils: words only
                5: Report.WITHDRAWN,
            },
        ),
        this=Year(
            steps={
                "in_progress": 8, "closed": 3, "acknowledged": 3, "feedback_issued": 2, "reviewed": 2, "in_review": 2,
                "submitted": 4, "head_signed": 2, "internal_check": 2, "returned": 1, "invited": 6,
            },
            visits={
                0: Trip(Visit.COMING, -23), 8: Trip(Visit.RECORDED, 6), 11: Trip(Visit.HELD, 2),
                13: Trip(Visit.COMING, 0), 15: Trip(Visit.COMING, -9), 17: Trip(Visit.COMING, -16),
                12: Trip(Visit.CANCELLED, -5),
            },
            reports={
                8: Report.PUBLISHED, 9: Report.APPROVED, 10: Report.ANSWERED, 11: Report.WITH_SCHOOL,
                12: Report.DRAFT,
            },
        ),
        summary="published",
    ),
    "harrowfold": Story(
        last=Year(
            steps={"closed": 13, "invited": 2, "in_progress": 2},
            visits={1: Trip(Visit.RECORDED, 21), 4: Trip(Visit.RECORDED, 14)},
            reports={1: Report.PUBLISHED, 4: Report.PUBLISHED},
        ),
        this=Year(
            steps={
                "in_progress": 4, "closed": 1, "acknowledged": 1, "feedback_issued": 1, "reviewed": 1, "in_review": 1,
                "submitted": 2, "head_signed": 1, "internal_check": 1, "invited": 4,
            },
            visits={4: Trip(Visit.RECORDED, 7), 8: Trip(Visit.COMING, -12)},
            reports={4: Report.WITH_SCHOOL},
        ),
        summary="submitted",
    ),
    "castlebridge": Story(
        last=Year(
            steps={"closed": 5, "invited": 2, "in_progress": 1},
            visits={1: Trip(Visit.RECORDED, 15)},
            reports={1: Report.APPROVED, 2: Report.ANSWERED},
        ),
        this=Year(
            steps={
                "in_progress": 2, "closed": 1, "feedback_issued": 1, "in_review": 1, "submitted": 1, "invited": 2,
            },
            visits={2: Trip(Visit.COMING, -19)},
            reports={},
        ),
    ),
}  # fmt: skip


def steps_of(year: Year, schools: int) -> Sequence[str]:
    """How far each school goes, by its place. More schools than the story knows have begun, or not yet begun."""
    known = [step for step, number in year.steps.items() for _place in range(number)]
    return [known[place] if place < len(known) else ("invited", "in_progress")[place % 2] for place in range(schools)]


def submitted_ago(step: str, number: int, *, years_ago: int) -> int:
    """How many days ago an audit at this step was submitted. number: its place."""
    if years_ago:
        return LAST[number % len(LAST)]
    days = DAYS.get(step, (OTHERWISE,))
    return days[number % len(days)]
