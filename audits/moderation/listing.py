"""The second readings of a partnership, as their list shows them. The number of queries does not grow with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q
from django.db.models.functions import Lower

from audits.moderation.models import SecondReading
from audits.moderation.policies import may_look_at, may_moderate, may_see_both, oversees
from lscp_portal.accounts.queries import GONE, names_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.ui.types import Pages
from schools.register.queries import matching

PAGE = 50
WAITS_FOR_FIRST = "Waits for the first reading, which is open again"
S = SecondReading.State
SAID_SINCE = Q(agreed__at__gte=F("handed_in_at"))  # not of a reading before the return was mended
OPENED = {S.WAITING, S.CLAIMED, S.HANDED_IN}


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFilter:
    """Which second readings somebody looks for. state: of SecondReading, "open" for all that are not over, or "all"."""

    state: str = "open"
    words: str = ""
    mine: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondRow:
    """One return. opens: the page behind its link: cover, read, one, or "" for none. reasons: [] but for overseers.

    differ, settled: how many indicators are talked over, and of how many the agreed level is said.
    """

    id: int
    school: str
    urn: int
    cycle: str
    state: str
    state_words: str
    chosen_at: datetime
    reasons: Sequence[str]
    first_reader: str
    second_reader: str
    differ: int
    settled: int
    opens: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondList:
    """One page of them. counts: (state, words, how many), of all this person may know of; hidden: left out."""

    counts: Sequence[tuple[str, str, int]]
    rows: Sequence[SecondRow]
    total: int
    hidden: int
    pages: Pages
    oversees: bool


def second_list(*, actor: Actor, wanted: SecondFilter) -> SecondList:
    """One page of second readings by school name. Six queries at most.

    Without the schools with which this person has declared a conflict.
    """
    every = SecondReading.objects.exclude(school_id__in=actor.conflicts)
    by_state = dict(every.order_by().values_list("state").annotate(Count("pk")))
    found = _found(every, actor, wanted)
    total = found.count()
    first = (wanted.page - 1) * PAGE
    rows: list[SecondReading] = list(
        found.select_related("school", "audit__cycle", "first")
        .annotate(settled=Count("agreed__indicator", distinct=True, filter=SAID_SINCE))
        .order_by(Lower("school__name"), "pk")[first : first + PAGE]
    )
    names = names_of(
        person for row in rows for person in (*row.first_readers, row.reader_id) if person is not None
    )  # fmt: skip
    hidden = SecondReading.objects.filter(school_id__in=actor.conflicts).count() if actor.conflicts else 0
    return SecondList(
        counts=[(state.value, str(state.label), by_state.get(state.value, 0)) for state in S],
        rows=[_row(row, actor, names) for row in rows],
        total=total,
        hidden=hidden,
        pages=_pages(wanted, first, total),
        oversees=oversees(actor),
    )


def _found(every: Any, actor: Actor, wanted: SecondFilter) -> Any:  # noqa: ANN401 - querysets of annotated rows
    found = every
    if wanted.state == "open":
        found = found.filter(state__in=OPENED)
    elif wanted.state != "all":
        found = found.filter(state=wanted.state)
    if wanted.mine:
        found = found.filter(second_readers__contains=[actor.person_id])
    if wanted.words.strip():
        found = found.filter(matching(wanted.words, prefix="school__"))
    return found


def _row(row: SecondReading, actor: Actor, names: Mapping[int, str]) -> SecondRow:
    first = ", ".join(names.get(person, GONE) for person in row.first_readers)
    return SecondRow(
        id=row.pk,
        school=row.school.name,
        urn=row.school.urn,
        cycle=row.audit.cycle.name,
        state=row.state,
        state_words=WAITS_FOR_FIRST if row.waits_for_first else row.get_state_display(),
        chosen_at=row.chosen_at,
        reasons=[reason["words"] for reason in row.reasons] if oversees(actor) else [],
        first_reader=first,
        second_reader=names.get(row.reader_id, GONE) if row.reader_id else "",
        differ=len(row.disagreeing),
        settled=getattr(row, "settled", 0),
        opens=_opens(row, actor),
    )


def _opens(row: SecondReading, actor: Actor) -> str:
    if row.state == S.CLAIMED and row.reader_id == actor.person_id:
        return "read"
    if may_see_both(actor, row) and (oversees(actor) or row.state not in {S.WAITING, S.CLAIMED}):
        return "one"
    if row.state == S.WAITING and not row.waits_for_first and may_look_at(actor, row):
        return "cover"
    if row.state == S.HANDED_IN and "reviewer" in actor.roles and actor.person_id not in row.readers:
        return "one"  # the page asks for a declaration first
    return ""


def work_for(*, actor: Actor) -> tuple[int, int, int]:
    """What this person can do next: returns to read again, begun ones, differences to settle. One query."""
    rows = SecondReading.objects.filter(state__in=OPENED).exclude(school_id__in=actor.conflicts)
    wanted = ("school_id", "state", "reader_id", "first_readers", "second_readers", "first__state")
    found = list(rows.select_related("first").only(*wanted))
    settling = [row for row in found if row.state == S.HANDED_IN and actor.person_id not in row.readers]
    may_settle = "lead" in actor.roles or any(may_moderate(actor, row) for row in settling)
    return (
        sum(row.state == S.WAITING and not row.waits_for_first and may_look_at(actor, row) for row in found),
        sum(row.state == S.CLAIMED and row.reader_id == actor.person_id for row in found),
        len(settling) if may_settle else 0,
    )


def _pages(wanted: SecondFilter, first: int, total: int) -> Pages:
    last = min(first + PAGE, total)
    return Pages(
        previous_href=_href(wanted, wanted.page - 1) if wanted.page > 1 else "",
        next_href=_href(wanted, wanted.page + 1) if last < total else "",
        position=f"Second readings {first + 1} to {last} of {total}" if total > PAGE and first < total else "",
    )


def _href(wanted: SecondFilter, page: int) -> str:
    kept = {"state": wanted.state, "mine": "yes" if wanted.mine else "", "q": wanted.words, "page": page}
    return "?" + urlencode({name: value for name, value in kept.items() if value})
