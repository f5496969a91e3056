"""What report pages and actions hand to each other, and the part of a report that comes from the record."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from lscp_portal.workflow import Offer

SMALL_SCHOOL = 50  # pupils; below it nothing but words is published (domain.md 8.6)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWords:
    """The four parts that the author writes, plain text. An empty line ends a paragraph; "- " begins a list entry."""

    summary: str
    strengths: str
    improvements: str
    next_steps: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionLine:
    """One section. level 0-3, None where nothing was read; result: its public words; spread: level key to number."""

    code: str
    title: str
    why: str
    level: int | None
    result: str
    spread: Mapping[str, int]
    is_critical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much was asked, answered, read by the partnership, and found not to apply. Numbers of indicators."""

    asked: int
    answered: int
    read: int
    not_applicable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """The visit the report draws on. held_on: ISO date; agencies and strengths in words."""

    held_on: str
    agencies: tuple[str, ...]
    strengths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationLine:
    """One thing the school was asked to do. section: the title of its section, or ""; due_on: ISO date."""

    text: str
    help_from: str
    section: str
    due_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Everything in a report that is computed and not typed; kept in Report.record. Dates are ISO texts or ""."""

    school_name: str
    urn: int
    phase: str
    town: str
    pupils: int | None
    cycle: str
    year: int
    kind: str
    framework: str
    submitted_on: str
    reviewed_on: str
    feedback_on: str
    coverage: Coverage
    sections: tuple[SectionLine, ...]
    visit: VisitLine | None
    recommendations: tuple[RecommendationLine, ...]

    @property
    def is_narrative_only(self) -> bool:
        """Fewer than fifty pupils: no levels and no counts leave the partnership. Unknown roll: words only as well."""
        return self.pupils is None or self.pupils < SMALL_SCHOOL

    @property
    def has_critical_finding(self) -> bool:
        """A critical indicator was read at 0 or 1."""
        return any(line.is_critical for line in self.sections)

    def as_json(self) -> dict[str, Any]:
        """For the column."""
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Back from the column."""
        visit = kept["visit"]
        parts = {
            "coverage": Coverage(**kept["coverage"]),
            "sections": tuple(SectionLine(**line) for line in kept["sections"]),
            "visit": VisitLine(**{key: _tuple(value) for key, value in visit.items()}) if visit else None,
            "recommendations": tuple(RecommendationLine(**line) for line in kept["recommendations"]),
        }
        return cls(**{**kept, **parts})


def _tuple(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One point of fact the school says is wrong. accepted: None until the author has answered."""

    id: int
    number: int
    text: str
    accepted: bool | None
    reply: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report in a list."""

    id: int
    school_name: str
    cycle: str
    author: str
    answer_due_on: date | None


@dataclass(frozen=True, slots=True)
class ReportGroup:
    """The reports in one state."""

    heading: str
    reports: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True)
class ReadyAudit:
    """An audit whose feedback is issued and that has no report yet."""

    audit_id: int
    school_name: str
    urn: int
    cycle: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionFacts:
    """The newest edition of a report. is_slow: the worker has been at it for longer than it should take."""

    id: int
    number: int
    is_rendered: bool
    is_slow: bool
    pdf_pages: int
    pdf_bytes: int
    published_on: date | None
    withdrawn_on: date | None
    withdrawn_because: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """One report as its page shows it. edition: None before the first approval.

    warnings: (part, words, why) of what may point at a child, where a step reads it again; no_child: its digest.
    """

    id: int
    state: str
    state_words: str
    is_open_for_words: bool
    author_id: int
    author: str
    words: ReportWords
    record: AuditRecord
    school_comment: str
    sent_on: date | None
    answer_due_on: date | None
    answered_on: date | None
    approved_on: date | None
    corrections: tuple[CorrectionLine, ...]
    offers: tuple[Offer, ...]
    edition: EditionFacts | None
    warnings: tuple[tuple[str, str, str], ...] = ()
    no_child: str = ""
