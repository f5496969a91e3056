"""Two readings beside each other, as levels. Read in a scope that sees both: never that of an open second reader."""

from audits.frameworks.models import Indicator
from audits.moderation.models import SecondReading, SecondScore
from audits.moderation.types import Pair
from audits.review.models import Score


def pairs_of(second: SecondReading) -> list[Pair]:
    """What both said of each indicator, in the framework's order. second: with its audit. Three queries."""
    first = dict(Score.objects.filter(review=second.first_id).values_list("indicator_id", "level"))
    again = dict(
        SecondScore.objects.filter(second=second, reader_id=second.reader_id).values_list("indicator_id", "level")
    )
    asked = Indicator.objects.filter(pk__in=second.audit.indicator_ids).order_by("position")
    return [
        Pair(pk, first.get(pk, ""), again.get(pk, ""), is_critical)
        for pk, is_critical in asked.values_list("pk", "is_critical")
    ]
