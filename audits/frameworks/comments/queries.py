"""Reads comments on versions that are or were out for comment."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from audits.frameworks.comments.rules import is_out_for_comment
from audits.frameworks.comments.types import CommentGroup, CommentRow, CommentsPage, DraftForSchool
from audits.frameworks.models import Framework, FrameworkComment, Indicator, Section
from audits.frameworks.sections import sections_of
from audits.frameworks.types import SectionPage
from lscp_portal.accounts.queries import names_of

WHOLE = "The whole framework"
GONE = "Somebody who has left"
FILE_HEADINGS = ("Part", "School", "Said by", "Said on", "Comment", "Reply", "Replied on")


def comments_page(*, framework_id: int) -> CommentsPage:
    """Every comment on one version, by part, in the framework's order. 5 queries. Raises Framework.DoesNotExist."""
    framework = Framework.objects.defer("settings").get(pk=framework_id)
    parts = _parts(sections_of(framework_id))
    rows = _rows(FrameworkComment.objects.filter(framework=framework), parts)
    order = {code: number for number, (code, _words) in enumerate(parts)}
    rows.sort(key=lambda row: (order.get(row.code, len(order)), row.said_at, row.id))
    return CommentsPage(
        id=framework.pk,
        name=str(framework),
        state_words=framework.get_state_display(),
        until=framework.comments_until,
        is_open=_is_open(framework),
        groups=_groups(rows),
        total=len(rows),
        schools=len({row.school for row in rows if row.school}),
        unanswered=sum(not row.reply for row in rows),
        parts=parts,
    )


def comment_row(*, comment_id: int) -> CommentRow:
    """One comment. 5 queries. Raises FrameworkComment.DoesNotExist."""
    comment: FrameworkComment = FrameworkComment.objects.get(pk=comment_id)
    found = _rows(FrameworkComment.objects.filter(pk=comment_id), _parts(sections_of(comment.framework_id)))
    return found[0]


def draft_for_school(*, framework_id: int) -> DraftForSchool:
    """A version that is out for comment, in a school's scope, with what the school said. 5 queries.

    Raises Framework.DoesNotExist: also for one that was never out, or is a draft again.
    """
    framework = Framework.objects.exclude(consulted_at=None).defer("settings").get(pk=framework_id)
    sections = sections_of(framework_id)
    parts = _parts(sections)
    return DraftForSchool(
        id=framework.pk,
        name=str(framework),
        academic_year=framework.academic_year,
        until=framework.comments_until,
        is_open=_is_open(framework),
        sections=sections,
        comments=_rows(FrameworkComment.objects.filter(framework=framework), parts),
        parts=parts,
    )


def out_for_comment() -> list[tuple[int, str, date]]:
    """Id, name and last day of the versions that can be commented on now. One query."""
    rows = Framework.objects.filter(state=Framework.State.CONSULTED, comments_until__gte=timezone.localdate())
    return [
        (row.pk, str(row), row.comments_until)
        for row in rows.defer("settings").order_by("comments_until", "pk")
        if row.comments_until
    ]


def known_codes(*, framework_id: int) -> frozenset[str]:
    """Codes of all sections and indicators of a version. Two queries."""
    sections = Section.objects.filter(framework_id=framework_id).order_by().values_list("code", flat=True)
    indicators = Indicator.objects.filter(framework_id=framework_id).order_by().values_list("code", flat=True)
    return frozenset(sections) | frozenset(indicators)


def comment_lines(*, framework_id: int) -> list[tuple[str, ...]]:
    """The comments as the lines of a file, headings first. 5 queries. Raises Framework.DoesNotExist."""
    rows = [row for group in comments_page(framework_id=framework_id).groups for row in group.rows]
    return [
        FILE_HEADINGS,
        *(
            (
                row.part, row.school or "Partnership", row.said_by, f"{timezone.localdate(row.said_at):%d/%m/%Y}",
                row.text, row.reply, f"{timezone.localdate(row.replied_at):%d/%m/%Y}" if row.replied_at else "",
            )
            for row in rows
        ),
    ]  # fmt: skip


def _is_open(framework: Framework) -> bool:
    return not list(is_out_for_comment(framework, today=timezone.localdate()))


def _parts(sections: Iterable[SectionPage]) -> list[tuple[str, str]]:
    found = [("", WHOLE)]
    for section in sections:
        found.append((section.code, f"Section {section.code}: {section.title}"))
        found += [(row.code, f"{row.code}: {row.text}") for row in section.indicators]
    return found


def _rows(wanted: "QuerySet[FrameworkComment]", parts: Sequence[tuple[str, str]]) -> list[CommentRow]:
    rows = list(wanted.select_related("from_school").order_by("said_at", "pk"))
    people = names_of(pk for row in rows for pk in (row.said_by_id, row.replied_by_id) if pk)
    words = dict(parts)
    return [
        CommentRow(
            id=row.pk,
            framework_id=row.framework_id,
            code=row.code,
            part=words.get(row.code, f"{row.code}, which is not in this version any more"),
            text=row.text,
            school=row.from_school.name if row.from_school else "",
            said_by=people.get(row.said_by_id, GONE),
            said_at=row.said_at,
            reply=row.reply,
            replied_by=people.get(row.replied_by_id or 0, GONE),
            replied_at=row.replied_at,
        )
        for row in rows
    ]


def _groups(rows: Iterable[CommentRow]) -> list[CommentGroup]:
    found: dict[str, list[CommentRow]] = {}
    for row in rows:
        found.setdefault(row.part, []).append(row)
    return [CommentGroup(part=part, rows=said) for part, said in found.items()]
