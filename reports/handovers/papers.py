"""A paper that was handed over, as a page shows it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from audits.answers.types import SectionRows, by_section
from audits.feedback.types import Letter
from audits.signoff.copies import Receipt, receipt_of, row_of
from audits.signoff.freezing import sha256_of
from lscp_portal.tenancy.actor import Actor
from reports.handovers.policies import may_read_papers
from schools.handovers.models import Handover, HandoverItem
from schools.handovers.queries import Package, package_received, received_paper
from schools.register.models import School

Kind = HandoverItem.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """One paper. text: the exact characters that sha256 is of; letter: of a feedback letter only."""

    id: int
    kind: str
    kind_words: str
    title: str
    dated_on: date
    from_name: str
    from_urn: int
    to_urn: int
    text: str
    sha256: str
    is_intact: bool
    content: Mapping[str, Any]
    letter: Letter | None

    @property
    def signatures(self) -> Sequence[Receipt]:
        """Who signed, of a signed copy."""
        return [receipt_of(signature) for signature in self.content.get("signatures", ())]

    @property
    def chapters(self) -> Sequence[SectionRows]:
        """The answers, section by section, of a copy or of answers not sent in."""
        rows = self.content.get("indicators", ())
        return by_section(row_of(place, row) for place, row in enumerate(rows, start=1))


def paper_page(*, item_id: int) -> PaperPage:
    """A paper that came to the open scope, its hash worked out again. One query. Raises Http404."""
    try:
        item = received_paper(item_id=item_id)
    except HandoverItem.DoesNotExist:
        raise Http404 from None
    content: dict[str, Any] = json.loads(item.content)
    return PaperPage(
        id=item.pk,
        kind=item.kind,
        kind_words=item.get_kind_display(),
        title=item.title,
        dated_on=item.dated_on,
        from_name=item.handover.from_name,
        from_urn=item.handover.from_urn,
        to_urn=item.to_urn,
        text=item.content,
        sha256=item.sha256,
        is_intact=sha256_of(item.content) == item.sha256,
        content=content,
        letter=Letter.of(content["letter"]) if item.kind == Kind.LETTER else None,
    )


def paper_for(*, actor: Actor, item_id: int) -> PaperPage:
    """The same for staff of the partnership: not there with a declared conflict, nor what the school has not handed in.

    Two queries. Raises Http404.
    """
    page = paper_page(item_id=item_id)
    school_id = School.objects.filter(urn=page.to_urn).values_list("pk", flat=True).first()
    if page.kind == Kind.ANSWERS or not may_read_papers(actor, school_id):
        raise Http404
    return page


def package_page(*, handover_id: int) -> tuple[Package, int | None]:
    """A package that came here, and the id of our school it is of. Three queries. Raises Http404."""
    try:
        package = package_received(handover_id=handover_id)
    except Handover.DoesNotExist:
        raise Http404 from None
    return package, School.objects.filter(urn=package.to_urn, left_area_on=None).values_list("pk", flat=True).first()
