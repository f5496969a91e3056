"""What a school answers and what a reader makes of it, drawn by lot with a fixed seed. Pure: no database."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from audits.answers.models import Level, Strength
from audits.answers.types import Entry
from reports.demonstration import texts

ORDER = (Level.NOT_IN_PLACE, Level.PARTLY, Level.SECURE, Level.EMBEDDED)
TEMPERS = {  # weights of the four levels, lowest first
    "strong": (0, 7, 67, 26),
    "steady": (1, 15, 68, 16),
    "uneven": (4, 27, 58, 11),
    "beginning": (6, 36, 53, 5),
}
SHARES = ("strong", "strong", "steady", "steady", "steady", "steady", "uneven", "uneven", "beginning")
COMMON_WEAK_POINTS = frozenset({"DS4", "DS5", "MA3", "OS2", "CU5", "IR8", "TR6", "LG5", "LG6", "ED2"})
STRENGTHS: Mapping[Level, Sequence[int]] = {
    Level.NOT_IN_PLACE: (0, 0, 1),
    Level.PARTLY: (0, 1, 1, 2),
    Level.SECURE: (1, 1, 1, 2, 2, 3),
    Level.EMBEDDED: (2, 2, 3),
}
NOT_YET = "We will look at this in the spring term with the link governor."


@dataclass(frozen=True, slots=True)
class Question:
    """One indicator as the drawing needs it."""

    id: int
    code: str
    tier: str
    is_critical: bool
    allow_na: bool

    @property
    def section(self) -> str:
        """The code of its section."""
        return self.code.rstrip("0123456789")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A school in one year. years_ago: 0 for this year; each year some weak points are put right."""

    urn: int
    governance: str
    features: Collection[str]
    years_ago: int
    answered_on: date

    @property
    def temper(self) -> Sequence[int]:
        """How sure of itself this school is. The first one is an ordinary good school."""
        name = "steady" if self.urn % 100 == 1 else Random(self.urn).choice(SHARES)  # noqa: S311 - for show
        return TEMPERS[name]

    def chance(self, *about: object) -> Random:
        """A lot of its own for each thing, so that one more question changes no other answer."""
        return Random(f"{self.urn}:{':'.join(map(str, about))}")  # noqa: S311 - for show


NOT_APPLICABLE: Mapping[str, Callable[[Setting], bool]] = {  # whether "does not apply" would be believed
    "PP6": lambda school: school.governance == "fe",
    "VC2": lambda school: "early_years" in school.features and "ks1" not in school.features,
    "VC3": lambda school: "ks2" not in school.features and "ks3" not in school.features,
    "VC4": lambda school: school.chance("VC4").random() < 0.3,  # noqa: PLR2004 - a share
    "VC6": lambda school: school.chance("VC6").random() < 0.2,  # noqa: PLR2004
    "SE10": lambda school: school.chance("SE10").random() < 0.75,  # noqa: PLR2004
}


def answer(school: Setting, question: Question) -> Entry:
    """What the school says of one indicator: by the rules of the scale, ready to be signed."""
    chance = school.chance(question.code, school.years_ago)
    said = texts.of_indicators()[question.code]
    if question.allow_na and question.code in NOT_APPLICABLE and NOT_APPLICABLE[question.code](school):
        return Entry(level=Level.NOT_APPLICABLE, how_we_know=said.na)
    if question.tier != "core" and chance.random() < 0.02:  # noqa: PLR2004 - now and then nobody has looked
        return Entry(level=Level.NOT_CHECKED, how_we_know=NOT_YET)
    level = _level(school, question)
    strength = chance.choice(STRENGTHS[level])
    if level in {Level.NOT_IN_PLACE, Level.PARTLY}:
        return Entry(
            level=level,
            strength=Strength(strength),
            how_we_know=said.gap,
            action=said.do,
            action_owner=chance.choice(texts.owners(question.section)),
            action_due_on=school.answered_on + timedelta(days=chance.randrange(45, 180)),
        )
    words = f"{chance.choice(said.good)} {chance.choice(texts.proofs(question.section, strength))}"
    return Entry(level=level, strength=Strength(strength), how_we_know=words)


def _level(school: Setting, question: Question) -> Level:
    chance = school.chance(question.code)
    weights = list(school.temper)
    if question.is_critical:
        weights[0], weights[1] = weights[0] // 6, weights[1] // 5
    if question.code in COMMON_WEAK_POINTS:
        weights[1], weights[3] = weights[1] * 2, weights[3] // 2
    level = chance.choices(ORDER, weights)[0]
    if school.years_ago == 0 and level in ORDER[:2] and chance.random() < 0.45:  # noqa: PLR2004 - put right since
        level = ORDER[ORDER.index(level) + 1]
    return level


def read(school: Setting, question: Question, entry: Entry) -> tuple[str, str]:
    """A reader's level and comment on an answer: mostly the same, sometimes a step lower, now and then higher."""
    chance = school.chance("read", question.code, school.years_ago)
    if entry.level == Level.NOT_APPLICABLE:
        return entry.level, texts.agreed_not_applicable() if chance.random() < 0.5 else ""  # noqa: PLR2004
    if entry.level not in ORDER:
        return Level.PARTLY, texts.reading("lower_untested")[1]
    place = ORDER.index(Level(entry.level))
    weak = (entry.strength or 0) <= Strength.DOCUMENTED
    lower = (0.0, 0.04, 0.16 if weak else 0.07, 0.22)[place] * (0.2 if question.is_critical else 1)
    higher = (0.0, 0.06, 0.0 if weak else 0.06, 0.0)[place]
    drawn = chance.random()
    if drawn < lower:
        return ORDER[place - 1], _why_lower(question, place, weak=weak, chance=chance)
    if drawn > 1 - higher:
        return ORDER[place + 1], chance.choice(texts.reading("higher"))
    kind, share = ("same_low", 0.5) if place <= 1 else ("same_high", 0.06)
    return entry.level, chance.choice(texts.reading(kind)) if chance.random() < share else ""


def _why_lower(question: Question, place: int, *, weak: bool, chance: Random) -> str:
    """A remark that fits what the school wrote. place: of its own level."""
    own = texts.of_indicators()[question.code].read
    if own and ORDER[place] is Level.SECURE:
        return own
    kind = {Level.PARTLY: "lower_gap", Level.EMBEDDED: "lower_impact"}.get(
        ORDER[place], "lower_untested" if weak else "lower_tested"
    )
    return chance.choice(texts.reading(kind))
