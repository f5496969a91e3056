"""The frozen copy and the board report as whole documents: a web page to keep, and a tagged PDF."""

from django.http import HttpResponse
from django.template.loader import render_to_string

from audits.lifecycle.models import Audit
from audits.signoff.board import MOST_WEAK, board_report
from audits.signoff.copies import Copy
from lscp_portal.documents.assets import STYLE_SHEET
from lscp_portal.documents.rendering import render
from lscp_portal.documents.types import Limits, Rendering

SOMEBODY_WAITS = Limits(wall_seconds=40, cpu_seconds=25)
PAGES_OF_THE_BOARD = 2


def copy_document(copy: Copy, *, partnership: str) -> str:
    """The frozen copy as one HTML document that needs nothing else, the same for ever."""
    return render_to_string("audits/signoff/copy_document.html", {"copy": copy, "partnership": partnership})


def copy_page_to_keep(copy: Copy, *, partnership: str) -> str:
    """The same with the style sheet of paper inside, for a browser without the portal."""
    style = f"<style>{STYLE_SHEET.read_text(encoding='utf-8')}</style></head>"
    return copy_document(copy, partnership=partnership).replace("</head>", style, 1)


def copy_pdf(copy: Copy, *, partnership: str) -> bytes:
    """The frozen copy as PDF/UA-1. Raises RenderTimeout, RenderRefused."""
    return render(copy_document(copy, partnership=partnership), limits=SOMEBODY_WAITS).pdf


def board_pdf(audit: Audit, *, partnership: str) -> Rendering:
    """The board report as PDF/UA-1 of at most two pages: where one would be longer, fewer weak answers are listed.

    Raises RenderTimeout, RenderRefused.
    """
    for most_weak in (MOST_WEAK, MOST_WEAK // 2, 0):
        shown = {"report": board_report(audit=audit, most_weak=most_weak), "partnership": partnership}
        drawn = render(render_to_string("audits/signoff/board_document.html", shown), limits=SOMEBODY_WAITS)
        if drawn.pages <= PAGES_OF_THE_BOARD:
            break
    return drawn


def download(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """A file to keep. kind: its media type."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
