"""One indicator over the years, as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lscp_portal.ui.types import LevelBars


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionWords:
    """What one version says of the indicator. is_same: word for word as in the version before it in this list."""

    framework_id: int
    version: str
    academic_year: str
    state_words: str
    text: str
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The years in which a code meant one thing. chart: None while nobody has answered it. Nothing goes across runs."""

    code: str
    versions: Sequence[VersionWords]
    chart: LevelBars | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorPage:
    """One indicator of one version. runs: its own code first, then those whose meaning it changed, the latest first."""

    framework_id: int
    framework: str
    code: str
    section: str
    text: str
    why: str
    looks_like: str
    evidence: str
    references: Sequence[str]
    is_core: bool
    is_critical: bool
    runs: Sequence[Run]
