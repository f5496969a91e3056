"""What a reader looks at first, and why: pure answers about lines. Prompts to look, never a score or a rank."""

from collections.abc import Iterable

from audits.answers.models import Level, Strength
from audits.carrying.types import Earlier
from audits.review.rules import steps_apart
from audits.review.types import Group, Line, SchoolAnswer

LOW = frozenset({Level.NOT_IN_PLACE, Level.PARTLY})
HIGH = frozenset({Level.SECURE, Level.EMBEDDED})
ANSWERED = "Question answered"
CRITICAL = "Critical"
CHANGED = "Changed"
CONTRADICTED = "Contradicted"
WEAK = "Weak evidence"
NOT_APPLICABLE = "Said not to apply"
LOW_LEVEL = "Low"
NOT_CHECKED = "Not checked"
GROUPS: tuple[tuple[str, str, frozenset[str]], ...] = (
    ("Questions answered", "The school has answered what you asked about these.", frozenset({ANSWERED})),
    ("Critical", "A weak answer to one of these is followed up first.", frozenset({CRITICAL})),
    ("Changed since last time", "The level or the strength of evidence is another one.", frozenset({CHANGED})),
    ("Contradicted", "The review gave a lower level last time.", frozenset({CONTRADICTED})),
    ("Weak evidence", "Said to be secure, and only stated.", frozenset({WEAK})),
    ("Said not to apply", "Does the reason hold?", frozenset({NOT_APPLICABLE})),
    ("Low or not checked", "The school sees a gap itself.", frozenset({LOW_LEVEL, NOT_CHECKED})),
)
REST = "Nothing stands out"


def attention(
    answer: SchoolAnswer, *, is_critical: bool, earlier: Earlier | None = None, is_answered: bool = False
) -> tuple[str, ...]:
    """Why a reader should look here first, in words; () when nothing stands out.

    earlier: what the school last said, with the level that the review gave then. is_answered: the school has answered a
    question about it.
    """
    weak = answer.level in HIGH and (answer.strength is None or answer.strength == Strength.STATED)
    reasons = {
        ANSWERED: is_answered,
        CRITICAL: is_critical,
        CHANGED: earlier is not None and (earlier.said.level, earlier.said.strength) != (answer.level, answer.strength),
        CONTRADICTED: earlier is not None and (steps_apart(answer.level, earlier.review_level) or 0) < 0,
        LOW_LEVEL: answer.level in LOW,
        WEAK: weak,
        NOT_CHECKED: answer.level in {"", Level.NOT_CHECKED},
        NOT_APPLICABLE: answer.level == Level.NOT_APPLICABLE,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def grouped(lines: Iterable[Line]) -> tuple[Group, ...]:
    """The lines in the order of what deserves attention, each once, in the framework's order within a group.

    Empty groups are left out. The last group, when there is one, holds what does not stand out (`is_rest`).
    """
    left = list(lines)
    found = []
    for title, words, reasons in GROUPS:
        here = tuple(line for line in left if reasons.intersection(line.attention))
        left = [line for line in left if not reasons.intersection(line.attention)]
        found.append(Group(title=title, words=words, lines=here))
    found.append(Group(title=REST, words="", lines=tuple(left), is_rest=True))
    return tuple(group for group in found if group.lines)
