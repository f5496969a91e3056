"""Which indicators of two versions are the same question, so that their answers may be compared over years.

Codes are permanent within a series: one that is in both versions means the same in both. A changed meaning has a new
code, so it is in one of them only and a trend breaks there. Versions of different series share nothing.
"""

from collections.abc import Collection

from audits.frameworks.models import Framework, Indicator


def same_indicators(*, framework_ids: Collection[int]) -> frozenset[str]:
    """Codes that mean the same in all these versions; none where they are not of one series. Two queries at most."""
    wanted = set(framework_ids)
    series = set(Framework.objects.filter(pk__in=wanted).values_list("upstream", flat=True))
    if len(series) != 1:
        return frozenset()
    found: dict[int, set[str]] = {pk: set() for pk in wanted}
    rows = Indicator.objects.filter(framework_id__in=wanted).order_by().values_list("framework_id", "code")
    for framework_id, code in rows:
        found[framework_id].add(code)
    return frozenset(set.intersection(*found.values()))


def continues(code: str, *, older: int, newer: int) -> bool:
    """Whether a line may be drawn from this indicator of the older version to that of the newer. Two queries."""
    return code in same_indicators(framework_ids=(older, newer))


def replaced_codes(*, framework_id: int) -> dict[str, str]:
    """Code of a successor -> the code whose meaning it changed. One query."""
    rows = Indicator.objects.filter(framework_id=framework_id).exclude(replaces="")
    return dict(rows.order_by("position").values_list("code", "replaces"))
