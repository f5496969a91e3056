"""What visit pages and actions hand to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from lscp_portal.workflow import Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One person chosen for a team. agency: a value of TeamMember.Agency."""

    person_id: int
    agency: str
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlan:
    """What the LSCP lead decides about a visit. reason: a value of Visit.Reason; purpose: words the school reads."""

    visit_on: date
    starts_at: time
    reason: str
    purpose: str
    team: Sequence[Member]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRow:
    """A visit in a list. team: names, the lead first."""

    id: int
    school_name: str
    visit_on: date
    starts_at: time
    state: str
    state_words: str
    team: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The visits of one week. begins_on: its Monday."""

    begins_on: date
    visits: tuple[VisitRow, ...]


@dataclass(frozen=True, slots=True)
class VisitList:
    """Coming visits by week, soonest first; past and cancelled ones by week, latest first."""

    coming: tuple[Week, ...]
    past: tuple[Week, ...]
    older: int


@dataclass(frozen=True, slots=True)
class Place:
    """One person's place in a team."""

    person_id: int
    name: str
    agency: str
    leads: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One note as the partnership reads it. indicator: "LG1: the words of it", or ""."""

    theme: str
    indicator: str
    text: str
    is_strength: bool
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPage:
    """One visit. notes is empty for the school: its scope cannot read them."""

    id: int
    audit_id: int
    school_name: str
    urn: int
    state: str
    state_words: str
    visit_on: date
    starts_at: time
    reason_words: str
    purpose: str
    cancelled_because: str
    team: tuple[Place, ...]
    notes: tuple[NoteLine, ...] = ()
    offers: tuple[Offer, ...] = ()

    def has(self, person_id: int) -> bool:
        """Whether this person is of the team."""
        return any(place.person_id == person_id for place in self.team)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be of a team; `is_conflicted` keeps them out of this school's."""

    person_id: int
    name: str
    is_conflicted: bool


@dataclass(frozen=True, slots=True)
class SchoolToVisit:
    """A school with a running audit, as it is found when a visit is planned."""

    audit_id: int
    school_id: int
    name: str
    urn: int
    town: str
    cycle: str
    audit_state: str
