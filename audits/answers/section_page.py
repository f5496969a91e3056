"""One section: each of its indicators with what the school says and everything that helps to answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID, uuid4

from audits.answers.guidance import Guidance, guidance_for
from audits.answers.queries import framework_settings, rows_of
from audits.answers.rules import first_in_need, gap_words
from audits.answers.types import AuditRow, SectionHead, SectionRows, by_section
from audits.frameworks.definition import LevelDefinition
from audits.frameworks.scales import rating_scale_of
from audits.governors.counting import visits_to
from audits.lifecycle.child_details import child_details_left
from audits.lifecycle.models import Audit
from lscp_portal.childdata.confirming import ReadKnown
from schools.contacts.known import known_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One indicator. status: in words; needs: what keeps an answer from being signed, in sentences.

    operation_id: for one press of “Still true”. read: the revision shown.
    """

    row: AuditRow
    guidance: Guidance
    status: str
    needs: tuple[str, ...]
    read: int
    operation_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPage:
    """A section of the audit. offered: how many answers can be carried forward here; visits: governors’ notes.

    good: levels that say what good looks like, where some indicator here has no words of its own for it. first_in_need:
    (“2 need an action”, the first of them).
    """

    audit_id: int
    chapter: SectionRows
    blocks: tuple[Block, ...]
    following: SectionHead | None
    offered: int
    visits: int
    good: tuple[LevelDefinition, ...]
    first_in_need: Sequence[tuple[str, AuditRow]]


def section_page(*, audit: Audit, code: str, only: Collection[int] | None = None) -> SectionPage | None:
    """The section; None when nothing of it is asked. Nine queries, however many indicators it has.

    Three more where something in its answers may point at a child.

    only: ids of the indicators a contributor may see; None for who sees all.
    """
    ids = [one for one in audit.indicator_ids if only is None or one in only]
    chapters = by_section(rows_of(audit_id=audit.pk, indicator_ids=ids))
    here = next((at for at, one in enumerate(chapters) if one.section.code == code), None)
    if here is None:
        return None
    chapter = chapters[here]
    settings = framework_settings(audit)
    guidance = guidance_for(
        audit=audit, rows=chapter.rows, documents=settings["documents"], for_contributor=only is not None
    )
    known = cache(known_at(tenant_id=audit.tenant_id, school_id=audit.school_id))
    blocks = tuple(_block(row, guidance[row.indicator.code], known) for row in chapter.rows)
    pointing = {block.row.indicator.code for block in blocks if len(block.needs) > len(block.row.needs)}
    return SectionPage(
        audit_id=audit.pk,
        chapter=chapter,
        blocks=blocks,
        following=next((one.section for one in chapters[here + 1 :]), None),
        offered=sum(block.guidance.offers for block in blocks),
        visits=visits_to(section=code, since=audit.cycle.opens_on),
        first_in_need=first_in_need(chapter.rows, pointing=pointing),
        good=() if all(block.guidance.looks_like for block in blocks) else rating_scale_of(settings).good,
    )


def _block(row: AuditRow, guidance: Guidance, known: ReadKnown) -> Block:
    pointing = child_details_left(row.answer, known=known) if row.answer else []
    return Block(
        row=row,
        guidance=guidance,
        status=gap_words(row.gaps, row.level),
        needs=(*row.needs, *pointing) if row.answer else (),
        read=row.answer.revision if row.answer else 0,
        operation_id=uuid4(),
    )
