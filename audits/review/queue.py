"""Reads for the queue of returns and for the cover of one. The number of queries is the same for 1 and 500 returns."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from audits.clarification.clock import FeedbackClock, Pause, feedback_clock
from audits.clarification.models import ClarificationRound
from audits.clarification.pauses import pauses_of
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AWAITS_FEEDBACK
from audits.moderation.policies import may_see_list
from audits.review.models import Review
from audits.review.rules import ASKED, VIEWS
from audits.review.types import Cover, EarlierReading, QueueFilter, QueuePage, QueueRow
from audits.triage.models import Band, TriageBand
from lscp_portal.accounts.models import Person
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.types import Pages

PAGE = 50
COLUMNS = (
    "pk", "state", "submitted_at", "school_id", "school__name", "school__urn", "cycle__name",
    "tenant__feedback_workdays", "reading__id", "reading__reviewer_id", "reader_name", "triage__band", "triage__state",
)  # fmt: skip


def queue_page(*, actor: Actor, wanted: QueueFilter, today: date) -> QueuePage:
    """One page of returns, the longest waiting first. 3 queries."""
    found = _returns().filter(state__in=VIEWS[wanted.state][1])
    if wanted.state == ASKED:
        waiting = ClarificationRound.objects.filter(state=ClarificationRound.State.SENT, due_on__gte=today)
        found = found.filter(pk__in=waiting.values("audit_id"))
    if wanted.mine:
        found = found.filter(reading__reviewer_id=actor.person_id)  # type: ignore[misc] # the stubs do not know aliases
    if wanted.band:
        found = found.filter(triage__band=wanted.band).exclude(school_id__in=actor.conflicts)
    if wanted.words:
        by_urn = Q(school__urn=int(wanted.words)) if wanted.words.isascii() and wanted.words.isdigit() else Q()
        found = found.filter(Q(school__name__icontains=wanted.words) | by_urn)
    total = found.count()
    first = (wanted.page - 1) * PAGE
    rows = list(found.order_by("submitted_at", "pk").values(*COLUMNS)[first : first + PAGE])
    pauses = pauses_of([row["pk"] for row in rows])
    return QueuePage(
        rows=[_row(row, actor, today, pauses.get(row["pk"], ())) for row in rows],
        total=total,
        pages=_pages(wanted, first, total),
        may_take="reviewer" in actor.roles,
        may_moderate=may_see_list(actor),
    )


def next_to_read(*, actor: Actor) -> int | None:
    """The return that waits longest and that this person may read, if any. One query."""
    waiting = Audit.objects.filter(state=Audit.State.SUBMITTED).exclude(school_id__in=actor.conflicts)
    key: int | None = waiting.order_by("submitted_at", "pk").values_list("pk", flat=True).first()
    return key


def cover_of(*, actor: Actor, audit_id: int, today: date) -> Cover:
    """The outside of one return: nothing of its answers. Four queries at most. Raises Audit.DoesNotExist."""
    row = _returns().values(*COLUMNS, "indicator_ids").get(pk=audit_id)
    return Cover(
        audit_id=row["pk"],
        school_id=row["school_id"],
        school_name=row["school__name"],
        urn=row["school__urn"],
        cycle_name=row["cycle__name"],
        submitted_at=row["submitted_at"],
        asked=len(row["indicator_ids"]),
        clock=_clock(row, today, pauses_of([audit_id]).get(audit_id, ())),
        state=row["state"],
        state_words=Audit.State(row["state"]).label,
        review_id=row["reading__id"],
        reviewer_id=row["reading__reviewer_id"],
        reader_name=row["reader_name"] or "",
        earlier=_earlier(actor, audit_id),
    )


def _earlier(actor: Actor, audit_id: int) -> EarlierReading | None:
    """What this person read of a return before it was given back. Two queries at most."""
    own = Review.objects.filter(audit_id=audit_id, reviewer_id=actor.person_id, state=Review.State.RELEASED)
    scored = Count("scores", filter=~Q(scores__level=""))
    row: Review | None = own.annotate(scored=scored).order_by("-pk").first()
    if row is None:
        return None
    is_own = row.released_by_id in {None, actor.person_id}
    return EarlierReading(
        review_id=row.pk,
        released_at=row.released_at,
        scored=row.scored,  # type: ignore[attr-defined] # annotated
        why=row.released_why,
        by="" if is_own else names_of({row.released_by_id or 0}).get(row.released_by_id or 0, "the LSCP lead"),
    )


def _returns() -> "QuerySet[Audit]":
    """Audits with the reading that counts, if any, and its reader's name."""
    reader = Person.objects.filter(pk=OuterRef("reading__reviewer_id")).values("full_name")[:1]
    counts = FilteredRelation("reviews", condition=~Q(reviews__state="released"))
    found: QuerySet[Audit] = Audit.objects.alias(reading=counts).annotate(reader_name=Subquery(reader))
    return found


