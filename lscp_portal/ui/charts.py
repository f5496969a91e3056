"""Charts drawn as SVG with presentation attributes only: the same under a strict CSP, on paper and in a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lscp_portal.ui.levels import LEVELS, NO_ANSWER, Level
from lscp_portal.ui.types import LevelBar, LevelBars

WIDTH = 920
LABEL_WIDTH = 300
TOTAL_WIDTH = 44
BAR_HEIGHT = 30
ROW_HEIGHT = 44
GAP = 2  # white between two parts, so that neighbours are told apart without colour
HATCH_STEP = 7
LABEL_LETTERS = 36  # about what fits into LABEL_WIDTH at 17 px
LINE_HEIGHT = 20
FONT = "'Source Sans 3', Arial, sans-serif"  # quoted: the 3 would make the name invalid
INK = "#14191a"
OUTLINE = "#4c5a5b"
DRAWN = (*LEVELS, NO_ANSWER)


@dataclass(frozen=True, slots=True)
class Part:
    """One coloured stretch of a bar, in pixels."""

    level: Level
    count: int
    x: float
    width: float


def level_bars_svg(chart: LevelBars) -> SafeString:
    """The drawing alone. Its <title> says everything the drawing shows: WeasyPrint and screen readers take that."""
    tops = [0, *accumulate(row_height(row.label) for row in chart.rows)]
    height = tops[-1] + 8
    longest = max((sum(_counts(row).values()) for row in chart.rows), default=0)
    rows = format_html_join("", "{}", ((_row(row, top, longest),) for row, top in zip(chart.rows, tops, strict=False)))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{}" height="{}" viewBox="0 0 {} {}">'
        "<title>{}</title>{}</svg>",
        WIDTH,
        height,
        WIDTH,
        height,
        sentence(chart),
        rows,
    )


def progress_svg(*, done: int, total: int) -> SafeString:
    """A thin bar beside words that say the same; hidden from screen readers for that reason."""
    width = round(420 * min(done, total) / total) if total else 0
    return format_html(
        '<svg class="lscp-progress__bar" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 420 10" '
        'width="420" height="10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect x="0" y="0" width="420" height="10" fill="#d9e8e8"/>'
        '<rect x="0" y="0" width="{}" height="10" fill="#0b4a4f"/></svg>',
        width,
    )


def label_lines(label: str) -> list[str]:
    """A label as the lines that fit beside its bar."""
    return wrap(label, LABEL_LETTERS)


def row_height(label: str) -> int:
    """The height of a bar and the room around it; more where the label needs three lines."""
    return max(ROW_HEIGHT, LINE_HEIGHT * len(label_lines(label)) + 8)


def label_svg(label: str, y: float) -> SafeString:
    """The lines of a label, their middle at the middle of the bar that begins at `y`."""
    lines = label_lines(label)
    first = y - LINE_HEIGHT * (len(lines) - 1) / 2
    placed = (
        (_text(0, first + LINE_HEIGHT * index, line, anchor="start", colour=INK),) for index, line in enumerate(lines)
    )
    return format_html_join("", "{}", placed)


def sentence(chart: LevelBars) -> str:
    """The whole chart in words: its message, then every bar."""
    bars = "; ".join(f"{row.label}: {_words(row)}" for row in chart.rows)
    return f"{chart.title}. Number of {chart.unit} at each level. {bars}."


def shown_levels(chart: LevelBars) -> tuple[Level, ...]:
    """The levels that occur, highest first: the key and the table leave the others out."""
    return tuple(level for level in DRAWN if any(_counts(row)[level.key] for row in chart.rows))


def table_rows(chart: LevelBars) -> list[tuple[str, list[tuple[str, int]], int]]:
    """What the table beside the chart says: label, then word and number for each shown level, then the total."""
    levels = shown_levels(chart)
    found = ((row.label, _counts(row)) for row in chart.rows)
    return [
        (label, [(level.word, counts[level.key]) for level in levels], sum(counts.values())) for label, counts in found
    ]


def _counts(row: LevelBar) -> dict[str, int]:
    return {level.key: row.counts.get(level.key, 0) for level in DRAWN}


def _words(row: LevelBar) -> str:
    counts = _counts(row)
    return ", ".join(f"{counts[level.key]} {level.word.lower()}" for level in DRAWN if counts[level.key]) or "none"


def _parts(row: LevelBar, longest: int) -> Iterator[Part]:
    scale = (WIDTH - LABEL_WIDTH - TOTAL_WIDTH) / longest if longest else 0
    x = float(LABEL_WIDTH)
    for level in DRAWN:
        if count := _counts(row)[level.key]:
            yield Part(level, count, x, count * scale)
            x += count * scale


def _row(row: LevelBar, top: int, longest: int) -> SafeString:
    y = top + 4 + (row_height(row.label) - ROW_HEIGHT) // 2
    parts = list(_parts(row, longest))
    end = parts[-1].x + parts[-1].width if parts else float(LABEL_WIDTH)
    return format_html(
        "{}{}{}",
        label_svg(row.label, y),
        format_html_join("", "{}", ((_part(part, y),) for part in parts)),
        _text(round(end + 8, 1), y, sum(part.count for part in parts), anchor="start", colour=INK),
    )


def _part(part: Part, y: int) -> SafeString:
    width = max(part.width - GAP, 1)
    outlined = part.level.value is None
    inset = 1 if outlined else 0  # a stroke lies half outside its rectangle
    box = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="{}"{}/>',
        round(part.x + inset, 1),
        y + inset,
        round(max(width - 2 * inset, 1), 1),
        BAR_HEIGHT - 2 * inset,
        part.level.fill,
        OUTLINE if outlined else "none",
        2 if outlined else 0,
        format_html(' stroke-dasharray="{}"', "3 3") if part.level is NO_ANSWER else "",
    )
    hatch = _hatch(part.x, y, width) if part.level.key == "not_checked" else ""
    return format_html("{}{}{}", box, hatch, _number(part, y, width))


def _number(part: Part, y: int, width: float) -> SafeString:
    """The count in its part, on white where that is hatched; left out where it would not fit (the table has it)."""
    letters = len(str(part.count))
    if width < letters * 10 + 4:
        return format_html("{}", "")
    middle = round(part.x + width / 2, 1)
    ground = format_html("{}", "")
    if part.level.key == "not_checked":
        half = letters * 5 + 4
        ground = format_html(
            '<rect x="{}" y="{}" width="{}" height="22" fill="#ffffff"/>', round(middle - half, 1), y + 4, 2 * half
        )
    return format_html("{}{}", ground, _text(middle, y, part.count, anchor="middle", colour=part.level.text))


def _text(x: float, y: float, words: object, *, anchor: str, colour: str) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-family="{}" font-size="17" text-anchor="{}" fill="{}">{}</text>',
        x,
        y + 21,
        FONT,
        anchor,
        colour,
        words,
    )


def _hatch(x: float, y: int, width: float) -> SafeString:
    """Slanted lines cut off at the rectangle's edges: no <pattern>, so no id that could occur twice on a page."""
    lines = []
    for offset in range(-BAR_HEIGHT, int(width), HATCH_STEP):
        start, stop = max(offset, 0), min(offset + BAR_HEIGHT, width)
        if stop > start:
            lines.append(
                (
                    round(x + start, 1),
                    y + BAR_HEIGHT - (start - offset),
                    round(x + stop, 1),
                    y + BAR_HEIGHT - (stop - offset),
                )
            )
    drawn = ((x1, round(y1, 1), x2, round(y2, 1), OUTLINE) for x1, y1, x2, y2 in lines)
    return format_html_join("", '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="1.5"/>', drawn)
