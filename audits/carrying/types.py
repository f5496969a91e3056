"""An earlier answer as pages show it, and what a person says yes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from audits.answers.types import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What the review asked for on one indicator."""

    text: str
    help_from: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What the school last said about an indicator, in which audit, and what the review said then.

    old_text: how the indicator read then, "" where it reads the same. review_level: "" before feedback was issued.
    """

    answer_id: int
    audit_id: int
    cycle: str
    submitted_on: date
    said: Entry
    old_text: str = ""
    review_level: str = ""
    review_comment: str = ""
    advice: tuple[Advice, ...] = ()
    reviewer_saw_less: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """An answer that was carried forward. is_changed: the school has reworded it since."""

    cycle: str
    by: str
    at: datetime
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrying:
    """All of it for one audit, by code of the indicator."""

    earlier: Mapping[str, Earlier]
    origins: Mapping[str, Origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class StillTrue:
    """What was on the page when somebody said yes. read: the revision of this audit's answer, 0 without one.

    despite_review: they have read that the reviewer saw a lower level, and say that it is true all the same.
    """

    from_answer_id: int
    read: int
    operation_id: UUID
    despite_review: bool = False


class ReviewerSawLess(Exception):
    """The reviewer chose a lower level, and nobody has said that it is still true all the same. Nothing was carried."""


class NothingToCarry(Exception):
    """The audit has words of its own already, or there is no such earlier answer. Its text is for the school."""
