"""The design system's components. Keyword-only: a misspelt or missing parameter fails when the template is compiled."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from django import template
from django.conf import settings
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lscp_portal.ui import charts, counted, levels
from lscp_portal.ui.types import Cell, HasSentence, Heading, LevelBars, LineChart, ShareBars, Side, Step

register = template.Library()
Context = dict[str, Any]


@register.inclusion_tag("components/button.html")
def button(
    *,
    text: str,
    kind: Literal["primary", "secondary", "warning", "start"] = "primary",
    href: str = "",
    name: str = "",
    value: str = "",
) -> Context:
    """A submit button that takes one click only, or with `href` a link that looks like one."""
    if kind not in {"primary", "secondary", "warning", "start"}:
        raise template.TemplateSyntaxError(f"There is no button of the kind {kind!r}.")
    return {"text": text, "kind": kind, "href": href, "name": name, "value": value}


@register.simple_block_tag
def button_group(content: SafeString) -> SafeString:
    """Buttons and links beside each other."""
    return render_to_string("components/button_group.html", {"content": content})


@register.inclusion_tag("components/tag.html")
def tag(*, text: str, colour: Literal["grey", "teal", "blue", "orange", "alert"] = "grey") -> Context:
    """A word that needs the reader. `alert` is kept for what is critical or overdue."""
    if colour not in {"grey", "teal", "blue", "orange", "alert"}:
        raise template.TemplateSyntaxError(f"There is no tag colour {colour!r}.")
    return {"text": text, "colour": colour}


@register.inclusion_tag("components/level_chip.html")
def level_chip(*, level: str | int | None) -> Context:
    """One of the six answers in words: a key such as "secure", 0 to 3, or ""/None for no answer yet."""
    return {"level": levels.find(level)}


@register.simple_tag
def level_word(*, level: str | int | None) -> str:
    """The same as plain words, inside a sentence."""
    return levels.find(level).word


@register.inclusion_tag("components/level_key.html")
def level_key() -> Context:
    """All six answers, for a page that uses them."""
    return {"levels": levels.LEVELS}


@register.inclusion_tag("components/summary_list.html")
def summary_list(*, rows: Iterable[Any], title: str = "") -> Context:
    """Facts and values from SummaryRow objects; `title` puts them on a card."""
    return {"rows": rows, "title": title}


@register.simple_block_tag
def summary(content: SafeString) -> SafeString:
    """Facts and values written out on the page with {% row %} and {% row_block %}."""
    return render_to_string("components/summary.html", {"content": content})


@register.inclusion_tag("components/row.html")
def row(*, key: str, value: object, href: str = "", action: str = "Change") -> Context:
    """One row inside {% summary %}."""
    return {"key": key, "value": value, "href": href, "action": action}


@register.simple_block_tag
def row_block(content: SafeString, *, key: str) -> SafeString:
    """One row inside {% summary %} whose value is markup, such as a level chip."""
    return render_to_string("components/row.html", {"key": key, "value": content, "href": "", "action": ""})


@register.inclusion_tag("components/task_list.html")
def task_list(*, items: Iterable[Any], name: str) -> Context:
    """Task objects in order. `name` makes the ids unique when a page has several lists."""
    return {"items": items, "name": name}


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    *,
    form: BaseForm | None = None,
    forms: Iterable[BaseForm] = (),
    blockers: Iterable[HasSentence] = (),
    title: str = "There is a problem",
) -> Context:
    """What is wrong, each line a link to its control; `blockers` are reasons a step is refused. May draw nothing."""
    found = [form] if form else []
    lines = [line for each in [*found, *forms] for line in _lines(each)]
    lines += [(blocker.sentence, getattr(blocker, "href", "")) for blocker in blockers]
    return {"lines": lines, "title": title}


def _lines(form: BaseForm) -> list[tuple[str, str]]:
    if not form.is_bound:
        return []
    lines = [(str(message), "") for message in form.non_field_errors()]
    for field in form:
        href = "" if field.is_hidden else f"#{getattr(field, 'first_control_id', field.auto_id)}"
        lines += [(str(message), href) for message in field.errors]
    return lines


@register.inclusion_tag("components/notification.html")
def notification(*, text: object, title: str = "Important", success: bool = False, number: int = 1) -> Context:
    """A banner that says what just happened. `number` differs when a page shows several."""
    return {"text": text, "title": title, "success": success, "number": number}


@register.simple_block_tag
def inset(content: SafeString) -> SafeString:
    """Words that stand out from those around them."""
    return render_to_string("components/inset.html", {"content": content})


@register.simple_block_tag
def panel(content: SafeString, *, title: str = "", alert: bool = False) -> SafeString:
    """A pale panel with a coloured top edge. `alert` only for what is urgent."""
    return render_to_string("components/panel.html", {"content": content, "title": title, "alert": alert})


@register.simple_block_tag
def details(content: SafeString, *, summary: str, is_open: bool = False, key: str = "") -> SafeString:
    """Words that not everybody needs, behind a line that says what they are."""
    return render_to_string(
        "components/details.html", {"content": content, "summary": summary, "is_open": is_open, "key": key}
    )


@register.inclusion_tag("components/warning.html")
def warning(*, text: str) -> Context:
    """A consequence that cannot be undone."""
    return {"text": text}


@register.inclusion_tag("components/confirmation.html")
def confirmation(*, title: str, text: str = "") -> Context:
    """The box of a page that says "done". It holds the page's h1."""
    return {"title": title, "text": text}


