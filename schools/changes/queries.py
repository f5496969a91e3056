"""The change list, its previews, and what is kept of it beside a school."""

from collections.abc import Iterable

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from lscp_portal.accounts.queries import names_of
from schools.changes.models import ALIVE, Proposal
from schools.changes.rules import ARRIVALS
from schools.changes.types import ChangeList, GroupCount, Preview, ProposalRow, SchoolNote, Undecided
from schools.register.models import School
from schools.register.rules import in_words

PAGE = 100
State, Group = Proposal.State, Proposal.Group
SHOWN_OF_ARRIVALS = ("status", "establishment_type", "phase", "la_name", "opened_on")


def to_decide() -> Q:
    """The condition on changes that want a decision: those that wait, and those held until a day that has come."""
    return Q(state=State.WAITING) | Q(state=State.HELD, comes_back_on__lte=timezone.localdate())


def undecided_changes() -> Undecided:
    """How many changes of the register want a decision, and since when. One query."""
    found = Proposal.objects.filter(to_decide()).aggregate(count=Count("pk"), oldest=Min("waiting_since"))
    return Undecided(found["count"], found["oldest"])


def change_list(*, show: str = "", group: str = "", start: int = 0) -> ChangeList:
    """A hundred changes by school, from `start`. show: "held" or "explained"; else what is to be decided.

    Four queries, whatever the number of schools.
    """
    today = timezone.localdate()
    held, explained = Q(state=State.HELD, comes_back_on__gt=today), Q(state=State.EXPLAINED)
    condition = {"held": held, "explained": explained}.get(show, to_decide())
    counted = {f"in_{key}": Count("pk", filter=to_decide() & Q(group=key)) for key in Group.values}
    numbers = Proposal.objects.aggregate(
        held=Count("pk", filter=held), explained=Count("pk", filter=explained), **counted
    )
    groups = [GroupCount(key, str(label), numbers[f"in_{key}"]) for key, label in Group.choices if numbers[f"in_{key}"]]
    found = Proposal.objects.filter(condition)
    totals = {"held": numbers["held"], "explained": numbers["explained"]}
    total = totals.get(show, sum(row.count for row in groups if group in {"", row.key}))
    if group and show not in totals:
        found = found.filter(group=group)
    rows = _rows(found.order_by("school_name", "urn")[start : start + PAGE])
    return ChangeList(
        groups=groups, held=numbers["held"], explained=numbers["explained"], rows=rows, total=total, start=start
    )


def preview_of(*, group: str) -> Preview:
    """All changes of one kind that wait. Three queries. Raises ValueError for a kind there is not."""
    title = str(Group(group).label)
    rows = _rows(Proposal.objects.filter(to_decide(), group=group).order_by("school_name", "urn"))
    return Preview(group, title, rows, len(rows), max((row.id for row in rows), default=0))


def proposal_row(*, change_id: int) -> ProposalRow:
    """One change. Three queries. Raises Proposal.DoesNotExist."""
    found = _rows(Proposal.objects.filter(pk=change_id))
    if not found:
        raise Proposal.DoesNotExist
    return found[0]


def open_change(*, urn: int) -> ProposalRow | None:
    """What the register says of a school and nobody took over: to decide, held, or left. Three queries."""
    return next(iter(_rows(Proposal.objects.filter(ALIVE, urn=urn))), None)


def notes_on_school(*, urn: int) -> list[SchoolNote]:
    """Why this school is not, or became, what the register says, latest first. Two queries."""
    rows = Proposal.objects.filter(urn=urn).exclude(note="").exclude(decided_at=None).order_by("-decided_at")
    found = list(rows[:20])
    people = names_of(row.decided_by_id for row in found if row.decided_by_id)
    return [
        SchoolNote(
            row.pk,
            row.note,
            in_words(row.fields) if row.kind not in ARRIVALS else (),
            row.get_state_display(),
            row.decided_at,
            people.get(row.decided_by_id or 0, ""),
            row.comes_back_on,
        )
        for row in found
    ]


def _rows(found: "QuerySet[Proposal] | Iterable[Proposal]") -> list[ProposalRow]:
    rows = list(found.select_related("register_import"))  # type: ignore[union-attr]
    ids = dict(School.objects.filter(urn__in=[row.urn for row in rows]).values_list("urn", "pk"))
    people = names_of(row.decided_by_id for row in rows if row.decided_by_id)
    return [
        ProposalRow(
            id=row.pk,
            urn=row.urn,
            school=row.school_name,
            school_id=ids.get(row.urn),
            kind_words=row.get_kind_display(),
            group=row.group,
            state=row.state,
            state_words=row.get_state_display(),
            fields=in_words(_shown(row, is_ours=row.urn in ids)),
            waiting_since=row.waiting_since,
            note=row.note,
            comes_back_on=row.comes_back_on,
            decided_at=row.decided_at,
            decided_by=people.get(row.decided_by_id or 0, ""),
            file_name=row.register_import.file_name,
            is_set_aside=row.state == State.EXPLAINED or (row.state == State.HELD and not _is_due(row)),
        )
        for row in rows
    ]


def _shown(row: Proposal, *, is_ours: bool) -> dict[str, list[object]]:
    """Of a school that is new, only what tells it from others."""
    if is_ours:
        return dict(row.fields)
    return {column: row.fields[column] for column in SHOWN_OF_ARRIVALS if column in row.fields}


def _is_due(row: Proposal) -> bool:
    return row.comes_back_on is not None and row.comes_back_on <= timezone.localdate()
