"""What differs between one version of the frozen copy and the one before it, in words."""

import json
from collections.abc import Sequence
from itertools import pairwise

from audits.signoff.copies import row_of
from audits.signoff.differences import Difference, differences, entry_of
from audits.signoff.models import FrozenCopy


def changed_between(*, audit_id: int) -> dict[int, Sequence[Difference]]:
    """Version -> what it says otherwise than the one before. Nothing for the first. One query."""
    kept = FrozenCopy.objects.filter(audit_id=audit_id).order_by("version").values_list("version", "content")
    read = [
        (version, [row_of(place, row) for place, row in enumerate(json.loads(content)["indicators"], start=1)])
        for version, content in kept
    ]
    return {
        version: differences(after, {row.indicator.code: entry_of(row.answer) for row in before})
        for (_, before), (version, after) in pairwise(read)
    }
