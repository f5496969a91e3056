"""Reads good practice: a school's own, what is shared with it, what waits for the partnership, what everybody sees."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from audits.frameworks.models import Indicator
from audits.good_practice.models import GoodPractice, GoodPracticeStep
from audits.good_practice.rules import SHOWN_AFTER, is_shown
from audits.good_practice.transitions import GOOD_PRACTICE
from audits.good_practice.types import Asked, PracticePage, PracticeRow, SharedPage, StepLine
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor

S = GoodPractice.State
PAGE = 50
ROW = ("id", "title", "school_name", "urn", "phase", "topics", "state", "confirm_by")
PUBLIC = (*ROW, "codes", "what", "works", "advice", "published_at", "confirmed_on")
SAID = {
    "offer": "Offered to the partnership",
    "give_back": "Given back",
    "check": "Checked",
    "reopen": "Taken back to a draft",
    "agree": "The school agreed to publish it",
    "publish": "Published",
    "confirm": "Still so, says the school",
    "withdraw": "Withdrawn",
}


def shared_page(*, asked: Asked) -> SharedPage:
    """What is published and still confirmed, in any scope that may read it. Three queries, whatever there is."""
    shown = _shown(timezone.localdate())
    found = _matching(shown, asked)
    topics = shown.order_by("pk").values_list("codes", "topics", "phase")
    codes: dict[str, str] = {}
    phases: set[str] = set()
    total = 0
    for its_codes, its_topics, phase in topics:
        codes.update(zip(its_codes, its_topics, strict=True))
        phases.add(phase)
        total += 1
    rows = list(found.order_by("-published_at", "-pk").values(*ROW)[:PAGE])
    return SharedPage(
        asked=asked,
        rows=[_row(row) for row in rows],
        codes=sorted(codes.items()),
        phases=sorted(phases),
        found=found.count() if len(rows) == PAGE else len(rows),
        total=total,
    )


def ours(*, school_id: int) -> list[PracticeRow]:
    """A school's own, whatever their state, the latest first. One query."""
    return [_row(row) for row in GoodPractice.objects.filter(school_id=school_id).order_by("-pk").values(*ROW)]


def offers_here(*, state: str, without_schools: frozenset[int]) -> list[PracticeRow]:
    """What the partnership has in one state, or in any but drafts (""), longest waiting first. One query."""
    found = GoodPractice.objects.exclude(school_id__in=without_schools)
    found = found.filter(state=state) if state else found.exclude(state=S.DRAFT)
    return [_row(row) for row in found.order_by("pk").values(*ROW)[:500]]


def waiting_here(*, without_schools: frozenset[int]) -> dict[str, int]:
    """How many are in each state. One query."""
    found = GoodPractice.objects.exclude(school_id__in=without_schools).exclude(state=S.DRAFT)
    counted = dict(found.values_list("state").annotate(count=Count("pk")))
    return {state.value: counted.get(state, 0) for state in S if state is not S.DRAFT}


def practice_page(*, practice_id: int, actor: Actor) -> PracticePage:
    """One, as its school, another school or the partnership sees it. Four queries at most.

    Raises GoodPractice.DoesNotExist, also where another school's is not (or no longer) shared.
    """
    practice = GoodPractice.shared.get(pk=practice_id)
    is_ours = actor.school_id == practice.school_id
    if not is_ours and not actor.works_for_area and not _is_published(practice):
        raise GoodPractice.DoesNotExist
    sees_steps = is_ours or actor.works_for_area
    return PracticePage(
        **{name: getattr(practice, name) for name in PUBLIC if name != "school_name"},
        school=practice.school_name,
        state_words=practice.get_state_display(),
        revision=practice.revision,
        contact_role=practice.contact_role,
        contact_email=practice.contact_email,
        checked_how=practice.get_checked_how_display(),
        withdrawn_because=practice.withdrawn_because,
        steps=_steps(practice) if sees_steps else [],
        offers=_offered(practice, actor),
        is_ours=is_ours,
    )


def published_practice(*, practice_id: int) -> dict[str, Any] | None:
    """One, as everybody sees it: without its contact. One query. Only in the public scope."""
    found: dict[str, Any] | None = _shown(timezone.localdate()).filter(pk=practice_id).values(*PUBLIC).first()
    return found


def topics_of(*, audit: Audit) -> list[tuple[str, list[tuple[str, str]]]]:
    """The indicators that a school's audit asks, by section, to choose from. One query."""
    rows = Indicator.objects.filter(pk__in=audit.indicator_ids).order_by("section__position", "position")
    found: dict[str, list[tuple[str, str]]] = {}
    for title, code, text in rows.values_list("section__title", "code", "text"):
        found.setdefault(title, []).append((code, f"{code}: {text}"))
    return list(found.items())


def due_for_confirmation(day: date) -> "QuerySet[GoodPractice]":
    """Published ones whose schools have to say by this very day that it is still so."""
    return GoodPractice.objects.filter(state=S.PUBLISHED, confirm_by=day).select_related("tenant").order_by("pk")


def _shown(today: date) -> "QuerySet[GoodPractice]":
    found: QuerySet[GoodPractice] = GoodPractice.shared.filter(state=S.PUBLISHED, confirm_by__gte=today - SHOWN_AFTER)
    return found


def _matching(shown: "QuerySet[GoodPractice]", asked: Asked) -> "QuerySet[GoodPractice]":
    if asked.code:
        shown = shown.filter(codes__contains=[asked.code])
    if asked.phase:
        shown = shown.filter(phase=asked.phase)
    words = asked.words.split()[:6]
    if words:
        texts = ("title", "what", "works", "advice", "school_name")
        anywhere = [reduce(lambda one, two: one | two, (Q(**{f"{t}__icontains": w}) for t in texts)) for w in words]
        shown = shown.filter(reduce(and_, anywhere))
    return shown


def _row(row: dict[str, Any]) -> PracticeRow:
    return PracticeRow(
        id=row["id"], title=row["title"], school=row["school_name"], urn=row["urn"], phase=row["phase"],
        topics=row["topics"], state=row["state"], state_words=S(row["state"]).label, confirm_by=row["confirm_by"],
    )  # fmt: skip


def _steps(practice: GoodPractice) -> Sequence[StepLine]:
    rows: list[GoodPracticeStep] = list(practice.steps.order_by("-pk"))
    names = names_of({row.by_id for row in rows})
    return [StepLine(SAID[row.step], row.words, names.get(row.by_id, GONE), row.at) for row in rows]


def _is_published(practice: GoodPractice) -> bool:
    due = practice.confirm_by
    return practice.state == S.PUBLISHED and due is not None and is_shown(due, today=timezone.localdate())


def _offered(practice: GoodPractice, actor: Actor) -> frozenset[str]:
    return frozenset(one.name for one in GOOD_PRACTICE.offers(practice, actor) if one.is_ready)
