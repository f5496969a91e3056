"""What crosses the layers of versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lscp_portal.workflow import Blocker, Offer


class VersionTaken(Exception):
    """The series has a version of this name already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPlan:
    """What a new draft is called and when it holds."""

    version: str
    title: str
    subtitle: str
    academic_year: str
    effective_from: date
    effective_to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """One version in the line it comes down. depth: how many versions it goes back to."""

    id: int
    name: str
    version: str
    academic_year: str
    state: str
    state_words: str
    based_on: str
    depth: int
    indicators: int
    core: int
    critical: int
    made_at: datetime
    published_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """Where a version stands, and what this person may do with it.

    cycles: names of those that ask it. was_consulted: it has been out for comment. offers: ready or not.
    """

    id: int
    name: str
    state: str
    state_words: str
    based_on: tuple[int, str] | None
    upstream_version: str
    made_at: datetime
    made_by: str
    comments_until: date | None
    was_consulted: bool
    comments: int
    published_at: datetime | None
    published_by: str
    change_note: str
    unconsulted_because: str
    retired_at: datetime | None
    cycles: Sequence[str]
    offers: Sequence[Offer]

    @property
    def is_draft(self) -> bool:
        """Only then can it be edited."""
        return self.state == "draft"

    @property
    def offered(self) -> frozenset[str]:
        """Names of what this person may do in this state, though something may stand in the way."""
        return frozenset(offer.name for offer in self.offers)

    def blockers_of(self, name: str) -> Sequence[Blocker]:
        """What stands in the way of one of them."""
        return next((offer.blockers for offer in self.offers if offer.name == name), ())

    @property
    def in_the_way(self) -> Sequence[Blocker]:
        """What stands in the way of publishing, without what its own form asks for."""
        return [blocker for blocker in self.blockers_of("publish") if blocker.code != "not_consulted"]
