"""What the public pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lscp_portal.tenancy.models import Partnership
from reports.publication.types import PublishedEdition


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSchool:
    """One school in a list of results. reports: how many can be read."""

    urn: int
    name: str
    place: str
    phase: str
    reports: int

    @property
    def href(self) -> str:
        """Its public page."""
        return f"/reports/{self.urn}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """The answer to a search. near: near spellings, because nothing matched. more: there are more. by: what matched."""

    asked: str
    schools: Sequence[FoundSchool]
    by: str = ""
    near: bool = False
    more: bool = False

    @property
    def only(self) -> FoundSchool | None:
        """The one school that was meant, if it is plain."""
        return self.schools[0] if len(self.schools) == 1 and not self.near else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPage:
    """A school and what was published of it, newest first. left_on: when it left its area, if it did.

    before: what it was earlier, such as "was Oak School until 31 August 2026", and the URN of that school.
    """

    urn: int
    name: str
    address: str
    phase: str
    ages: str
    is_closed: bool
    left_on: date | None
    partnership: Partnership
    editions: Sequence[PublishedEdition]
    before: Sequence[tuple[str, int]]

    @property
    def current(self) -> PublishedEdition | None:
        """The newest edition that is not withdrawn."""
        return next((edition for edition in self.editions if not edition.is_withdrawn), None)

    @property
    def correct_on(self) -> date | None:
        """The day for which the current edition speaks."""
        return date.fromisoformat(self.current.summary["correct_on"]) if self.current else None

    @property
    def earlier(self) -> Sequence[PublishedEdition]:
        """The others."""
        return [edition for edition in self.editions if edition is not self.current]
