"""What the progress page of a cycle shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lscp_portal.ui.types import LineChart, ShareBars


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One school's return in one cycle, with all that the rules need. since: when it came to stand where it stands.

    is_chased: its cycle takes it and the school is still here; request_id: of a question for more time that waits;
    gaps: signatories nobody can be reached as, in words; dead: addresses that refuse mail.
    """

    audit_id: int
    cycle_id: int
    school_id: int
    school: str
    state: str
    due_on: date
    submitted_on: date | None
    group: str
    phase: str
    trust: str
    since: date
    closed: frozenset[date] = frozenset()
    is_chased: bool = False
    request_id: int | None = None
    gaps: Sequence[str] = ()
    dead: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A round on one day of it. day: days since it opened; is_in: how many returns had come by then."""

    name: str
    day: int
    is_in: int
    asked: int


@dataclass(frozen=True, slots=True)
class Stuck:
    """A school that does not come on, why, how long it has stood there (working days), and where that is mended."""

    school_id: int
    school: str
    state: str
    days: int
    due_on: date
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class Standstill:
    """All schools stuck for one reason, longest first. number: of all, of which `rows` shows some."""

    key: str
    title: str
    rule: str
    action: str
    number: int
    rows: Sequence[Stuck]


@dataclass(frozen=True, slots=True)
class Owed:
    """A return that waits for feedback. left: working days to the target, negative when it is past.

    pause: that the clock stands, in words; "" while it runs.
    """

    audit_id: int
    school: str
    state: str
    submitted_on: date
    due_on: date
    left: int
    pause: str = ""

    @property
    def words(self) -> str:
        """As in "3 left", "due today" or "2 over"."""
        return "due today" if self.left == 0 else f"{abs(self.left)} {'left' if self.left > 0 else 'over'}"


@dataclass(frozen=True, slots=True)
class Clock:
    """The partnership's own promise. target, median: working days; in_time: of `issued`; median None before a letter.

    number: of all that wait, of whom `rows` shows the most urgent; overdue: of them past the target.
    """

    target: int
    number: int
    overdue: int
    issued: int
    in_time: int
    median: float | None
    chart: ShareBars | None
    rows: Sequence[Owed]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage:
    """One cycle. sees_people: whether this person is shown who is stuck."""

    cycle_id: int
    name: str
    due_on: date
    asked: int
    sentence: str
    returning: LineChart | None
    parts: Sequence[ShareBars]
    standstills: Sequence[Standstill]
    sees_people: bool
    clock: Clock
