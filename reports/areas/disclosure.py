"""Small-number control: nobody may work out that one, two, three or four schools gave an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

HIDDEN: Final = "c"  # confidential, in DfE's open data
NOT_APPLICABLE: Final = "z"
LARGEST_SMALL = 4
SMALLEST_TABLE = 10
STEP = 5
Figure = int | str


@dataclass(frozen=True, slots=True)
class Protected:
    """A table that may be published. Figures are numbers, "c" where hidden, "z" where a share has no meaning."""

    counts: dict[str, Figure]
    percents: dict[str, Figure]
    total: Figure

    @property
    def has_hidden(self) -> bool:
        return HIDDEN in self.counts.values()


def protect(counts: Mapping[str, int]) -> Protected:
    """One table of counts that add up to one total, made safe to publish. Source: domain.md 8.6.

    Counts of 1 to 4 become "c", and so does the smallest larger count with all that equal it: otherwise a small one
    could be worked out from the total, which readers may know from elsewhere (how many schools were reviewed). A
    table of fewer than 10 is hidden whole. A true zero stays 0. While anything is hidden the total is rounded to 5 and
    no percentages are given; otherwise percentages are to the nearest 5. Meant for two counts and more.
    """
    total = sum(counts.values())
    hidden = set(counts) if 0 < total < SMALLEST_TABLE else _hidden(counts)
    if not hidden:
        shares = {name: percent(count, total, to=STEP) for name, count in counts.items()}
        return Protected(counts=dict(counts), percents=shares, total=total)
    return Protected(
        counts={name: HIDDEN if name in hidden else count for name, count in counts.items()},
        percents=dict.fromkeys(counts, HIDDEN),
        total=HIDDEN if total < SMALLEST_TABLE else (total + STEP // 2) // STEP * STEP,
    )


def percent(count: int, total: int, *, to: int = 1) -> Figure:
    """The share in per cent, rounded half up to the nearest `to`; "z" when there is nothing to take a share of."""
    return (200 * count + to * total) // (2 * to * total) * to if total else NOT_APPLICABLE


def _hidden(counts: Mapping[str, int]) -> set[str]:
    """The names to hide. All that tie are hidden together: taking the first would tell by its place which one it is."""
    small = {name for name, count in counts.items() if 1 <= count <= LARGEST_SMALL}
    if not small:
        return set()
    next_larger = min((count for count in counts.values() if count > LARGEST_SMALL), default=None)
    return small | {name for name, count in counts.items() if count == next_larger}
