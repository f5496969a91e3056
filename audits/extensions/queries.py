"""More time, as pages show it."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet, Window
from django.utils import timezone

from audits.cycles.models import Cycle
from audits.cycles.queries import audits_wanted, extensions_by_reason
from audits.cycles.types import AuditFilter
from audits.extensions.models import DueDateExtension, ExtensionRequest
from audits.extensions.rules import TAKES_EXTENSIONS, is_still_to_come
from audits.extensions.types import ExtendPage, ExtensionRow, ExtensionsPage, RequestRow, TimePage, Unsubmitted
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from lscp_portal.accounts.queries import GONE, names_of

PAGE = 100


def extensions_page(*, cycle_id: int) -> ExtensionsPage:
    """Requests that wait, and the latest hundred extensions of a cycle. Six queries. Raises Cycle.DoesNotExist."""
    cycle = Cycle.objects.get(pk=cycle_id)
    waiting = ExtensionRequest.objects.filter(audit__cycle=cycle, state=ExtensionRequest.State.ASKED)
    given = DueDateExtension.objects.filter(audit__cycle=cycle)
    return ExtensionsPage(
        cycle_id=cycle.pk,
        cycle=cycle.name,
        can_extend=cycle.state in TAKES_EXTENSIONS,
        waiting=_requests(waiting.order_by("asked_at")),
        given=_extensions(given.order_by("-granted_at", "-pk")[:PAGE]),
        total=given.count(),
        by_reason=extensions_by_reason(cycle),
    )


def request_page(*, request_id: int) -> RequestRow:
    """One request. Two queries. Raises ExtensionRequest.DoesNotExist."""
    found = _requests(ExtensionRequest.objects.filter(pk=request_id))
    if not found:
        raise ExtensionRequest.DoesNotExist
    return found[0]


def time_page(*, audit: Audit) -> TimePage:
    """What a school was given and has asked for. Four queries at most. Only in a school's scope."""
    requests = _requests(audit.extension_requests.order_by("-asked_at", "-pk"))
    waits = any(row.state == ExtensionRequest.State.ASKED for row in requests)
    blockers = [blocker.sentence for blocker in is_still_to_come(audit)]
    return TimePage(
        audit_id=audit.pk,
        cycle=audit.cycle.name,
        due_on=audit.due_on,
        given=_extensions(audit.extensions.order_by("-granted_at", "-pk")),
        requests=requests,
        refused="Your school has asked and waits for the answer." if waits else " ".join(blockers),
    )


def extend_page(*, cycle_id: int, wanted: AuditFilter) -> ExtendPage:
    """Up to 100 returns that are not handed in, by school. Two queries. Raises Cycle.DoesNotExist."""
    cycle, today = Cycle.objects.get(pk=cycle_id), timezone.localdate()
    found = unsubmitted(cycle_id=cycle_id, wanted=wanted).annotate(found=Window(Count("pk"))).select_related("school")
    rows = list(
        found.only("state", "due_on", "school__name", "school__urn").order_by("school__name", "pk")[
            wanted.start : wanted.start + PAGE
        ]
    )
    shown = [
        Unsubmitted(row.pk, row.school.name, row.school.urn, row.get_state_display(), row.due_on, row.due_on < today)
        for row in rows
    ]
    total = rows[0].found if rows else 0
    return ExtendPage(cycle_id=cycle.pk, cycle=cycle.name, rows=shown, found=total, start=wanted.start)


def unsubmitted(*, cycle_id: int, wanted: AuditFilter) -> "QuerySet[Audit]":
    """The returns of a cycle that are looked for and not handed in."""
    found: QuerySet[Audit] = Audit.objects.filter(audits_wanted(wanted), cycle_id=cycle_id)
    return found.exclude(state__in=SUBMITTED)


def ids_found(*, cycle_id: int, wanted: AuditFilter) -> list[int]:
    """Ids of all returns that the search finds, not only of those shown. One query."""
    return list(unsubmitted(cycle_id=cycle_id, wanted=wanted).values_list("pk", flat=True))


def _extensions(rows: "QuerySet[DueDateExtension]") -> Sequence[ExtensionRow]:
    found = list(rows.select_related("school"))
    names = names_of(row.granted_by_id for row in found)
    return [
        ExtensionRow(
            school_id=row.school_id,
            school=row.school.name,
            urn=row.school.urn,
            due_before=row.due_before,
            due_after=row.due_after,
            reason=row.get_reason_display(),
            words=row.words,
            by=names.get(row.granted_by_id, ""),
            granted_at=row.granted_at,
            asked_for_by_school=row.asked_for_by_school,
        )
        for row in found
    ]


def _requests(rows: "QuerySet[ExtensionRequest]") -> Sequence[RequestRow]:
    found = list(rows.select_related("school", "audit__cycle"))
    names = names_of(row.asked_by_id for row in found)
    return [
        RequestRow(
            id=row.pk,
            cycle_id=row.audit.cycle_id,
            cycle=row.audit.cycle.name,
            school_id=row.school_id,
            school=row.school.name,
            urn=row.school.urn,
            state=row.state,
            reason=row.get_reason_display(),
            words=row.words,
            wished_on=row.wished_on,
            asked_by=names.get(row.asked_by_id, GONE),
            asked_at=row.asked_at,
            due_on=row.audit.due_on,
            answer=row.answer,
            granted_to=row.due_on,
        )
        for row in found
    ]