def _row(row: Mapping[str, Any], actor: Actor, today: date, pauses: Sequence[Pause]) -> QueueRow:
    in_conflict = row["school_id"] in actor.conflicts
    return QueueRow(
        audit_id=row["pk"],
        review_id=row["reading__id"],
        school_name=row["school__name"],
        urn=row["school__urn"],
        cycle_name=row["cycle__name"],
        state_words=Audit.State(row["state"]).label,
        submitted_on=timezone.localdate(row["submitted_at"]),
        clock=_clock(row, today, pauses),
        reader_name=row["reader_name"] or "",
        opens="" if in_conflict else _opens(row, actor),
        in_conflict=in_conflict,
        band="" if in_conflict else _band(row),
        waits_until=next((pause.until for pause in pauses if pause.stands_on(today)), None),
    )


def _band(row: Mapping[str, Any]) -> str:
    """The band in words, and that it is only proposed; "" where there is none yet."""
    if not row["triage__band"]:
        return ""
    is_proposed = row["triage__state"] == TriageBand.State.PROPOSED
    return f"{Band(row['triage__band']).label}{' (proposed)' if is_proposed else ''}"


def _opens(row: Mapping[str, Any], actor: Actor) -> str:
    """The page that helps this person on with this return."""
    if row["reading__reviewer_id"] == actor.person_id:
        return "workspace" if row["state"] == Audit.State.IN_REVIEW else "reading"
    if "lead" in actor.roles and row["state"] not in {Audit.State.SUBMITTED, Audit.State.IN_REVIEW}:
        return "letter"
    if row["reading__id"] and actor.roles & {"lead", "scrutineer"}:
        return "reading"
    return "cover" if "reviewer" in actor.roles and row["state"] == Audit.State.SUBMITTED else ""


def _clock(row: Mapping[str, Any], today: date, pauses: Sequence[Pause]) -> FeedbackClock | None:
    """The clock runs from submission until feedback is issued."""
    if row["submitted_at"] is None or row["state"] not in AWAITS_FEEDBACK:
        return None
    return feedback_clock(
        submitted_on=timezone.localdate(row["submitted_at"]),
        workdays=row["tenant__feedback_workdays"],
        today=today,
        pauses=pauses,
    )


def _pages(wanted: QueueFilter, first: int, total: int) -> Pages:
    last = min(first + PAGE, total)
    return Pages(
        previous_href=_href(wanted, wanted.page - 1) if wanted.page > 1 else "",
        next_href=_href(wanted, wanted.page + 1) if last < total else "",
        position=f"Returns {first + 1} to {last} of {total}" if total > PAGE and first < total else "",
    )


def _href(wanted: QueueFilter, page: int) -> str:
    kept = {
        "state": wanted.state,
        "mine": "yes" if wanted.mine else "",
        "band": wanted.band,
        "q": wanted.words,
        "page": page,
    }
    return "?" + urlencode({name: value for name, value in kept.items() if value})
