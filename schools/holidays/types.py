"""What crosses the layers of school holidays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days on which schools are closed, both ends included. la_code, trust_uid: "" for all schools."""

    name: str
    first_on: date
    last_on: date
    la_code: str = ""
    trust_uid: str = ""

    def days(self) -> Iterable[date]:
        """Every day of it."""
        return (self.first_on + offset * ONE_DAY for offset in range((self.last_on - self.first_on).days + 1))

    def closes(self, la_code: str, trusts: Iterable[str]) -> bool:
        """Whether it is a holiday of a school of this authority and these trusts."""
        if self.la_code:
            return self.la_code == la_code
        return not self.trust_uid or self.trust_uid in trusts


class Closures:
    """The holidays of an area, asked school by school: schools of the same authority and trust share one set."""

    def __init__(self, holidays: Sequence[Holiday]) -> None:
        self.holidays = holidays
        self._known: dict[tuple[str, str], frozenset[date]] = {}

    def of(self, *, la_code: str, trust_uid: str) -> frozenset[date]:
        """The closed days of one school, overlapping holidays merged. trust_uid: as the register has it, joined by ~.

        What is known of its authority and of its trust counts together: a school is never hurried in either's holiday.
        """
        key = (la_code, trust_uid)
        if key not in self._known:
            trusts = trust_uid.split("~")
            closed = (holiday for holiday in self.holidays if holiday.closes(la_code, trusts))
            self._known[key] = frozenset(day for holiday in closed for day in holiday.days())
        return self._known[key]

    @property
    def everywhere(self) -> frozenset[date]:
        """The days on which all schools are closed."""
        return self.of(la_code="", trust_uid="")


@dataclass(frozen=True, slots=True)
class Whose:
    """Names and codes by which a file may say whose holiday it is, in lower case, to la_code and to trust_uid."""

    authorities: Mapping[str, str] = field(default_factory=dict)
    trusts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot be read. place: "Row 3, column Last day", or "" for the whole file."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}" if self.place else self.sentence


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read: its holidays, or what is wrong with it. unlikely: rows that look like school days."""

    holidays: Sequence[Holiday] = ()
    problems: Sequence[Problem] = ()
    unlikely: frozenset[Holiday] = frozenset()


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One holiday on the page. days: working days on which schools are closed by it. whose: "All schools" or a name."""

    id: int
    name: str
    first_on: date
    last_on: date
    whose: str
    days: int
    source: str
