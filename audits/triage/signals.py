"""Signals: prompts to talk. Each reads frozen facts and says in a sentence what it sees, or that it sees nothing.

WATCHED is the one list of them. What is not collected yet stands in it too, and is shown as such: give it a `read`, and
a fact to read, and it counts (docs/developer/decisions/0020-bands-beside-the-audit.md). A worse fact never makes a
signal weaker. Source: domain.md 5.1 to 5.3 and 7.2.
"""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from audits.triage.types import Facts, Found, Rulebook, Signal, Strength
from lscp_portal.ui.fields import in_words

Read = Callable[[Facts, int], Found]
NO_REVIEW = Found(
    Strength.NOTHING_TO_COMPARE, "No return of this school has been reviewed yet, so there is nothing to compare with."
)


@dataclass(frozen=True, slots=True)
class Watched:
    """One thing that is looked at. unit: of its limit, "" where it has none. read: None while it is not collected."""

    key: str
    title: str
    unit: str = ""
    read: Read | None = None
    not_yet: str = ""
    is_assurance: bool = False


def signals_of(facts: Facts, book: Rulebook) -> tuple[Signal, ...]:
    """Every signal, raised or not, in the order of WATCHED."""
    return tuple(_signal(one, facts, book) for one in WATCHED)


def _signal(one: Watched, facts: Facts, book: Rulebook) -> Signal:
    found = one.read(facts, book.limits.get(one.key, 0)) if one.read else Found(Strength.NOT_COLLECTED, one.not_yet)
    return Signal(
        key=one.key,
        title=one.title,
        strength=found.strength,
        sentence=found.sentence,
        rests_on=found.rests_on,
        is_assurance=one.is_assurance,
        counts=one.key not in book.uncounted,
    )


def weighed(amount: float, limit: int) -> Strength:
    """How clearly an amount speaks: strong at twice its limit."""
    if amount <= 0:
        return Strength.NONE
    if amount < limit:
        return Strength.SLIGHT
    return Strength.STRONG if amount >= 2 * limit else Strength.CLEAR


def late(facts: Facts, limit: int) -> Found:
    """A return that came after its due date, or has not come."""
    days = facts.days_late
    if days <= 0:
        words = "The return came in time." if facts.is_returned else "The return is not due yet."
        return Found(Strength.NONE, words)
    what = "The return came" if facts.is_returned else "The return has not come, and it was due"
    when = "after its due date" if facts.is_returned else "ago"
    return Found(weighed(days, limit), f"{what} {counted(days, 'working day')} {when}.")


def no_return(facts: Facts, limit: int) -> Found:
    """No return long after the formal letter."""
    if facts.is_returned:
        return Found(Strength.NONE, "The return is in.")
    days = max(facts.days_late, 0)
    return Found(weighed(days, limit), f"There is no return {counted(days, 'working day')} after the due date.")


def thin(facts: Facts, limit: int) -> Found:
    """Answers that hardly say how the school knows."""
    return _share(
        facts.short,
        facts.answers,
        limit,
        none="Every answer says in a sentence how the school knows.",
        some="{part} of {whole} answers say in fewer than 8 words how the school knows.",
    )


def weak_evidence(facts: Facts, limit: int) -> Found:
    """Core indicators that rest on somebody's word, or on nothing (domain.md 7.2: more than a third)."""
    return _share(
        facts.core_unproven,
        facts.core,
        limit,
        none="Every core answer rests on a document or record at least.",
        some="{part} of {whole} core indicators rest on what somebody says, or on nothing.",
    )


def paper_only(facts: Facts, limit: int) -> Found:
    """Good levels that rest on paper nobody sampled."""
    return _share(
        facts.on_paper,
        facts.claims,
        limit,
        none="Every answer “secure” or better was sampled or confirmed by somebody.",
        some="{part} of {whole} answers “secure” or better rest on a document that nobody has sampled.",
    )


