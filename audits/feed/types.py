"""What changed around an audit, and which of its answers that touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from audits.frameworks.comparison.types import ThingChange

FIRST, OLDER, SINCE, BLANK = "first", "older", "since", "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """One indicator of the audit. level: of its answer, "" for none. is_stale: the answer is older than the change."""

    code: str
    section: str
    text: str
    level: str
    is_stale: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidanceChange:
    """A document that was replaced, or a reference that was found to have changed. what: in words."""

    on: date
    what: str
    note: str
    web_address: str
    touched: Sequence[Touched]

    @property
    def groups(self) -> list[tuple[str, list[Touched]]]:
        """What it means for answers, in words, with those it means it for; what should be read again first."""
        found: dict[str, list[Touched]] = {}
        for one in sorted(self.touched, key=lambda one: not one.is_stale):
            found.setdefault(one.words, []).append(one)
        return list(found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingChange:
    """One indicator that differs between two versions of the framework."""

    change: ThingChange
    touched: Touched | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """Two versions of the framework and what differs of what this school is asked. is_coming: not asked of it yet."""

    before: str
    after: str
    is_coming: bool
    changes: Sequence[WordingChange]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Everything that changed, the latest guidance first. stale: how many answers are older than a change."""

    guidance: Sequence[GuidanceChange]
    versions: Sequence[VersionChange]

    @property
    def stale(self) -> int:
        """Each answer once, however many changes touch it."""
        touched = [one for change in self.guidance for one in change.touched]
        touched += [one.touched for version in self.versions for one in version.changes if one.touched]
        return len({one.code for one in touched if one.is_stale})
