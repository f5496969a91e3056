"""From signals to a band. The band is that of the closest rule that holds; no score is made, and nothing is ranked.

More or stronger prompts never lower a band, and the order of facts does not matter: tests/triage/test_triage_rules.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audits.triage.models import Band, TriageBand
from audits.triage.signals import WATCHED, counted, signals_of
from audits.triage.types import DueStep, Facts, Judged, Reason, Rulebook, Signal, Strength
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.workflow import Blocker

CLOSEST_FIRST = [str(band) for band in Band]
WEAK = ("weak_evidence", "paper_only")
NEVER_PROMPTS = (*WEAK, "none_low", "no_return")
ASSURED = tuple(one.key for one in WATCHED if one.is_assurance)
STEPS = {  # key of the rules' days, or "" where it has no date; words for the partnership; words for the school
    Band.PRIORITY: (
        (
            "lead",
            "Name one person who is in touch with the school",
            "A person named to you gets in touch with your head",
        ),
        ("visit", "Decide whether to visit", "The partnership decides whether to visit, and tells you"),
    ),
    Band.ENHANCED: (
        ("call", "Telephone the school and offer support", "Somebody telephones your head to offer support"),
        ("", "Visit in this cycle", "A visit in this cycle, on a day agreed with you"),
    ),
    Band.STANDARD: (("", "Review at the desk, and a letter", "Your return is reviewed, and you get a letter"),),
    Band.LIGHT: (
        ("", "A light year; the school stays in the random sample", "A light year; some schools are visited by lot"),
    ),
}
MEANINGS = {
    Band.PRIORITY: "A named person is in touch within days, and a visit is decided on.",
    Band.ENHANCED: "A supportive telephone call, and a visit in this cycle.",
    Band.STANDARD: "A review at the desk, and a letter.",
    Band.LIGHT: "A light year. The school stays in the random sample.",
}
Holds = Callable[[Mapping[str, Signal], Rulebook], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, in words. holds: keys of the signals that make it hold; () when it does not."""

    key: str
    words: str
    holds: Holds


def any_of(*keys: str) -> Holds:
    """Holds when one of these signals is raised."""
    return lambda signals, _book: [key for key in keys if signals[key].is_raised]


def several_with_weak_evidence(signals: Mapping[str, Signal], book: Rulebook) -> Sequence[str]:
    """Weak evidence, and beside it as many other prompts as the partnership asks for (domain.md 5.3)."""
    weak = [key for key in WEAK if signals[key].is_raised]
    others = [
        key
        for key, signal in signals.items()
        if signal.is_raised and not signal.is_assurance and key not in NEVER_PROMPTS
    ]
    return [*weak, *others] if weak and len(others) >= book.together else []


def all_assured(signals: Mapping[str, Signal], _book: Rulebook) -> Sequence[str]:
    """Two secure cycles, voice in line, a visit: all that the partnership has not switched off, and no prompt."""
    wanted = [key for key in ASSURED if signals[key].counts]
    prompts = any(signal.is_raised for signal in signals.values() if not signal.is_assurance)
    return wanted if not prompts and all(signals[key].is_raised for key in wanted) else []


RULES = (
    Rule("critical_reviewed", "A critical indicator was reviewed as not in place", any_of("critical_reviewed")),
    Rule("inspection", "An inspection found safeguarding not effective", any_of("inspection")),
    Rule("whistleblowing", "There is a live whistleblowing concern", any_of("whistleblowing")),
    Rule("no_return", "There is no return long after the formal letter", any_of("no_return")),
    Rule("several", "Several prompts beside weak evidence", several_with_weak_evidence),
    Rule("critical_own", "The school itself calls a critical indicator not in place", any_of("critical_own")),
    Rule("new_leaders", "Head and safeguarding lead are both new", any_of("new_leaders")),
    Rule("voice_gap", "Voice is far from the leadership’s view", any_of("voice_gap")),
    Rule("light", "Two secure cycles, voice in line, and visited", all_assured),
)


def judge(signals: Sequence[Signal], book: Rulebook) -> Judged:
    """The band that the rules propose, with every rule that holds; “standard” with a reason where none does."""
    by_key = {signal.key: signal for signal in signals}
    holding = [
        Reason(rule.key, book.rules[rule.key], f"{rule.words}.", tuple(keys))
        for rule in RULES
        if rule.key not in book.unapplied and (keys := rule.holds(by_key, book))
    ]
    if not holding:
        return Judged(Band.STANDARD, (Reason("standard", Band.STANDARD, _nothing(signals)),))
    band = min((reason.band for reason in holding), key=CLOSEST_FIRST.index)
    return Judged(band, tuple(sorted(holding, key=lambda reason: CLOSEST_FIRST.index(reason.band))))


def _nothing(signals: Sequence[Signal]) -> str:
    raised = sum(signal.is_raised for signal in signals if not signal.is_assurance)
    blind = sum(signal.strength is Strength.NOT_COLLECTED for signal in signals)
    prompts = f"{counted(raised, 'prompt')} to talk about" if raised else "no prompt"
    return f"No rule asks for more or less: {prompts}. {counted(blind, 'signal')} cannot be seen yet."


def judged(facts: Facts, book: Rulebook) -> Judged:
    """What these rules propose for these facts."""
    return judge(signals_of(facts, book), book)


def due_steps(*, band: str, since: date, days: Mapping[str, int]) -> list[DueStep]:
    """What a band asks of the partnership, and by when (domain.md 5.3). since: the day the count begins, not counted.

    Working days of the partnership, which works in school holidays.
    """
    dated = {key: working_days_after(since, count) for key, count in days.items()}
    return [DueStep(words, to_school, dated.get(key)) for key, words, to_school in STEPS[Band(band)]]


def is_decided(band: TriageBand) -> bool:
    """A person has spoken."""
    return band.state != TriageBand.State.PROPOSED


def override_changes(band: TriageBand, *, to: str, reason: str) -> Iterator[Blocker]:
    """An override names another band, and says why."""
    if to == band.band:
        yield Blocker("same", f"The band is {band.get_band_display().lower()} already. Choose another one.")
    if not reason.strip():
        yield Blocker("reason", "Say why, so that others can follow it.")
