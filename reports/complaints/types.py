"""Complaints as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintWords:
    """What a school writes. about: a Complaint.About."""

    about: str
    about_lead: bool
    said: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintRow:
    """One line of a list. due_on: of the next answer, None where none is due. is_late: that day is past."""

    id: int
    school: str
    urn: int
    about: str
    state: str
    state_words: str
    outcome_words: str
    made_at: datetime
    due_on: date | None
    is_late: bool
    pauses: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in words. outcome: of an answer, else "". by: a name for the partnership, a side for the school."""

    said: str
    outcome: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintPage:
    """One complaint. offers: (step, what stands in its way) of what this person may do, in the order of the workflow.

    waits_for: who has to do what by when, in a sentence; "" once it is over. may_let_go_on: say that safety does not
    let publication wait. why_not_you: why this lead may not answer; "" where that is no question.
    """

    id: int
    school_id: int
    school: str
    urn: int
    about: str
    about_lead: bool
    said: str
    wanted: str
    state: str
    state_words: str
    outcome_words: str
    made_at: datetime
    waits_for: str
    pauses: bool
    goes_on_because: str
    put_right: str
    put_right_at: datetime | None
    is_owed: bool
    steps: Sequence[StepLine]
    offers: frozenset[str]
    may_let_go_on: bool
    why_not_you: str
