"""What must hold before a reading is handed in."""

from collections.abc import Iterator

from audits.review.models import Review
from lscp_portal.workflow import Blocker


def every_indicator_has_a_score(review: Review) -> Iterator[Blocker]:
    """A reading is handed in whole: every indicator that was asked has the reader's level."""
    asked = review.audit.indicator_ids
    if missing := len(asked) - review.scores.filter(indicator_id__in=asked).count():
        yield Blocker("unscored", f"{missing} indicators have no score yet.")
