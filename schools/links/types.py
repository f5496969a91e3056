"""What crosses the layers of links between schools."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One line of the file. name: of the other school; kind: in the register's words; on: None where it says no day."""

    urn: int
    link_urn: int
    name: str
    kind: str
    on: date | None


@dataclass(frozen=True, slots=True)
class LinkFile:
    """A whole, believed file of links. sha256: of its bytes, in hexadecimal."""

    links: Sequence[Link]
    sha256: str


@dataclass(frozen=True, slots=True)
class LinksResult:
    """What one file changed for one partnership. unchanged: lines about our schools that we had already."""

    read: int
    new: int
    gone: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One school became another: earlier -> later. on: None where the register does not say."""

    earlier: int
    later: int
    earlier_name: str
    later_name: str
    kind: str
    on: date | None

    @property
    def is_merger(self) -> bool:
        """The later school was made of several, or took this one in (“Predecessor - merged”, “… amalgamated”)."""
        return any(word in self.kind.casefold() for word in ("merge", "amalgam"))

    @property
    def was(self) -> str:
        """What the later school says of the earlier one."""
        if self.is_merger:
            return f"took in {self.earlier_name}{self._on}"
        until = f" until {_day(self.on - timedelta(days=1))}" if self.on else ""
        return f"was {self.earlier_name}{until}"

    @property
    def became(self) -> str:
        """What the earlier school says of the later one."""
        return f"became {'part of ' if self.is_merger else ''}{self.later_name}{self._on}"

    @property
    def _on(self) -> str:
        return f" on {_day(self.on)}" if self.on else ""


def _day(day: date) -> str:
    return str(date_format(day, "j F Y"))
