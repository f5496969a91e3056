"""The components of the pages stay readable aloud when they are printed."""

import io

import page
import pikepdf
from django.template import engines

from lscp_portal.documents.rendering import render
from lscp_portal.ui.types import Cell, Fact, Heading, LevelBar, LevelBars, Side, SummaryRow

TEMPLATE = """{% extends "base/print.html" %}{% block title %}Area summary{% endblock %}{% block content %}
<h1>Area summary</h1>
{% level_chip level="secure" %} {% level_chip level="not_checked" %} {% level_chip level="" %}
{% level_bars chart=chart %}
{% table caption="Coverage" headings=headings rows=rows %}
{% facts items=facts %}
{% side_by_side left=left right=right %}
{% panel title="What next" %}<p>Words</p>{% endpanel %}{% inset %}Words{% endinset %}
{% summary_list rows=summary %}
{% tag text="Overdue" colour="alert" %}{% warning text="Mind this" %}
{% endblock %}"""
COUNTS = {"secure": 3, "partly": 4, "embedded": 1, "not_in_place": 2, "not_checked": 1}
CONTEXT = {
    "chart": LevelBars(title="Levels", rows=[LevelBar("Leadership", COUNTS)], unit="indicators"),
    "headings": ["Part", Heading("Count", numeric=True)],
    "rows": [["A", Cell("3", numeric=True)], ["B", Cell("", level="secure")]],
    "facts": [Fact("14", "audits sent"), Fact("9", "visits held")],
    "left": Side("We say", "secure"),
    "right": Side("They say", "partly"),
    "summary": [SummaryRow("Chair", "A. Chair"), SummaryRow("Head", "A. Head")],
}


def test_every_component_prints_to_pdf_ua_1_without_a_remark():
    rendering = render(engines["django"].from_string(TEMPLATE).render(CONTEXT))
    assert rendering.remarks == ()
    found = page.validate_pdf_bytes(rendering.pdf, profile="ua1")
    assert not found.failures, [failure.message for failure in found.failures]


def test_terms_and_their_values_are_plain_parts_not_items_of_no_list():
    html = '<html lang="en"><meta charset="utf-8"><title>x</title><h1>x</h1>'
    html += "<dl><div><dt>Chair</dt><dd>A. Chair</dd></div></dl><dl><dt>Head</dt><dd>A. Head</dd></dl>"
    pdf = render(html).pdf
    assert not page.validate_pdf_bytes(pdf, profile="ua1").failures
    opened = pikepdf.open(io.BytesIO(pdf))
    tagged = [
        thing for thing in opened.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/P") is not None
    ]
    assert [str(thing.get("/S")) for thing in tagged].count("/LI") == 2
