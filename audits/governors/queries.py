"""What a governor's pages show."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q
from django.utils import timezone

from audits.answers.queries import rows_of
from audits.answers.types import SectionRows, by_section
from audits.evidence.models import EvidenceItem
from audits.frameworks.models import Section
from audits.governors.models import GovernorVisit
from audits.governors.questions import questions_of
from audits.governors.rules import three_to_ask
from audits.governors.types import GovernorPage, SectionQuestions, Standing, VisitNote
from audits.lifecycle.models import Audit
from audits.lifecycle.rules import LOW
from audits.review.models import Review
from lscp_portal.accounts.models import Role
from lscp_portal.accounts.queries import names_of

GONE = "Somebody who has left"
MOST_OFFERED = 10  # as evidence of one answer


def governor_page(*, audit: Audit | None) -> GovernorPage:
    """Three things to ask, all questions, all notes. Five queries. Only in a school's scope."""
    notes = notes_here()
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids) if audit else ()
    chapters = by_section(rows)
    begun = audit.cycle.opens_on if audit else date.max
    seen: dict[str, date] = {}
    for note in notes:  # newest first
        for code in note.sections if note.visited_on >= begun else ():
            seen.setdefault(code, note.visited_on)
    return GovernorPage(
        three=three_to_ask([_standing(chapter, seen.get(chapter.section.code)) for chapter in chapters]),
        sections=[
            SectionQuestions(
                code=chapter.section.code,
                title=chapter.section.title,
                questions=questions_of(chapter.section.code),
            )
            for chapter in chapters
        ],
        notes=notes,
    )


def notes_here() -> list[VisitNote]:
    """The school's notes, the latest visit first. Three queries."""
    return _notes(GovernorVisit.objects.order_by("-visited_on", "-pk"))


def notes_as_evidence(*, section: str) -> list[VisitNote]:
    """The latest notes on one section that may serve as evidence. Three queries; one when there is none."""
    found = GovernorVisit.objects.filter(serves_as_evidence=True, sections__contains=[section])
    return _notes(found.order_by("-visited_on", "-pk")[:MOST_OFFERED])


def note_of(*, note_id: int) -> VisitNote:
    """One note. Three queries. Raises GovernorVisit.DoesNotExist."""
    found = _notes(GovernorVisit.objects.filter(pk=note_id))
    if not found:
        raise GovernorVisit.DoesNotExist
    return found[0]


def notes_for_review(*, review_id: int) -> list[VisitNote]:
    """Notes that may serve as evidence, for the reviewer. Four queries. Raises Review.DoesNotExist.

    Those of this cycle up to submission, and those that the school names as evidence of an answer.
    """
    review = Review.objects.select_related("audit__cycle").get(pk=review_id)
    audit = review.audit
    until = timezone.localdate(audit.submitted_at) if audit.submitted_at else date.max
    of_cycle = Q(visited_on__range=(audit.cycle.opens_on, until))
    named = Q(pk__in=EvidenceItem.objects.filter(audit_id=audit.pk, removed_at=None).values("visit_id"))
    found = GovernorVisit.objects.filter(of_cycle | named, school_id=review.school_id, serves_as_evidence=True)
    return _notes(found.order_by("-visited_on", "-pk"))


def sections_asked(*, audit: Audit) -> list[tuple[str, str]]:
    """Code and title of each section that is asked, in order. One query."""
    found = Section.objects.filter(indicators__in=audit.indicator_ids).distinct().order_by("position")
    return list(found.values_list("code", "title"))


def _standing(chapter: SectionRows, seen_on: date | None) -> Standing:
    low = [row for row in chapter.rows if row.level in LOW]
    return Standing(
        code=chapter.section.code,
        title=chapter.section.title,
        critical_low=sum(row.indicator.is_critical for row in low),
        low=len(low),
        stated=sum(bool(row.level) and row.answer is not None and row.answer.strength == 0 for row in chapter.rows),
        unanswered=len(chapter.rows) - chapter.answered,
        seen_on=seen_on,
    )


def _titles(codes: Collection[str]) -> dict[str, str]:
    """Code -> title. Codes are permanent in a series of frameworks; the newest framework's words win. One query."""
    return dict(Section.objects.filter(code__in=codes).order_by("framework_id").values_list("code", "title"))


def _notes(rows: Iterable[GovernorVisit]) -> list[VisitNote]:
    rows = list(rows)
    people = names_of({row.written_by_id for row in rows}) if rows else {}
    titles = _titles({code for row in rows for code in row.sections}) if rows else {}
    return [
        VisitNote(
            id=row.pk,
            visited_on=row.visited_on,
            role=str(Role(row.role).label),
            by=people.get(row.written_by_id, GONE),
            by_id=row.written_by_id,
            sections=tuple(row.sections),
            parts=tuple(titles.get(code, code) for code in row.sections),
            looked_at=row.looked_at,
            found=row.found,
            agreed=row.agreed,
            serves_as_evidence=row.serves_as_evidence,
            revision=row.revision,
            written_at=row.written_at,
            changed_at=row.changed_at,
        )
        for row in rows
    ]
