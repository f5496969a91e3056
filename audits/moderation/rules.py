"""Which returns are read twice, which differences are talked over, and what must hold at each step."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from audits.escalation.models import PoorQualityCase
from audits.lifecycle.rules import listed
from audits.moderation.models import SecondReading
from audits.moderation.types import FIRST_THREE, PRIORITY, SAMPLE, DisagreementRule, Pair, Reason
from audits.review.models import Review
from lscp_portal.ui.levels import find
from lscp_portal.workflow import Blocker

FIRST_READINGS = 3
OPEN = frozenset({SecondReading.State.WAITING, SecondReading.State.CLAIMED, SecondReading.State.HANDED_IN})
WORDS = {
    PRIORITY: "The band of the return is priority.",
    SAMPLE: "The school was drawn in the random sample of this cycle.",
    FIRST_THREE: f"It is one of the first {FIRST_READINGS} readings of this reviewer in this partnership.",
}


def reasons_for(*, is_priority: bool, is_drawn: bool, handed_in: int) -> list[Reason]:
    """Why a return is read twice; [] when once is enough (2026.1.yaml, moderation.double_score).

    handed_in: how many readings its first reader has ever handed in here, this one included.
    """
    holds = {PRIORITY: is_priority, SAMPLE: is_drawn, FIRST_THREE: handed_in <= FIRST_READINGS}
    return [Reason(key, WORDS[key]) for key, is_so in holds.items() if is_so]


def rule_of(settings: Mapping[str, Any], *, version: str) -> DisagreementRule:
    """The rule of a framework from its kept settings; without figures of its own, 2 levels and 1 where critical."""
    said = settings["rating_scale"].get("moderation") or {}
    default = DisagreementRule()
    return DisagreementRule(
        levels=said.get("levels_apart", default.levels),
        critical=said.get("critical_levels_apart", default.critical),
        framework=version,
    )


def differs(pair: Pair, rule: DisagreementRule) -> bool:
    """Whether a pair goes to a moderation conversation. A level against "does not apply" always does."""
    first, second = find(pair.first).value, find(pair.second).value
    if first is None or second is None:
        return pair.first != pair.second
    return abs(first - second) >= (rule.critical if pair.is_critical else rule.levels)


def disagreements(pairs: Iterable[Pair], rule: DisagreementRule) -> list[int]:
    """The ids of the indicators that are talked over, in the order of the pairs."""
    return [pair.indicator_id for pair in pairs if differs(pair, rule)]


def first_reading_is_in(second: SecondReading) -> Iterator[Blocker]:
    """A return is read again beside a finished reading. One query at most."""
    if second.first.state != Review.State.SUBMITTED:
        yield Blocker(
            "first",
            "The first reading is open again. The second one begins when it is handed in.",
        )


def school_is_not_mending(second: SecondReading) -> Iterator[Blocker]:
    """What the school is mending is not read yet. One query."""
    if PoorQualityCase.objects.filter(audit_id=second.audit_id, state=PoorQualityCase.State.STARTED).exists():
        yield Blocker("case", "The school is asked to mend this return. It is read again once that is over.")


def first_reading_is_open(second: SecondReading) -> Iterator[Blocker]:
    """Only a return whose first reading begins again is read again by the second reader. One query at most."""
    if second.first.state == Review.State.SUBMITTED:
        yield Blocker("first", "The first reading stands as it was handed in.")


def mended_since(second: SecondReading) -> dict[str, datetime]:
    """Code of each answer that the school has mended -> when the chair signed it, the latest. One query."""
    found: dict[str, datetime] = {}
    signed = second.audit.corrections.filter(state="signed").order_by("signed_at")
    for codes, at in signed.values_list("codes", "signed_at"):
        found.update((code, at) for code in codes if at)
    return found


def mended_answers_are_read_again(second: SecondReading) -> Iterator[Blocker]:
    """A level given before an answer was mended is looked at again, and kept or changed. Two queries at most."""
    mended = mended_since(second)
    if not mended:
        return
    saved = second.scores.filter(reader_id=second.reader_id or 0, indicator__code__in=mended)
    old = [code for code, at in saved.values_list("indicator__code", "saved_at") if at < mended[code]]
    if old:
        yield Blocker("mended", f"Mended after you scored them: {listed(sorted(old))}. Read them again and save them.")


def every_indicator_is_scored_again(second: SecondReading) -> Iterator[Blocker]:
    """A second reading is handed in whole: two readings are compared on every indicator. Two queries."""
    asked = second.audit.indicator_ids
    mine = second.scores.filter(indicator_id__in=asked, reader_id=second.reader_id or 0).exclude(level="")
    if missing := len(asked) - mine.count():
        words = "1 indicator has" if missing == 1 else f"{missing} indicators have"
        yield Blocker("unscored", f"{words} no level from you yet.")


def nothing_disagrees(second: SecondReading) -> Iterator[Blocker]:
    """Without a difference that the rule names, the first reader's levels stand."""
    if count := len(second.disagreeing):
        words = "1 indicator differs" if count == 1 else f"{count} indicators differ"
        yield Blocker("differs", f"{words} by the rule of the framework. A moderator settles them.")


def everything_is_settled(second: SecondReading) -> Iterator[Blocker]:
    """Each difference has its agreed level and the reason. One query."""
    said = second.agreed.filter(at__gte=second.handed_in_at) if second.handed_in_at else second.agreed.none()
    settled = set(said.values_list("indicator_id", flat=True))
    if left := len(set(second.disagreeing) - settled):
        words = "1 indicator has" if left == 1 else f"{left} indicators have"
        yield Blocker("unsettled", f"{words} no agreed level yet. Say it below, with the reason.")


def moderator_is_from_outside(second: SecondReading) -> Iterator[Blocker]:
    """Priority returns are settled by somebody from outside the local authority (domain.md 1.2).

    Memberships do not tell the agency, so the moderator says so and the record keeps it
    (docs/developer/decisions/0022-two-readings.md).
    """
    if second.is_priority and not second.is_outside:
        yield Blocker(
            "outside",
            "This return is priority: whoever settles it does not work for the local authority. Confirm that, or "
            "leave it to somebody else.",
            field="is_outside",
        )


def is_not_priority(second: SecondReading) -> Iterator[Blocker]:
    """A priority return is always read twice."""
    if second.is_priority:
        yield Blocker("priority", "The second reading of a priority return cannot be waived. Find a second reader.")


def waiving_says_why(second: SecondReading) -> Iterator[Blocker]:
    """The scrutineer reads why nobody read it again."""
    if not second.waived_why.strip():
        yield Blocker("waived_why", "Say why the second reading is waived.", field="waived_why")


def priority_came_later(second: SecondReading) -> Iterator[Blocker]:
    """A waived reading comes back for one reason only."""
    if not second.is_priority:
        yield Blocker("not_priority", "Only a priority band calls a waived second reading back.")


def second_reading_is_over(state: str) -> Iterator[Blocker]:
    """The letter waits for a second reading. state: of the one of this audit, "" where it is read once."""
    if state not in OPEN:
        return
    words = {
        SecondReading.State.WAITING: "This return is to be read a second time, and nobody has taken it yet.",
        SecondReading.State.CLAIMED: "This return is being read a second time.",
    }.get(SecondReading.State(state), "The two readings of this return differ, and that is not settled yet.")
    yield Blocker("second_reading", f"{words} The letter waits for it: see Second readings.")