def own_above_review(facts: Facts, limit: int) -> Found:
    """How often the last review was lower than the school itself."""
    if not facts.reviewed:
        return NO_REVIEW
    return _share(
        facts.own_higher,
        facts.reviewed,
        limit,
        none=f"In {facts.review_cycle} the review was nowhere lower than the school.",
        some=f"In {facts.review_cycle} the review was lower than the school in {{part}} of {{whole}} indicators.",
    )


def copied(facts: Facts, limit: int) -> Found:
    """Answers that stand in other sections, or in another school's return, nearly word for word.

    Of other schools, the one that most is shared with counts: a sentence here and there comes from a common source.
    """
    if not facts.is_returned:
        return Found(Strength.NOTHING_TO_COMPARE, "There is no return to compare yet.")
    inside = [one for one in facts.copied if not one.audit_id]
    others = Counter((one.audit_id, one.school) for one in facts.copied if one.audit_id)
    (_audit, school), most = max(others.items(), key=lambda item: (item[1], item[0]), default=((0, ""), 0))
    parts = [
        f"{counted(len(inside), 'answer')} also in another section of this return" if inside else "",
        f"{counted(most, 'answer')} also in the return of {school}" if most else "",
    ]
    said = " and ".join(part for part in parts if part)
    if not said:
        with_whom = f", or in {counted(facts.compared_with, 'other return')}" if facts.compared_with else ""
        return Found(Strength.NONE, f"No answer stands nearly word for word in another section{with_whom}.")
    rests_on = tuple(
        sorted(
            f"{one.code} and {one.other_code}{f' of {one.school}' if one.school else ''}: {one.alike} of 100 alike"
            for one in facts.copied
        )
    )
    sentence = f"Nearly word for word: {said}. That says nothing of who wrote it first."
    return Found(weighed(len(inside) + most, limit), sentence, rests_on)


def critical_own(facts: Facts, limit: int) -> Found:
    """Critical indicators that the school itself calls not in place."""
    return _codes(
        facts.critical_own,
        limit,
        none="The school calls no critical indicator not in place.",
        some="The school itself says that this is not in place: {codes}.",
    )


def critical_reviewed(facts: Facts, limit: int) -> Found:
    """Critical indicators that the last review called not in place."""
    if not facts.reviewed:
        return NO_REVIEW
    return _codes(
        facts.critical_reviewed,
        limit,
        none=f"The review of {facts.review_cycle} called no critical indicator not in place.",
        some=f"The review of {facts.review_cycle} said that this is not in place: {{codes}}.",
    )


def new_leaders(facts: Facts, limit: int) -> Found:
    """A new head and a new safeguarding lead within one year."""
    known = {"The head": facts.new_head, "The safeguarding lead": facts.new_dsl}
    new = {who: since for who, since in known.items() if since and 0 <= (facts.on - since).days <= limit}
    if not new:
        return Found(Strength.NONE, f"Neither head nor safeguarding lead changed within {limit} days, as far as known.")
    said = tuple(f"{who} is new since {in_words(since)}" for who, since in new.items())
    strength = Strength.CLEAR if len(new) == len(known) else Strength.SLIGHT
    return Found(strength, f"{'; '.join(said).replace('; The', '; the')}.", said)


def actions_overdue(facts: Facts, limit: int) -> Found:
    """What the partnership asked for, whose date has passed, and of which nobody said that it is done."""
    if not facts.asked_of:
        return Found(Strength.NOTHING_TO_COMPARE, "Nothing has been asked of this school yet.")
    asked = counted(facts.asked_of, "improvement")
    if not facts.overdue:
        return Found(Strength.NONE, f"Of {asked} asked for, none is overdue.")
    sentence = f"Of {asked} asked for, {facts.overdue} {'is' if facts.overdue == 1 else 'are'} overdue."
    return Found(
        weighed(facts.overdue, limit), sentence, (f"the oldest by {counted(facts.overdue_by, 'working day')}",)
    )


