"""What crosses the layers of moderation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audits.carrying.types import Earlier
from audits.clarification.types import QuestionShown
from audits.evidence.types import Shown
from audits.review.types import SchoolAnswer
from lscp_portal.workflow import Offer

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


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondCover:
    """The outside of a second reading: nothing of the answers or of the first reading, not even why it is read."""

    second_id: int
    audit_id: int
    school_id: int
    school_name: str
    urn: int
    cycle_name: str
    asked: int
    state: str
    is_mine: bool
    in_the_way: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainLine:
    """One indicator before a second reader: what the school said, and what this person said. Nothing of the first."""

    indicator_id: int
    code: str
    text: str
    evidence: str
    is_critical: bool
    allow_na: bool
    answer: SchoolAnswer
    earlier: Earlier | None
    files: Sequence[Shown]
    questions: Sequence[QuestionShown]
    level: str
    comment: str
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainSection:
    """One section of a second reading."""

    code: str
    title: str
    lines: Sequence[AgainLine]

    @property
    def scored(self) -> int:
        """How many have a level."""
        return sum(bool(line.level) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPage:
    """A second reading whole. questions: to the school, about the whole return."""

    second_id: int
    audit_id: int
    school_name: str
    urn: int
    cycle_name: str
    sections: Sequence[AgainSection]
    questions: Sequence[QuestionShown]
    levels: Sequence[tuple[str, str, str]]

    @property
    def scored(self) -> int:
        """How many have a level, of all."""
        return sum(section.scored for section in self.sections)

    @property
    def total(self) -> int:
        """How many are asked."""
        return sum(len(section.lines) for section in self.sections)

    @property
    def next_section(self) -> str:
        """The first section with something left; "" when all is scored."""
        return next((one.code for one in self.sections if one.scored < len(one.lines)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedWord:
    """One word of a moderator on one indicator."""

    level: str
    reason: str
    comment: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One indicator on which two readings differ by the rule. words: of moderators, the latest first."""

    indicator_id: int
    code: str
    text: str
    is_critical: bool
    allow_na: bool
    own: str
    first: str
    first_comment: str
    second: str
    second_comment: str
    words: Sequence[AgreedWord]

    @property
    def agreed(self) -> str:
        """The level that counts; "" before anybody has said."""
        return self.words[0].level if self.words else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePage:
    """A second reading as lead, scrutineer and moderators see it. differences: () until it is handed in.

    every: (code, first level, second level) of each indicator, in order. in_the_way: why nobody can take it yet.
    same: indicators on which both gave the same level; near: apart by less than the rule. offers: steps this person
    may take, with what is in the way.
    """

    second_id: int
    audit_id: int
    school_id: int
    first_review_id: int
    school_name: str
    urn: int
    cycle_name: str
    state: str
    state_words: str
    is_priority: bool
    is_outside: bool
    reasons: Sequence[str]
    rule: DisagreementRule
    chosen_at: datetime
    first_reader: str
    second_reader: str
    handed_in_at: datetime | None
    ended_at: datetime | None
    moderator: str
    waived_by: str
    waived_why: str
    differences: Sequence[Difference]
    every: Sequence[tuple[str, str, str]]
    in_the_way: Sequence[str]
    levels: Sequence[tuple[str, str, str]]
    same: int
    near: int
    offers: Sequence[Offer]
    may_agree: bool
    may_open_first: bool
    may_write_letter: bool

    @property
    def offered(self) -> Mapping[str, Offer]:
        """By the name of the step."""
        return {offer.name: offer for offer in self.offers}

    @property
    def left(self) -> Sequence[Difference]:
        """Those without an agreed level."""
        return [one for one in self.differences if not one.agreed]
