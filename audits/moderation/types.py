"""What crosses the layers of moderation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PRIORITY, SAMPLE, FIRST_THREE = "priority", "sample", "first_three"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a return is read twice. key: PRIORITY, SAMPLE or FIRST_THREE; words: as the lead reads them."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class DisagreementRule:
    """From how many levels apart two readings are talked over. framework: the version that says so."""

    levels: int = 2
    critical: int = 1
    framework: str = ""

    @property
    def words(self) -> str:
        """The rule in a sentence."""
        apart = "any difference" if self.levels == 1 else f"{self.levels} or more levels"
        critical = "any difference" if self.critical == 1 else f"{self.critical} or more levels"
        return f"{apart.capitalize()} on an indicator, or {critical} on a critical one."

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "DisagreementRule":
        """From its JSON."""
        return cls(levels=kept["levels"], critical=kept["critical"], framework=kept["framework"])


@dataclass(frozen=True, slots=True)
class Pair:
    """What two readers said of one indicator: keys of levels."""

    indicator_id: int
    first: str
    second: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class SecondEntry:
    """What a second reader says of one indicator. level: "" while there are only words; read: the revision shown."""

    level: str
    comment: str = ""
    read: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """What a moderator says of one indicator. comment: to the school instead of the first reader's; "" leaves it."""

    level: str
    reason: str
    comment: str = ""


class SecondConflict(Exception):
    """Some lines were changed in another window since the page was opened. codes: which, in order."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__("The second reading has changed since the page was opened.")
        self.codes = codes