def none_low(facts: Facts, _limit: int) -> Found:
    """A return without any low answer. Shown, never counted: absence of signal is not safety (domain.md 5.1)."""
    if not facts.is_returned or not facts.answers:
        return Found(Strength.NOTHING_TO_COMPARE, "There is no return to look at yet.")
    if facts.low:
        return Found(Strength.NONE, f"The school calls {counted(facts.low, 'answer')} partly or not in place.")
    return Found(Strength.SLIGHT, "The school calls nothing partly or not in place. Ask how it looked for gaps.")


def secure_cycles(facts: Facts, _limit: int) -> Found:
    """The last two reviews found everything secure."""
    if facts.secure_cycles is None:
        return Found(Strength.NOTHING_TO_COMPARE, "Fewer than two returns of this school have been reviewed.")
    if facts.secure_cycles:
        return Found(Strength.CLEAR, "The last two reviews found every section secure and no critical gap.")
    return Found(Strength.NONE, "The last two reviews did not both find every section secure.")


def verified(facts: Facts, limit: int) -> Found:
    """Somebody of the partnership visited not long ago."""
    if not facts.has_visits:
        return Found(Strength.NOT_COLLECTED, "Visits are not known here.")
    if facts.verified_on is None:
        return Found(Strength.NONE, "Nobody of the partnership has visited yet.")
    when = in_words(facts.verified_on)
    is_recent = (facts.on - facts.verified_on).days <= limit
    return Found(Strength.CLEAR if is_recent else Strength.NONE, f"The last visit was on {when}.", (when,))


def _share(part: int, whole: int, limit: int, *, none: str, some: str) -> Found:
    if not whole:
        return Found(Strength.NOTHING_TO_COMPARE, "There is no answer of this kind.")
    percent = part * 100 / whole
    if not part:
        return Found(Strength.NONE, none)
    return Found(weighed(percent, limit), some.format(part=part, whole=whole), (f"{percent:.0f} %",))


def _codes(codes: Collection[str], limit: int, *, none: str, some: str) -> Found:
    if not codes:
        return Found(Strength.NONE, none)
    listed = tuple(sorted(set(codes)))
    return Found(weighed(len(listed), limit), some.format(codes=", ".join(listed)), listed)


def counted(number: int, what: str) -> str:
    """“1 answer”, “3 answers”."""
    return f"{number} {what}{'' if number == 1 else 's'}"


PERCENT, DAYS, WORKDAYS = "per cent", "days", "working days"
LATER = "Data from outside this portal is not collected yet."
WATCHED = (
    Watched("critical_reviewed", "Critical indicators in the last review", "indicators", critical_reviewed),
    Watched("no_return", "No return", WORKDAYS, no_return),
    Watched("critical_own", "Critical indicators, as the school sees them", "indicators", critical_own),
    Watched("late", "A late return", WORKDAYS, late),
    Watched("thin", "A thin return", PERCENT, thin),
    Watched("weak_evidence", "Weak evidence", PERCENT, weak_evidence),
    Watched("paper_only", "Evidence on paper only", PERCENT, paper_only),
    Watched("own_above_review", "The school above its last review", PERCENT, own_above_review),
    Watched("copied", "Text that stands elsewhere too", "answers", copied),
    Watched("new_leaders", "New head and new safeguarding lead", DAYS, new_leaders),
    Watched("none_low", "No low answer at all", "", none_low),
    Watched("actions_overdue", "Overdue improvements", "improvements", actions_overdue),
    Watched("voice_gap", "Voice far from the leadership’s view", not_yet="Voice surveys are not collected yet."),
    Watched("inspection", "Inspection: safeguarding not effective", not_yet=LATER),
    Watched("whistleblowing", "A live whistleblowing concern", not_yet=LATER),
    Watched("partner_data", "Partners’ data outside its limits", not_yet=LATER),
    Watched("secure_cycles", "The last two cycles secure", "", secure_cycles, is_assurance=True),
    Watched("verified", "Visited not long ago", DAYS, verified, is_assurance=True),
    Watched(
        "voice_near", "Voice in line with the leadership", not_yet="Voice surveys are not collected yet.",
        is_assurance=True,
    ),
)  # fmt: skip