@register.inclusion_tag("components/table.html")
def table(*, caption: str, headings: Sequence[str | Heading], rows: Iterable[Iterable[Any]]) -> Context:
    """A data table; the first cell of a row names it. Values or Cell objects; cards on a phone."""
    heads = [heading if isinstance(heading, Heading) else Heading(str(heading)) for heading in headings]
    return {"caption": caption, "headings": heads, "rows": [_cells(heads, cells) for cells in rows]}


def _cells(headings: Sequence[Heading], cells: Iterable[Any]) -> list[Context]:
    made = [cell if isinstance(cell, Cell) else Cell(cell) for cell in cells]
    return [
        {"cell": cell, "heading": heading.text, "numeric": cell.numeric or heading.numeric}
        for heading, cell in zip(headings, made, strict=True)
    ]


@register.inclusion_tag("components/progress.html")
def progress(*, done: int, total: int, what: str = "answered", left: str = "") -> Context:
    """How far somebody is ("14 of 38 answered") and what is left, in words; never a percentage."""
    bar = charts.progress_svg(done=done, total=total)
    return {"done": done, "total": total, "what": what, "left": left, "bar": bar}


@register.inclusion_tag("components/pagination.html")
def pagination(*, page: object, label: str = "Pages") -> Context:
    """Previous and next. `page` has previous_href and next_href ("" for none); see types.Pages for the rest."""
    names = ("previous_href", "next_href", "previous_text", "next_text", "position")
    return {"label": label} | {name: getattr(page, name, "") for name in names}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*, items: Iterable[tuple[str, str]]) -> Context:
    """The way here as (text, address) pairs; an empty address is plain text."""
    return {"items": items}


@register.simple_block_tag
def crumbs(content: SafeString) -> SafeString:
    """The way here, written out on the page with {% crumb %}."""
    return render_to_string("components/crumbs.html", {"content": content})


@register.inclusion_tag("components/crumb.html")
def crumb(*, text: str, href: str = "") -> Context:
    """One step of the way here, inside {% crumbs %}."""
    return {"text": text, "href": href}


@register.inclusion_tag("components/back_link.html")
def back_link(*, href: str, text: str = "Back") -> Context:
    """One step back, where breadcrumbs would be too much."""
    return {"href": href, "text": text}


@register.inclusion_tag("components/step_list.html")
def step_list(*, steps: Iterable[Step], label: str) -> Context:
    """A road: what is done, where we are, what comes next. `label` names the list for a screen reader."""
    return {"steps": steps, "label": label}


@register.inclusion_tag("components/side_by_side.html")
def side_by_side(*, left: Side, right: Side) -> Context:
    """Two readings beside each other, and in words how far apart they are."""
    return {"sides": (left, right), "difference": levels.difference(left.level, right.level)}


@register.inclusion_tag("components/facts.html")
def facts(*, items: Iterable[Any]) -> Context:
    """Number tiles from Fact objects; a tile with `href` leads to the list it counts."""
    return {"items": items}


@register.inclusion_tag("components/level_bars.html")
def level_bars(*, chart: LevelBars, heading_level: Literal[2, 3] = 2) -> Context:
    """A chart of levels: message, drawing, and the table that says the same. For pages and PDFs."""
    return {
        "chart": chart,
        "heading_level": heading_level,
        "drawing": charts.level_bars_svg(chart),
        "levels": charts.shown_levels(chart),
        "rows": charts.table_rows(chart),
    }


@register.inclusion_tag("components/line_chart.html")
def line_chart(*, chart: LineChart) -> Context:
    """Lines of percentages over days: message, sentence, drawing, and the table that says the same."""
    return {"chart": chart, "drawing": counted.line_chart_svg(chart), "rows": counted.table_days(chart)}


@register.inclusion_tag("components/share_bars.html")
def share_bars(*, chart: ShareBars) -> Context:
    """Bars of a part of a whole, with the table that says the same."""
    return {"chart": chart, "drawing": counted.share_bars_svg(chart)}


@register.inclusion_tag("components/search_form.html")
def search_form(*, action: str, label: str, value: str = "", hint: str = "", name: str = "q") -> Context:
    """One box that looks something up with GET."""
    return {"action": action, "label": label, "value": value, "hint": hint, "name": name}


@register.inclusion_tag("components/phase_banner.html")
def phase_banner(*, text: str, word: str = "Demonstration") -> Context:
    """What kind of copy of the service this is."""
    return {"text": text, "word": word, "is_shown": True}


@register.inclusion_tag("components/phase_banner.html")
def demonstration_banner() -> Context:
    """Says that places, schools and people are invented; draws nothing outside a demonstration."""
    text = "Places, schools and people are invented. Type nothing about a real child."
    return {"text": text, "word": "Demonstration", "is_shown": settings.DEMONSTRATION}


@register.inclusion_tag("components/fields.html")
def fields(*, form: BaseForm) -> Context:
    """Every field of a form, one group below the other."""
    return {"form": form}


@register.filter
def telephone(number: str) -> str:
    """The address behind a telephone number: "01632 960111" becomes "tel:01632960111"."""
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
