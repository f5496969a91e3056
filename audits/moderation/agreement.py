"""How far readers agree: weighted kappa with its interval, and the spread. Pure; statsmodels is loaded when asked.

Linear weights: one level apart counts for a third of three apart, as the levels are a row of steps. The interval is the
large-sample one of Fleiss, Cohen and Everitt (1969); pairs of one return are alike, so the true one is wider
(docs/developer/decisions/0022-two-readings.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, stdev

LEVELS = 4  # 0 to 3
ENOUGH = 20  # pairs: below this a figure would be chance
WIDE = 0.2  # an interval wider than this tells nobody from anybody
Pairs = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Weighted kappa with its 95 % interval; None for both ends where every pair is the same and none can be told."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Spread:
    """How much higher (above 0) or lower somebody's levels are: the mean and the standard deviation of differences."""

    mean: float
    deviation: float


def kappa_of(table: Sequence[Sequence[int]]) -> Kappa | None:
    """Weighted kappa of a square table of counts; None where one of the two always gave one and the same level.

    Then agreement by chance is all the agreement there can be, whatever was meant.
    """
    by_row, by_column = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    if 1 in {sum(map(bool, by_row)), sum(map(bool, by_column))}:
        return None
    if sum(row[place] for place, row in enumerate(table)) == sum(by_row):
        return Kappa(1.0, None, None)
    from statsmodels.stats.inter_rater import cohens_kappa  # noqa: PLC0415 - big, and only this page needs it

    found = cohens_kappa(table, wt="linear")
    return Kappa(float(found.kappa), max(float(found.kappa_low), -1.0), min(float(found.kappa_upp), 1.0))


def table_of(pairs: Pairs) -> list[list[int]]:
    """How often which two levels met: rows by the one, columns by the other."""
    table = [[0] * LEVELS for _level in range(LEVELS)]
    for mine, other in pairs:
        table[mine][other] += 1
    return table


def spread_of(differences: Sequence[int]) -> Spread | None:
    """The mean signed difference and its standard deviation; None below two."""
    return Spread(mean(differences), stdev(differences)) if len(differences) > 1 else None


def in_words(number: int, kappa: Kappa | None) -> str:
    """What the figure is worth. number: of pairs it comes from."""
    pairs = "1 pair" if number == 1 else f"{number} pairs"
    if number < ENOUGH:
        return f"{pairs}: too few for a figure, which needs {ENOUGH}"
    if kappa is None:
        return f"{pairs}: one of the two readers always gave one and the same level, so no figure can be told"
    if kappa.low is None or kappa.high is None:
        return f"{pairs}: the same level in each, so how sure it is cannot be told"
    between = f"{pairs}: from {kappa.low:.2f} to {kappa.high:.2f}"
    return f"{between}, too few to tell one reader from another" if kappa.high - kappa.low > WIDE else between
