"""The document itself: one fragment of HTML that becomes the body of the public web page and of the PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from lscp_portal.tenancy.models import Partnership
from lscp_portal.ui.fields import in_words
from lscp_portal.ui.types import LevelBar, LevelBars
from reports.drafting.models import Report
from reports.drafting.types import AuditRecord
from reports.drafting.wording import spoken

BULLETS = ("- ", "* ", "• ")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of one line of text, or a list."""

    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything the template shows. results, recommendations: rows for {% table %}; chart: None for a small school."""

    title: str
    place: str
    cycle: str
    framework: str
    partnership_name: str
    phone: str
    out_of_hours: str
    correct_on: str
    summary: Sequence[Block]
    strengths: Sequence[Block]
    improvements: Sequence[Block]
    next_steps: Sequence[Block]
    results: Sequence[Sequence[str]]
    chart: LevelBars | None
    recommendations: Sequence[Sequence[str]]
    comment: Sequence[Block]
    made: Sequence[str]
    result_headings: Sequence[str] = ("Section", "Result")
    recommendation_headings: Sequence[str] = ("What to do", "Who can help", "By")


def document_of(*, report: Report, partnership: Partnership, correct_on: date) -> Document:
    """The report as it stands now, ready for the template. Runs no query beyond the two rows it is given."""
    record = AuditRecord.of(report.record)
    return Document(
        title=title_of(record),
        place=", ".join(filter(None, (record.phase, record.town, f"URN {record.urn}"))),
        cycle=record.cycle,
        framework=record.framework,
        partnership_name=partnership.name,
        phone=partnership.safeguarding_phone,
        out_of_hours=partnership.out_of_hours_phone,
        correct_on=in_words(correct_on),
        summary=blocks(report.summary),
        strengths=blocks(report.strengths),
        improvements=blocks(report.improvements),
        next_steps=blocks(report.next_steps),
        results=[]
        if record.is_narrative_only
        else [(line.title, line.result or "Not read") for line in record.sections],
        chart=_chart(record),
        recommendations=[(line.text, line.help_from, spoken(line.due_on)) for line in record.recommendations],
        comment=blocks(report.school_comment),
        made=_how_it_was_made(record),
    )


def title_of(record: AuditRecord) -> str:
    """Of the page, the PDF and the browser's tab."""
    return f"{record.school_name}: safeguarding report {record.year}/{(record.year + 1) % 100:02d}"


def fragment(document: Document) -> str:
    """`<article class="lscp-report">…</article>`: no script, no inline style, ids that begin with report-."""
    return render_to_string("reports/publication/document.html", {"document": document}).strip()


def for_print(*, html: str, title: str, partnership_name: str, edition: str) -> str:
    """A whole HTML document around the fragment, for render_pdf. edition: "Edition 1, correct on 24 November 2026"."""
    context = {"body": trusted(html), "title": title, "partnership_name": partnership_name, "edition": edition}
    return render_to_string("reports/publication/pdf.html", context)


def trusted(html: str) -> SafeString:
    """A stored fragment as markup: our own template made it with escaping on, and the database keeps it unchanged."""
    return mark_safe(html)  # noqa: S308 - made by fragment() above, never typed by anybody


def half_page(*, report: Report, correct_on: date) -> dict[str, Any]:
    """What search results, the school's public page and the API show of an edition (kept in Edition.summary)."""
    record = AuditRecord.of(report.record)
    sections = [
        {"code": line.code, "title": line.title, "level": line.level, "result": line.result}
        for line in record.sections
        if line.level is not None and not record.is_narrative_only
    ]
    return {
        "paragraphs": [" ".join(block.lines) for block in blocks(report.summary)],
        "correct_on": correct_on.isoformat(),
        "cycle": record.cycle,
        "framework": record.framework,
        "narrative_only": record.is_narrative_only,
        "sections": sections,
        "facts": _facts(record),
        "visited_on": record.visit.held_on if record.visit else None,
        "recommendations": len(record.recommendations),
        "school_commented": bool(report.school_comment.strip()),
    }


def blocks(text: str) -> list[Block]:
    """Plain text as paragraphs and lists: an empty line ends a paragraph, lines that begin with "- " are a list."""
    made: list[Block] = []
    for paragraph in text.replace("\r\n", "\n").split("\n\n"):
        for line in filter(None, (line.strip() for line in paragraph.split("\n"))):
            is_entry = line.startswith(BULLETS)
            words = line[2:].strip() if is_entry else line
            if made and is_entry and made[-1].is_list:
                made[-1] = Block((*made[-1].lines, words), is_list=True)
            else:
                made.append(Block((words,), is_list=is_entry))
    return made


def _chart(record: AuditRecord) -> LevelBars | None:
    read = [line for line in record.sections if any(line.spread.values())]
    if record.is_narrative_only or not read:
        return None
    return LevelBars(
        title="How many arrangements stand where",
        rows=[LevelBar(line.title, line.spread) for line in read],
        unit="arrangements",
        note="Each arrangement is one statement of the audit, as the partnership’s reviewer read it.",
    )


def _facts(record: AuditRecord) -> list[dict[str, object]]:
    if record.is_narrative_only:
        return []
    number = len(record.recommendations)
    secure = sum(line.spread.get("secure", 0) + line.spread.get("embedded", 0) for line in record.sections)
    return [
        {"number": record.coverage.read, "label": "arrangements read by the partnership"},
        {"number": secure, "label": "of them in place"},
        {"number": number, "label": "recommendation" if number == 1 else "recommendations"},
    ]


def _how_it_was_made(record: AuditRecord) -> list[str]:
    coverage, sent = record.coverage, record.submitted_on and f" and sent it in on {spoken(record.submitted_on)}"
    finished = record.reviewed_on and f" and finished on {spoken(record.reviewed_on)}"
    return [
        f"The school answered {coverage.answered} of the {coverage.asked} questions it was asked{sent}.",
        f"The audit is “{record.cycle}” ({record.framework}).",
        "The designated safeguarding lead, the head and the chair of governors signed the answers.",
        f"A reviewer with no tie to the school read {coverage.read} of them{finished}.",
        _visited(record),
        "The school was asked to check this report for factual accuracy. Somebody other than its author approved it.",
    ]


def _visited(record: AuditRecord) -> str:
    if record.visit is None:
        return "The school was not visited for this report."
    agencies = " and ".join(_spoken_agency(name) for name in record.visit.agencies)
    return f"A team from {agencies} visited the school on {spoken(record.visit.held_on)}."


def _spoken_agency(name: str) -> str:
    return {"Police": "the police", "Local authority": "the local authority"}.get(name, name.lower())
