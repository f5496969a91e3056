"""From the facts of one area and year to the rows that may leave it. Pure: no database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low

from audits.clarification.clock import Pause, feedback_clock
from audits.frameworks.scoring import Mark, section_result
from reports.areas.tidy import Activity, Place, Row, SectionResult, summary_rows

NATIONAL_PROMISE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFacts:
    """One audit of the year. Dates in Europe/London. marks: by section code, from the review that was handed in.

    pauses: while the school answered questions, which does not count.
    """

    la_code: str
    submitted_on: date | None = None
    feedback_on: date | None = None
    is_reviewed: bool = False
    marks: Mapping[str, Sequence[Mark]] = field(default_factory=dict)
    pauses: Sequence[Pause] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFacts:
    """Everything that is counted. schools, visits, reports: by la_code. sections: code to title, in order.

    labels: the public words of a section's result by level, as the framework has them.
    """

    places: Sequence[Place]
    schools: Mapping[str, int]
    audits: Sequence[AuditFacts]
    visits: Mapping[str, int]
    reports: Mapping[str, int]
    sections: Mapping[str, str]
    labels: Mapping[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeliness:
    """How the partnership keeps its promise of feedback. median_workdays: None before the first letter."""

    promise_workdays: int
    issued: int
    within: int
    waiting: int
    overdue: int
    median_workdays: int | None

    @property
    def late(self) -> int:
        """Letters that went out after the promised day."""
        return self.issued - self.within


def rows_of(*, year: int, facts: YearFacts) -> tuple[Row, ...]:
    """The rows of the whole area after disclosure control, one local authority after the other."""
    return tuple(row for place in facts.places for row in _rows(year, place, facts))


def _rows(year: int, place: Place, facts: YearFacts) -> tuple[Row, ...]:
    audits = [audit for audit in facts.audits if audit.la_code == place.la_code]
    return summary_rows(
        year=year, place=place, activity=_activity(place.la_code, audits, facts), sections=_sections(audits, facts)
    )


def _activity(la_code: str, audits: Sequence[AuditFacts], facts: YearFacts) -> Activity:
    waited = [_waited(audit) for audit in audits]
    return Activity(
        schools_total=facts.schools.get(la_code, 0),
        audits_open=len(audits),
        submitted=sum(audit.submitted_on is not None for audit in audits),
        reviewed=sum(audit.is_reviewed for audit in audits),
        feedback_issued=sum(audit.feedback_on is not None for audit in audits),
        feedback_within_30_workdays=sum(days is not None and days <= NATIONAL_PROMISE for days in waited),
        visits_held=facts.visits.get(la_code, 0),
        reports_published=facts.reports.get(la_code, 0),
    )


def _sections(audits: Sequence[AuditFacts], facts: YearFacts) -> list[SectionResult] | None:
    """None while nobody in this authority has a result: that is not the same as 0 schools."""
    counted: dict[str, Counter[str]] = {code: Counter() for code in facts.sections}
    for audit in audits:
        for code, marks in audit.marks.items():
            level = section_result(marks).level
            if level is not None:
                counted[code][facts.labels[level]] += 1
    if not any(counts.total() for counts in counted.values()):
        return None
    labels = [facts.labels[level] for level in sorted(facts.labels)]
    return [
        SectionResult(code, title, {label: counted[code][label] for label in labels})
        for code, title in facts.sections.items()
    ]


def timeliness(audits: Sequence[AuditFacts], *, promise_workdays: int, today: date) -> Timeliness:
    """The clock of formal feedback, in working days from submission (domain.md 7.2). today: in Europe/London."""
    waited = [days for days in map(_waited, audits) if days is not None]
    waiting = [audit for audit in audits if audit.submitted_on and audit.feedback_on is None]
    return Timeliness(
        promise_workdays=promise_workdays,
        issued=len(waited),
        within=sum(days <= promise_workdays for days in waited),
        waiting=len(waiting),
        overdue=sum(_is_overdue(audit, promise_workdays, today) for audit in waiting),
        median_workdays=median_low(waited) if waited else None,
    )


def _waited(audit: AuditFacts) -> int | None:
    if audit.submitted_on is None or audit.feedback_on is None:
        return None
    clock = feedback_clock(
        submitted_on=audit.submitted_on, workdays=NATIONAL_PROMISE, today=audit.feedback_on, pauses=audit.pauses
    )
    return clock.waited


def _is_overdue(audit: AuditFacts, promise_workdays: int, today: date) -> bool:
    if audit.submitted_on is None:
        return False
    clock = feedback_clock(submitted_on=audit.submitted_on, workdays=promise_workdays, today=today, pauses=audit.pauses)
    return clock.due_on < today
