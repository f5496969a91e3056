"""What must hold before a report moves on."""

from collections.abc import Iterator

from lscp_portal.workflow import Blocker
from reports.drafting.models import Report

PARTS = {
    "summary": "the summary for parents",
    "strengths": "what works well",
    "improvements": "what needs to improve",
    "next_steps": "what happens next",
}


def every_part_is_written(report: Report) -> Iterator[Blocker]:
    """A report has its four parts."""
    for field, name in PARTS.items():
        if not getattr(report, field).strip():
            yield Blocker(field, f"Write {name}.")


def corrections_are_answered(report: Report) -> Iterator[Blocker]:
    """Every correction the school asked for has an answer."""
    if waiting := report.corrections.filter(accepted=None).count():
        yield Blocker("corrections", f"{waiting} corrections of the school have no answer yet.")


def partnership_publishes(report: Report) -> Iterator[Blocker]:
    """Publication is off until the partnership has adopted a protocol (no statute gives an express power)."""
    if not report.tenant.publishes_reports:
        yield Blocker("protocol", "This partnership has not adopted a publication protocol, so reports are not published.")


def edition_is_rendered(report: Report) -> Iterator[Blocker]:
    """The web page and the PDF are stored; these very bytes will be published."""
    latest = report.editions.order_by("-number").first()
    if latest is None or latest.rendered_at is None:
        yield Blocker("rendering", "The web page and the PDF are still being made. This takes less than a minute as a rule.")
