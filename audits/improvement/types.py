"""What crosses the layers of improvement: entries, rows and pages. All frozen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lscp_portal.ui.fields import in_words
from lscp_portal.workflow import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who does it and by when. owner_id: of somebody at the school, or None; then owner_words name a role.

    later_why: why later than the partnership asked, or than was planned before.
    """

    due_on: date
    owner_id: int | None = None
    owner_words: str = ""
    later_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Something new for the list. indicator_id: None where it is about nothing that the framework asks."""

    what: str
    indicator_id: int | None = None
    help_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One improvement as lists show it. source, state: keys; owner: a name, a role, or "".

    from_year: the cycle in which it was asked for, "" for the own plan; carried: the cycle at whose end it was still
    open, "" while it was not carried. is_late: its date has passed, and nobody has said that it is done; days_late: by
    how many working days of the school. is_later: planned for later than the partnership asked.
    """

    id: int
    school_id: int
    school: str
    urn: int
    what: str
    code: str
    is_critical: bool
    source: str
    source_words: str
    state: str
    state_words: str
    owner: str
    due_on: date
    is_later: bool
    is_late: bool
    days_late: int
    is_escalated: bool
    from_year: str
    carried: str

    @property
    def due_words(self) -> str:
        """Its date, and by how much it is late."""
        when = in_words(self.due_on)
        if not self.days_late:
            return when
        return f"{when}, {self.days_late} working day{'' if self.days_late == 1 else 's'} late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list with how many there are of each kind.

    shown: the kind of the rows; found: how many of it; start: of the first row; total: of all kinds together.
    """

    rows: Sequence[Row]
    counts: Sequence[tuple[str, str, int]]  # key, words, how many
    shown: str
    total: int
    start: int
    found: int

    @property
    def shown_words(self) -> str:
        """The kind of the rows, in words."""
        return next(words for key, words, _number in self.counts if key == self.shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepShown:
    """One line of the history. by: a name; owner: who owned it from then on."""

    kind: str
    words: str
    said: str
    by: str
    at: datetime
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementPage:
    """One improvement with its history. letter: the audit whose letter it comes from, None for others.

    hands, is_asked: as policies ask for them.

    blocked: why this person does not verify what waits, "" where they do or nothing waits; must_declare: they say first
    whether they have an interest. told: rungs of the
    ladder that were reached, each in words with its day.
    """

    row: Row
    hands: Collection[int]
    is_asked: bool
    letter: int | None
    visit_id: int | None
    indicator_text: str
    help_from: str
    asked_due_on: date | None
    later_why: str
    owner_id: int | None
    owner_words: str
    evidence: str
    said_done_by: str
    said_done_at: datetime | None
    verified_by: str
    verified_as: str
    verified_at: datetime | None
    verified_words: str
    sent_back_why: str
    withdrawn_why: str
    steps: Sequence[StepShown]
    told: Sequence[tuple[str, date]]
    offers: Mapping[str, Offer]
    may_change: bool
    blocked: str
    must_declare: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung of the ladder: after how many working days of the school, and which roles are told there."""

    key: str
    days: int
    roles: tuple[str, ...] = ()
    tells_owner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """One improvement whose date has passed, as the ladder sees it. reached: rungs that are kept for this date."""

    id: int
    school_id: int
    urn: int
    owner_id: int | None
    due_on: date
    closed: frozenset[date] = field(default_factory=frozenset)
    reached: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtIndicator:
    """An improvement about one indicator, in short, for the page that answers it. words: its state; where: from."""

    id: int
    what: str
    where: str
    is_open: bool
    words: str
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingHere:
    """How many improvements of a school concern one person of it today. A contributor's are those they own.

    agree: without an owner and a date yet, for whoever agrees plans; check: that this very person may verify; owned:
    a contributor's open ones; late: of all that this person reads.
    """

    agree: int
    late: int
    check: int
    owned: int

    def __bool__(self) -> bool:
        return bool(self.agree or self.late or self.check or self.owned)
