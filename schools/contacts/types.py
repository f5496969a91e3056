"""What pages show of a school's people."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from lscp_portal.notify.addresses import DeadAddress
from lscp_portal.workflow import Blocker


@dataclass(frozen=True, slots=True)
class Round:
    """The open cycle for which schools confirm their people."""

    cycle_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """One person in one role today. until: last day of the term, None for no end agreed."""

    membership_id: int
    person_id: int
    role: str
    name: str
    email: str
    phone: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One person who is invited to a role and has not joined."""

    invitation_id: int
    role: str
    name: str
    email: str
    until: date | None
    expires_on: date
    has_expired: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """How the last person in a role ended: the day, and whether somebody said so or the term was over."""

    on: date
    has_left: bool


@dataclass(frozen=True, slots=True)
class Contacts:
    """Everything that is known of one school's people. ended: role -> how its last holder ended; vacant: role -> since.

    dead: addresses that do not work, of this school's people or of others'.
    """

    holders: Sequence[Holder] = ()
    guests: Sequence[Guest] = ()
    ended: Mapping[str, Ended] = field(default_factory=dict)
    vacant: Mapping[str, date] = field(default_factory=dict)
    dead: Mapping[str, DeadAddress] = field(default_factory=dict)

    def in_role(self, role: str) -> list[Holder]:
        """Who holds a role today."""
        return [holder for holder in self.holders if holder.role == role]

    def invited_to(self, role: str) -> list[Guest]:
        """Who is invited to it."""
        return [guest for guest in self.guests if guest.role == role]


class Why(enum.StrEnum):
    """Why nobody can be reached in a role."""

    NOBODY = "nobody"
    VACANT = "vacant"
    LEFT = "left"
    TERM_OVER = "term_over"
    INVITED = "invited"
    EXPIRED = "expired"
    UNDELIVERABLE = "undeliverable"
    SHARED = "shared"


WHY_WORDS = {
    Why.NOBODY: "nobody is named",
    Why.VACANT: "said to be vacant",
    Why.LEFT: "the last one has left",
    Why.TERM_OVER: "the term of office is over",
    Why.INVITED: "invited, has not joined",
    Why.EXPIRED: "the invitation has expired",
    Why.UNDELIVERABLE: "mail does not arrive",
    Why.SHARED: "the same person as DSL or head",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A role of a school in which nobody can be reached, and why, in words for a list."""

    role: str
    why: Why
    words: str


class Standing(enum.StrEnum):
    """Whether a school has confirmed its people this round."""

    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    CHANGED = "changed"
    CONFIRMED = "confirmed"


STANDING_WORDS = {
    Standing.NOT_ASKED: "No cycle is open",
    Standing.WAITING: "Not confirmed",
    Standing.CHANGED: "Changed since",
    Standing.CONFIRMED: "Confirmed",
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The latest confirmation of one school in one round."""

    sha256: str
    membership_ids: frozenset[int]
    by: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One role on the page “Your people”. note: why nobody is in it, "" when somebody is or need not be."""

    role: str
    label: str
    holders: Sequence[Holder]
    guests: Sequence[Guest]
    note: str
    may_edit: bool
    can_be_vacant: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One role of one person at a school, on the page that changes it."""

    school_id: int
    name: str
    email: str
    role: str
    phone: str
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairLine:
    """What the partnership changed, and why."""

    what: str
    role: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """“Your people” of one school. sha256: of the list as it is shown; blockers: why it cannot be confirmed yet.

    newcomers, ending: ids of memberships that came since the list was confirmed, and whose term ends soon.
    """

    school_id: int
    school: str
    urn: int
    round: Round | None
    standing: Standing
    confirmed_at: datetime | None
    confirmed_by: str
    posts: Sequence[Post]
    newcomers: frozenset[int]
    ending: frozenset[int]
    gaps: Sequence[Gap]
    dead: Mapping[str, DeadAddress]
    sha256: str
    may_confirm: bool
    may_edit: bool
    blockers: Sequence[Blocker]
    repairs: Sequence[RepairLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """One school in the partnership's list of contacts."""

    school_id: int
    urn: int
    name: str
    standing: Standing
    confirmed_on: date | None
    gaps: Sequence[Gap]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFilter:
    """What is looked for. role, why, standing: "" for any; all_schools: those without a gap too."""

    words: str = ""
    role: str = ""
    why: str = ""
    standing: str = ""
    all_schools: bool = False
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactList:
    """Up to a hundred schools, how many fit, and how many there are of each standing and with a gap."""

    rows: Sequence[SchoolLine]
    found: int
    start: int
    schools: int
    with_gap: int
    standings: Mapping[Standing, int]
    round: Round | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TermLine:
    """One term of office that ends soon."""

    membership_id: int
    name: str
    email: str
    role: str
    school_id: int | None
    school: str
    ends_on: date
    may_change: bool
