"""What crosses the layers of the editor."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from audits.frameworks.definition import Applies
from audits.frameworks.models import Indicator, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEntry:
    """A section's words as somebody typed them."""

    title: str
    why: str

    @classmethod
    def of(cls, row: Section) -> "SectionEntry":
        """As it is kept."""
        return cls(title=row.title, why=row.why)

    def as_in_file(self, code: str) -> dict[str, Any]:
        """As a file would say it, so that the rules for files can be asked."""
        return {"code": code, **asdict(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorEntry:
    """An indicator as somebody typed it."""

    text: str
    why: str
    looks_like: str
    evidence: str
    references: tuple[str, ...]
    tier: str
    is_critical: bool
    allow_na: bool
    audience: tuple[str, ...]
    applies: Applies

    @classmethod
    def of(cls, row: Indicator) -> "IndicatorEntry":
        """As it is kept."""
        said = {name: getattr(row, name) for name in cls.__slots__}
        return cls(**said | {"references": tuple(row.references), "audience": tuple(row.audience)})

    def values(self) -> dict[str, Any]:
        """Column -> value."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return said | {"references": list(self.references), "audience": list(self.audience)}

    def as_in_file(self, code: str) -> dict[str, Any]:
        """As a file would say it."""
        optional = {key: getattr(self, key) for key in ("why", "looks_like") if getattr(self, key)}
        return {
            "code": code,
            "tier": self.tier,
            "critical": self.is_critical,
            "allow_na": self.allow_na,
            "text": self.text,
            "evidence": self.evidence,
            "refs": list(self.references),
            "applies": self.applies,
            "audience": list(self.audience),
            **optional,
        }


class EntryRefused(Exception):
    """What was typed will not do. problems: (key of the file, or "", and a sentence)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(sentence for _key, sentence in problems))
        self.problems = problems


class EditConflict(Exception):
    """Somebody saved this since the page was shown. Nothing was kept; theirs is the row as it stands."""

    def __init__(self, theirs: Section | Indicator) -> None:
        super().__init__(f"{theirs} is at revision {theirs.revision}")
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class IndicatorInEditor:
    """One line of the editor. is_new, is_changed: against the version it was made from."""

    code: str
    text: str
    is_core: bool
    is_critical: bool
    replaces: str
    mark: str


@dataclass(frozen=True, slots=True)
class SectionInEditor:
    """A section of the editor, with its lines in order."""

    code: str
    title: str
    why: str
    lines: Sequence[IndicatorInEditor]


@dataclass(frozen=True, slots=True)
class Removed:
    """Something taken out that can be put back. kind: section or indicator."""

    kind: str
    code: str
    text: str
    successor: str = ""


@dataclass(frozen=True, slots=True)
class EditorPage:
    """A draft as its editor shows it."""

    id: int
    name: str
    state: str
    state_words: str
    based_on: str
    sections: Sequence[SectionInEditor]
    removed: Sequence[Removed]
    indicators: int
    core: int
    critical: int

    @property
    def is_draft(self) -> bool:
        """Only then can it be edited."""
        return self.state == "draft"
