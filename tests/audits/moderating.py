"""Helps tests of second readings: a return that is read twice, brought to a state by people."""

from audits.frameworks.models import Indicator
from audits.moderation.actions import agree_level, claim_second, hand_in_second, save_second_scores, settle
from audits.moderation.models import SecondReading
from audits.moderation.types import SecondEntry, Settled
from tests.audits import review_stage as stage
from tests.people import Cast

AGAIN = "second_reviewer"
SEEN = "The log of the summer term names no deputy."
WHY = "The readers looked at the log together: a deputy is named since June."


def chosen(cast: Cast) -> SecondReading:
    """Read by the reviewer, who hands in a first reading ever: "partly in place" everywhere."""
    stage.submit(cast, cast.audit)
    stage.hand_in(cast, stage.claim(cast, cast.audit), read_once=False)
    return again(cast)


def again(cast: Cast) -> SecondReading:
    """The second reading of the cast's audit as it stands."""
    with cast.as_("lead"):
        return SecondReading.objects.select_related("audit").get(audit=cast.audit)


def claimed(cast: Cast, who: str = AGAIN) -> SecondReading:
    """Another reviewer says that there is no conflict, and takes it."""
    chosen(cast)
    return claim(cast, who)


def claim(cast: Cast, who: str = AGAIN) -> SecondReading:
    """`who` takes what waits to be read again."""
    second = again(cast)
    cast.declare(who, cast.here)
    actor = cast.actor(who)
    with cast.as_(who):
        return claim_second(actor=actor, second_id=second.pk)


def scored(cast: Cast, who: str = AGAIN, *, but: int = 0, **levels: str) -> SecondReading:
    """As the first reader did, but at these codes; the last `but` indicators are left out."""
    chosen(cast)
    return score(cast, who, but=but, **levels)


def score(cast: Cast, who: str = AGAIN, *, but: int = 0, **levels: str) -> SecondReading:
    """`who` takes what waits, and scores it."""
    second = claim(cast, who)
    actor = cast.actor(who)
    with cast.as_(who):
        asked = list(Indicator.objects.filter(pk__in=second.audit.indicator_ids).order_by("position"))
        entries = {row.code: SecondEntry(levels.get(row.code, "partly"), SEEN) for row in asked[: len(asked) - but]}
        save_second_scores(actor=actor, second_id=second.pk, entries=entries)
    return second


def read_again(cast: Cast, who: str = AGAIN) -> SecondReading:
    """`who` takes what waits, and comes to the same levels as the first reader."""
    second = score(cast, who)
    actor = cast.actor(who)
    with cast.as_(who):
        return hand_in_second(actor=actor, second_id=second.pk)


def handed_in(cast: Cast, who: str = AGAIN, **levels: str) -> SecondReading:
    """Read again whole; without levels of its own it agrees with the first reading."""
    second = scored(cast, who, **levels)
    actor = cast.actor(who)
    with cast.as_(who):
        return hand_in_second(actor=actor, second_id=second.pk)


def agreed(cast: Cast, second: SecondReading, code: str, level: str = "secure", who: str = "lead") -> None:
    """`who` settles one indicator."""
    actor = cast.actor(who)
    with cast.as_(who):
        agree_level(actor=actor, second_id=second.pk, code=code, settled=Settled(level, WHY, "A deputy is named."))


def settled(cast: Cast) -> SecondReading:
    """LG1 was seen differently, the lead agreed "secure", and closed the conversation."""
    chosen(cast)
    return settle_waiting(cast)


def settle_waiting(cast: Cast) -> SecondReading:
    """The same with what waits to be read again."""
    second = score(cast, LG1="secure")
    actor = cast.actor(AGAIN)
    with cast.as_(AGAIN):
        hand_in_second(actor=actor, second_id=second.pk)
    agreed(cast, second, "LG1")
    actor = cast.actor("lead")
    with cast.as_("lead"):
        return settle(actor=actor, second_id=second.pk)
