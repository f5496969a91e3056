"""Charts of counts: lines over days, and bars of a part of a whole. Attributes only, no id: CSP-clean, on paper too."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lscp_portal.ui.types import DayLine, LineChart, ShareBar, ShareBars

WIDTH, HEIGHT = 920, 320
LEFT, RIGHT, TOP, BOTTOM = 60, 170, 14, 44  # room for the scale, for the names of lines, and for the days
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
LABEL_WIDTH, WORDS_WIDTH = 300, 190
BAR_HEIGHT, ROW_HEIGHT = 26, 40
LABEL_LETTERS = 36
NAME_GAP = 22  # between the names of two lines that end near each other
QUARTERS = (0, 25, 50, 75, 100)
STROKES = (("#0b4a4f", 4, ""), ("#801650", 3, "9 6"))  # colour, width, dashes: told apart without colour
FONT = "'Source Sans 3', Arial, sans-serif"
INK, GREY, PALE = "#14191a", "#4c5a5b", "#c9d4d4"


def line_chart_svg(chart: LineChart) -> SafeString:
    """At most two lines of percentages over days; its <title> is the sentence of the chart."""
    last = max((day for line in chart.lines for day, _share in line.points), default=0) or 1
    lines = format_html_join("", "{}", ((_line(line, index, last),) for index, line in enumerate(chart.lines)))
    names = format_html_join("", "{}", ((name,) for name in _names(chart.lines, last)))
    return _drawing(HEIGHT, f"{chart.title}. {chart.sentence}", _scale(last), lines, names)


def share_bars_svg(chart: ShareBars) -> SafeString:
    """One bar for each row: how much of its outline is filled, and the numbers beside it in words."""
    rows = format_html_join("", "{}", ((_bar(row, index),) for index, row in enumerate(chart.rows)))
    said = "; ".join(f"{row.label}: {row.words}" for row in chart.rows)
    return _drawing(ROW_HEIGHT * len(chart.rows) + 8, f"{chart.title}. {said}.", rows)


def table_days(chart: LineChart) -> list[tuple[int, list[str]]]:
    """What the table says: about ten days of the chart, then for each line its share on that day, "" after its end."""
    known = sorted({day for line in chart.lines for day, _share in line.points})
    step = max(1, -(-len(known) // 10))
    days = sorted({*known[::step], *(line.points[-1][0] for line in chart.lines if line.points)})
    shares = [dict(line.points) for line in chart.lines]
    return [(day, [f"{one[day]}%" if day in one else "" for one in shares]) for day in days]


def _drawing(height: int, title: str, *parts: SafeString) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{}" height="{}" viewBox="0 0 {} {}">'
        "<title>{}</title>{}</svg>",
        WIDTH,
        height,
        WIDTH,
        height,
        title,
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _x(day: int, last: int) -> float:
    return round(LEFT + PLOT_WIDTH * day / last, 1)


def _y(share: float) -> float:
    return round(TOP + PLOT_HEIGHT * (100 - share) / 100, 1)


def _scale(last: int) -> SafeString:
    """Lines at quarters, and days below: the scale begins at nought and ends at all."""
    levels = format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1"/>{}',
        (
            (LEFT, _y(share), LEFT + PLOT_WIDTH, _y(share), PALE, _text(LEFT - 8, _y(share) + 6, f"{share}%", "end"))
            for share in QUARTERS
        ),
    )
    days = sorted({round(last * quarter / 100) for quarter in QUARTERS})
    words = ((_text(_x(day, last), HEIGHT - BOTTOM + 26, f"day {day}", "middle"),) for day in days)
    return format_html("{}{}", levels, format_html_join("", "{}", words))


def _line(line: DayLine, index: int, last: int) -> SafeString:
    colour, width, dashes = STROKES[index]
    points = " ".join(f"{_x(day, last)},{_y(share)}" for day, share in line.points)
    return format_html(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round"{}/>',
        points,
        colour,
        width,
        format_html(' stroke-dasharray="{}"', dashes) if dashes else "",
    )


def _names(lines: Sequence[DayLine], last: int) -> list[SafeString]:
    """The name beside each end, in black; the second moves away where both ends are near each other."""
    placed: list[tuple[float, float]] = []
    found = []
    for line in lines:
        if not line.points:
            continue
        day, share = line.points[-1]
        x, y = _x(day, last) + 8, _y(share) + 6
        if any(abs(x - left) < RIGHT and abs(y - level) < NAME_GAP for left, level in placed):
            y = placed[-1][1] + NAME_GAP
        placed.append((x, y))
        found.append(_text(x, y, f"{line.name}: {share}%", "start"))
    return found


def _bar(row: ShareBar, index: int) -> SafeString:
    y = index * ROW_HEIGHT + 4
    room = WIDTH - LABEL_WIDTH - WORDS_WIDTH
    filled = round(room * row.part / row.whole, 1) if row.whole else 0
    label = row.label if len(row.label) <= LABEL_LETTERS else f"{row.label[: LABEL_LETTERS - 1].rstrip()}…"
    return format_html(
        '{}<rect x="{}" y="{}" width="{}" height="{}" fill="#ffffff" stroke="{}" stroke-width="1.5"/>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="#0b4a4f"/>{}',
        _text(0, y + 19, label, "start"),
        LABEL_WIDTH,
        y,
        room,
        BAR_HEIGHT,
        GREY,
        LABEL_WIDTH,
        y,
        filled,
        BAR_HEIGHT,
        _text(LABEL_WIDTH + room + 10, y + 19, row.words, "start"),
    )


def _text(x: float, y: float, words: object, anchor: str) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="17" text-anchor="{}" fill="{}">{}</text>',
        round(x, 1),
        round(y, 1),
        FONT,
        anchor,
        INK,
        words,
    )
