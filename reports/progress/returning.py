"""How many returns are in, day by day, and beside last year's on the same day of its cycle. Plain functions."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from lscp_portal.ui.types import DayLine, LineChart, ShareBar, ShareBars, per_cent
from reports.progress.types import Comparison, Return

TRUST_FROM = 5  # schools: fewer say more about one school than about a trust


def in_by(returns: Sequence[Return], *, opened_on: date, day: int) -> int:
    """How many had come by the end of this day of the cycle; day 0 is the day on which it opened."""
    until = opened_on + timedelta(days=day)
    return sum(one.submitted_on is not None and one.submitted_on <= until for one in returns)


def curve(returns: Sequence[Return], *, opened_on: date, last_day: int) -> list[tuple[int, int]]:
    """(day, per cent in) from day 0 to `last_day`, of all that were asked."""
    days = Counter(max(0, (one.submitted_on - opened_on).days) for one in returns if one.submitted_on)
    points, so_far = [], 0
    for day in range(last_day + 1):
        so_far += days[day]
        points.append((day, per_cent(so_far, len(returns))))
    return points


def sentence_of(now: Comparison, before: Comparison | None) -> str:
    """As in "62 of 118 (53%) are in; on the same day of …". before: None without a comparable cycle."""
    said = f"{_share(now)} {'is' if now.is_in == 1 else 'are'} in"
    if before is None:
        return f"{said}. There is no earlier cycle of the same kind to compare it with."
    return (
        f"{said}; on the same day of {before.name} {'it was' if before.is_in == 1 else 'they were'} {_share(before)}."
    )


def title_of(now: Comparison, before: Comparison | None) -> str:
    """The message of the chart, in ten words or fewer."""
    if before is None:
        return "Returns that are in, day by day"
    ahead = per_cent(now.is_in, now.asked) - per_cent(before.is_in, before.asked)
    if ahead == 0:
        return "Returns come in as they did last time"
    points = f"{abs(ahead)} percentage point{'' if abs(ahead) == 1 else 's'}"
    return f"Returns are {points} {'ahead of' if ahead > 0 else 'behind'} last time"


def returning(now: Comparison, before: Comparison | None, lines: Sequence[DayLine]) -> LineChart:
    """The chart of both rounds."""
    note = f"Counted in days since each cycle opened; today is day {now.day}. A return is in when the chair has signed."
    return LineChart(title_of(now, before), sentence_of(now, before), lines, "Days since it opened", note)


def parts_of(returns: Sequence[Return]) -> list[ShareBars]:
    """By group, by phase and by trust: in the order of their names, so that nobody is ranked.

    A chart with one bar says nothing more than the sentence and is left out, unless the bar is a trust.
    """
    wanted: tuple[tuple[str, str, Callable[[Return], str], int], ...] = (
        ("Returns by group", "Group", lambda one: one.group, 1),
        ("Returns by phase", "Phase", lambda one: one.phase, 1),
        (f"Returns by trust, of {TRUST_FROM} schools and more", "Trust", lambda one: one.trust, TRUST_FROM),
    )
    charts = [ShareBars(title, _bars(returns, key, least), label) for title, label, key, least in wanted]
    return [chart for chart in charts if len(chart.rows) > 1 or (chart.label == "Trust" and chart.rows)]


def _bars(returns: Sequence[Return], key: Callable[[Return], str], least: int) -> list[ShareBar]:
    asked = Counter(key(one) for one in returns)
    is_in = Counter(key(one) for one in returns if one.submitted_on)
    return [ShareBar(name, is_in[name], asked[name]) for name in sorted(asked) if name and asked[name] >= least]


def _share(one: Comparison) -> str:
    return f"{one.is_in} of {one.asked} ({per_cent(one.is_in, one.asked)}%)"
