"""Evidence beside answers: described by every school, and in the first one a file that was checked and found clean."""

import io
from dataclasses import replace
from datetime import timedelta
from functools import partial

from audits.answers.queries import whole_audit
from audits.evidence.actions import decide_uploads, describe
from audits.evidence.checking import check_file
from audits.evidence.types import Described
from audits.evidence.uploading import receive_file
from lscp_portal.documents.rendering import render_pdf
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.stage import Stage

DESCRIBED = 2  # pieces of evidence of each school
DESCRIBED_BY_FIRST = 6
ITEMS = (
    Described(
        kind="policy",
        what="Safeguarding and child protection policy, adopted by the governing board",
        kept_where="School office, policies folder, and on the website",
        held_by="Business manager",
    ),
    Described(
        kind="check",
        what="Note of the termly sample of ten records",
        kept_where="Safeguarding folder, checks of this year",
        held_by="Deputy safeguarding lead",
    ),
    Described(
        kind="training",
        what="Training record of all staff and volunteers",
        kept_where="Personnel system, training",
        held_by="Business manager",
    ),
    Described(
        kind="minutes",
        what="Minutes of the autumn meeting, item safeguarding",
        kept_where="Governors’ folder, minutes",
        held_by="Clerk to the governors",
    ),
    Described(
        kind="survey",
        what="What staff said in the autumn survey, as counts",
        kept_where="Safeguarding folder, surveys",
        held_by="Designated safeguarding lead",
    ),
    Described(
        kind="external",
        what="Report of the local authority’s visit",
        kept_where="Head’s office, reports from outside",
        held_by="Headteacher",
    ),
)
PAPER = """<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Safeguarding policy</title></head><body>
<h1>Safeguarding and child protection policy</h1>
<p>Adopted by the governing board. This paper belongs to the demonstration: school and policy are invented.</p>
</body></html>"""


def let_upload(stage: Stage, lead: Actor) -> None:
    """The area takes files as evidence."""
    with stage.as_(lead):
        decide_uploads(actor=lead, allowed=True, reason="Agreed in the board with the data protection officer.")


def describe_some(stage: Stage, dsl: Actor, audit_id: int, *, most: int) -> list[int]:
    """Describe evidence beside the first answers, one for each; the ids of the items."""
    today = stage.calendar.day(0)
    with stage.as_(dsl):
        answered = [row.indicator.code for row in whole_audit(audit_id=audit_id) if row.answer is not None]
        return [
            describe(
                actor=dsl,
                audit_id=audit_id,
                code=code,
                said=replace(
                    item, dated_on=today - timedelta(days=40 + place), review_on=today + timedelta(days=200 + place)
                ),
            ).pk
            for place, (code, item) in enumerate(zip(answered[:most], ITEMS, strict=False))
        ]


def upload_one(stage: Stage, dsl: Actor, item_id: int) -> None:
    """A file for one item, checked at once: the worker is not there while the area is made."""
    content = render_pdf(PAPER)
    with stage.as_(dsl):
        file = receive_file(
            actor=dsl, item_id=item_id, upload=io.BytesIO(content), name="Safeguarding policy.pdf", size=len(content)
        )
    check_file(partial(stage.in_area, dsl.tenant_id), file_id=file.pk)
