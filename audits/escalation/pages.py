"""What the pages of cases show: frozen rows, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from audits.escalation.turns import Turn
from audits.escalation.types import Criterion
from audits.signoff.differences import Difference
from lscp_portal.workflow import Blocker

ASKED_ON_THE_NEXT_PAGE = frozenset({"why", "taken_on"})  # codes of blockers that the form of a step answers


@dataclass(frozen=True, slots=True)
class Button:
    """Something this person may do. in_the_way: why not now; empty when it can be done."""

    name: str
    in_the_way: Sequence[str]


def button(name: str, blockers: Sequence[Blocker]) -> Button:
    """A button, without what its form asks for."""
    return Button(name, [one.sentence for one in blockers if one.code not in ASKED_ON_THE_NEXT_PAGE])


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case in a list. is_over: the school's time is. waits: how many steps wait for somebody."""

    id: int
    school: str
    urn: int
    cycle: str
    state: str
    state_words: str
    started_at: datetime
    due_on: date
    ended_at: datetime | None
    is_over: bool
    waits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterShown:
    """The formal letter to chair and head. met: what was found; codes: the answers to mend."""

    school: str
    cycle: str
    written_on: datetime
    signed_by: str
    due_on: date
    missing: str
    support: str
    met: Sequence[Criterion]
    codes: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """One step beyond the school. proposed_by, confirmed_by: names, "" where nobody has."""

    id: int
    addressee: str
    organisation: str
    reason: str
    shared: str
    out_of_order_why: str
    state: str
    state_words: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    taken_on: date | None
    withdrawn_at: datetime | None
    withdrawn_why: str
    buttons: Mapping[str, Button]
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A case as the partnership sees it.

    found: for the copy the case was started on; now: for the copy in force, () while that is the same one. then: as
    they stood when the case ended. changed: between the two copies. buttons: "propose", "resolve", "stop".
    """

    id: int
    audit_id: int
    review_id: int | None
    row: CaseRow
    letter: LetterShown
    audit_state: str
    standing: str
    rules_version: int
    version: int
    version_now: int
    found: Sequence[Criterion]
    now: Sequence[Criterion]
    changed: Sequence[Difference]
    correction: str
    resubmitted_at: datetime | None
    ended_why: str
    steps: Sequence[StepShown]
    timeline: Sequence[tuple[datetime | date, str]]
    buttons: Mapping[str, Button]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookPage:
    """A return with its criteria, before a case. in_the_way: why none can be started now."""

    audit_id: int
    review_id: int | None
    school: str
    cycle: str
    audit_state: str
    version: int
    found: Sequence[Criterion]
    codes: Sequence[str]
    open_case: int | None
    earlier: Sequence[CaseRow]
    in_the_way: Sequence[str]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InReview:
    """On the page of a return that is read: the open case; for the lead, who may look, the criteria that are met."""

    audit_id: int
    case_id: int | None
    case_words: str
    may_open: bool
    may_look: bool
    met: Sequence[Criterion]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCase:
    """The case as the school sees it. turn: whose it is, None where its correction is signed or ended."""

    id: int
    audit_id: int
    letter: LetterShown
    is_open: bool
    standing: str
    turn: Turn | None
    ended_at: datetime | None
    ended_why: str
    steps: Sequence[StepShown]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """An open case on the school's other pages. state, standing: instead of the audit's own.

    title, text: whose turn it is, and by when; title is "" for whoever does not read the letter, and once it is signed.
    """

    id: int
    state: str
    standing: str
    title: str
    text: str
