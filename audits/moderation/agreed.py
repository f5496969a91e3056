"""The levels that count once two readings have become one. Whoever reads a reviewer's levels asks here as well."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.db.models import F

from audits.moderation.models import AgreedScore, SecondReading
from audits.review.rules import result_of
from audits.review.types import Reading, SectionReading
from lscp_portal.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Agreed:
    """What stands in place of the first reader's. comment: to the school; "" leaves the first reader's."""

    level: str
    comment: str


def agreed_of(review_ids: Collection[int]) -> Mapping[tuple[int, int], Agreed]:
    """(first review, indicator) -> what was agreed; where nothing is here, the first reader's level counts.

    Of second readings that are settled whole: before that, no agreed level leaves the moderator's page. One query.
    """
    settled = AgreedScore.objects.filter(second__first__in=list(review_ids), second__state=SecondReading.State.AGREED)
    of_this_reading = settled.filter(at__gte=F("second__handed_in_at"))  # not of one before the return was mended
    rows = of_this_reading.order_by("pk")  # the latest word of an indicator comes last and counts
    names = ("second__first_id", "indicator_id", "level", "comment")
    return {
        (review_id, indicator_id): Agreed(level, comment)
        for review_id, indicator_id, level, comment in rows.values_list(*names)
    }


def state_of(*, audit_id: int) -> str:
    """Where the second reading of an audit stands; "" for one that is read once. One query."""
    found: str | None = SecondReading.objects.filter(audit_id=audit_id).values_list("state", flat=True).first()
    return found or ""


def second_of(*, audit_id: int) -> int | None:
    """The id of the second reading of an audit; None for one that is read once. One query."""
    found: int | None = SecondReading.objects.filter(audit_id=audit_id).values_list("pk", flat=True).first()
    return found


def reads_it_again(*, actor: Actor, audit_id: int) -> bool:
    """Whether this person is reading the return again just now, and so sees nothing of the first reading. One query."""
    claimed = SecondReading.objects.filter(audit_id=audit_id, state=SecondReading.State.CLAIMED)
    return claimed.filter(reader_id=actor.person_id).exists()


def with_agreed(reading: Reading) -> Reading:
    """A first reading with the agreed levels and comments in it, as the school gets it. One query."""
    agreed = agreed_of([reading.review_id])
    if not agreed:
        return reading
    return replace(
        reading, sections=tuple(_section(section, reading.review_id, agreed) for section in reading.sections)
    )


def _section(section: SectionReading, review_id: int, agreed: Mapping[tuple[int, int], Agreed]) -> SectionReading:
    lines = []
    for line in section.lines:
        found = agreed.get((review_id, line.indicator_id))
        lines.append(replace(line, level=found.level, comment=found.comment or line.comment) if found else line)
    return replace(
        section,
        lines=tuple(lines),
        review=result_of((line.code, line.level, line.is_critical) for line in lines),
    )
