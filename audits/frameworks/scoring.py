"""What a level may be, what keeps an answer from being signed, and what a section comes to (framework rating_scale).

Pure: the same rules serve self-assessment and review. Levels are never averaged and never become one word for a school.
"""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOT_IN_PLACE, PARTLY, SECURE, EMBEDDED = range(4)
LEVELS = (NOT_IN_PLACE, PARTLY, SECURE, EMBEDDED)
STATED, DOCUMENTED, SAMPLED, CONFIRMED = range(4)
CORE = "core"


class Special(enum.StrEnum):
    """Answers that are no level, by their key in the framework."""

    NOT_CHECKED = "not_checked"
    NOT_APPLICABLE = "not_applicable"


Level = int | Special


class Stage(enum.StrEnum):
    """What a problem keeps a school from."""

    SAVING = "saving"
    SIGNING = "signing"


@dataclass(frozen=True, slots=True)
class RatingProblem:
    """One rule that an answer does not meet. offer: the level to take instead, where the rule knows one."""

    rule: str
    stage: Stage
    sentence: str
    offer: int | None = None


@dataclass(frozen=True, slots=True)
class Marking:
    """What somebody said of one indicator. level, strength: None where nothing is said yet.

    note: "how we know", or the reason why it does not apply. has_action: an action with owner and date exists.
    """

    level: Level | None
    strength: int | None = None
    note: str = ""
    has_action: bool = False


def problems_with(marking: Marking, *, tier: str, allow_na: bool = False) -> list[RatingProblem]:
    """What is wrong with an answer, those that keep it from being saved first.

    Saving is refused only for what contradicts itself; what is merely not said yet keeps the audit from being signed.
    Raises ValueError for a level or strength that is not on the scale. Source: rating_scale.rules and .special.
    """
    level = marking.level
    if isinstance(level, Special):
        return _special(level, marking, tier=tier, allow_na=allow_na)
    if level is None:
        problem = RatingProblem("unanswered", Stage.SIGNING, "Choose a level: this core indicator has no answer yet.")
        return [problem] if tier == CORE else []
    if level not in LEVELS or marking.strength not in {None, STATED, DOCUMENTED, SAMPLED, CONFIRMED}:
        raise ValueError(f"level {level} with strength {marking.strength} is not on the scale")
    if level <= PARTLY:
        sentence = "Add an action with an owner and a date: the level is low."
        return [] if marking.has_action else [RatingProblem("low-needs-action", Stage.SIGNING, sentence)]
    return list(_proof(level, marking.strength, tier))


def _special(level: Special, marking: Marking, *, tier: str, allow_na: bool) -> list[RatingProblem]:
    if level is Special.NOT_CHECKED:
        sentence = "Check and choose a level: a core indicator cannot be signed as not checked."
        return [RatingProblem("not-checked", Stage.SIGNING, sentence)] if tier == CORE else []
    problems = []
    if not allow_na:
        sentence = "This indicator applies to every school that is asked it. Choose a level."
        problems.append(RatingProblem("na-not-allowed", Stage.SAVING, sentence))
    if not marking.note.strip():
        sentence = "Say why it does not apply: a reviewer confirms the reason."
        problems.append(RatingProblem("na-needs-reason", Stage.SAVING, sentence))
    return problems


def _proof(level: int, strength: int | None, tier: str) -> Iterable[RatingProblem]:
    if strength is None:
        needs_it = level == EMBEDDED or tier == CORE
        if needs_it:
            yield RatingProblem("strength-missing", Stage.SIGNING, "Say how strong the evidence is.")
    elif level == EMBEDDED and strength < SAMPLED:
        lacks = tier == CORE and strength < DOCUMENTED
        fits = "needs a document" if lacks else "fits what you have"
        sentence = f"“Secure and showing impact” needs evidence that was sampled or confirmed. “Secure” {fits}."
        yield RatingProblem("impact-needs-proof", Stage.SAVING, sentence, offer=None if lacks else SECURE)
    elif level == SECURE and tier == CORE and strength < DOCUMENTED:
        sentence = "“Secure” needs a dated document or record: this is a core indicator, which every school is asked."
        yield RatingProblem("secure-needs-document", Stage.SAVING, sentence)


@dataclass(frozen=True, slots=True)
class Mark:
    """One indicator's level inside a section. level: None where nobody scored it."""

    code: str
    level: Level | None
    is_critical: bool = False


@dataclass(frozen=True, slots=True)
class SectionResult:
    """What a section comes to.

    level: the lower of median and cap; None where nothing in it has a level. spread: how many indicators at each level,
    0 to 3. cap: the highest level that critical findings leave, or None. critical_at_0, critical_at_1: their codes.
    """

    level: int | None
    median: int | None
    cap: int | None
    spread: tuple[int, int, int, int]
    critical_at_0: tuple[str, ...]
    critical_at_1: tuple[str, ...]

    @property
    def has_critical_finding(self) -> bool:
        """Whether publication waits until it is verified or its dated plan is agreed (limiting critical-0, -1)."""
        return bool(self.critical_at_0 or self.critical_at_1)


def section_result(marks: Iterable[Mark]) -> SectionResult:
    """Lowest of the median level and any cap from critical indicators (section_result.method).

    The median takes the lower of two middle values (rule_notes). Only levels count: what does not apply, was not
    checked or has no score is left out. A critical indicator at 0 or 1 keeps the section below secure (limiting).
    """
    levelled = [(mark, mark.level) for mark in marks if isinstance(mark.level, int)]
    levels = sorted(level for _mark, level in levelled)
    if any(level not in LEVELS for level in levels):
        raise ValueError("a level is not on the scale")
    median = levels[(len(levels) - 1) // 2] if levels else None
    at_0 = tuple(sorted(mark.code for mark, level in levelled if mark.is_critical and level == NOT_IN_PLACE))
    at_1 = tuple(sorted(mark.code for mark, level in levelled if mark.is_critical and level == PARTLY))
    cap = PARTLY if at_0 or at_1 else None
    level = median if median is None or cap is None else min(median, cap)
    counted = Counter(levels)
    spread = (counted[0], counted[1], counted[2], counted[3])
    return SectionResult(level, median, cap, spread, at_0, at_1)


def publish_label(result: SectionResult, labels: Mapping[int, str]) -> str:
    """The public words for a section's result; "" where it has none. labels: RatingScale.publish_labels."""
    return "" if result.level is None else labels[result.level]
