"""The schools of the partnership as the list shows them: what the register says, where each stands, who is missing."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Q

from audits.frameworks.applicability import NeedsAPerson
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor
from reports.schools.models import SavedView
from reports.schools.standing import NOBODY_ASKED, PLACE, STAGES, Kinds, Profile, standings
from reports.schools.types import (
    NOT_ASKED,
    OVERDUE,
    WAITING,
    Choices,
    Order,
    SchoolFilter,
    SchoolRow,
    SchoolsPage,
    Standing,
    ViewRow,
)
from schools.contacts.loading import contacts_by_school
from schools.contacts.rules import gaps_of
from schools.contacts.types import Contacts
from schools.register.models import School
from schools.register.queries import LEFT, matching, status_words

PAGE = 1000
UNCLEAR, NO_TRUST = "unclear", "none"
NOT_HANDED_IN = frozenset({"invited", "in_progress", "internal_check", "head_signed"})
COLUMNS = (
    "urn", "name", "town", "phase", "establishment_type", "trust_name", "status", "left_area_on", "gias_profile",
)  # fmt: skip


def schools_page(*, wanted: SchoolFilter, every: bool = False) -> SchoolsPage:
    """Up to a thousand schools that fit, from `wanted.start`, or every one. Fifteen queries, whatever the number."""
    stands, kinds, contacts_of = standings(), Kinds.current(), contacts_by_school()
    schools = School.objects.filter(_in_register(wanted)).order_by("name", "urn").only(*COLUMNS)
    rows = [
        _row(school, stands.get(school.pk, NOBODY_ASKED), profile, contacts_of)
        for school in schools
        if _is_of_kind(profile := kinds.of(school), wanted)
    ]
    found = [row for row in rows if _fits(row, wanted)]
    found.sort(key=ORDERS[Order(wanted.order or Order.NAME)])
    return SchoolsPage(
        rows=found if every else found[wanted.start : wanted.start + PAGE],
        total=len(found),
        start=wanted.start,
        cycle=next((row.standing.cycle for row in rows if row.standing.cycle), ""),
        choices=_choices(kinds),
    )


def views_for(*, actor: Actor) -> list[ViewRow]:
    """The views this person kept and those others share, by name. Two queries."""
    shown = Q(person_id=actor.person_id) | Q(is_shared=True)
    rows = list(SavedView.objects.filter(shown, removed_at=None).order_by("name", "pk"))
    people = names_of(row.person_id for row in rows if row.person_id != actor.person_id)
    return [
        ViewRow(
            id=row.pk,
            name=row.name,
            query=row.query,
            is_mine=row.person_id == actor.person_id,
            is_shared=row.is_shared,
            is_default=row.is_default and row.person_id == actor.person_id,
            by=people.get(row.person_id, ""),
        )
        for row in rows
    ]


def _in_register(wanted: SchoolFilter) -> Q:
    condition = matching(wanted.words) if wanted.words.strip() else Q()
    if wanted.phase:
        condition &= Q(phase=wanted.phase)
    if wanted.kind:
        condition &= Q(establishment_type=wanted.kind)
    if wanted.trust:
        condition &= Q(trust_uid="" if wanted.trust == NO_TRUST else wanted.trust)
    if wanted.status == LEFT:
        condition &= Q(left_area_on__isnull=False)
    elif wanted.status:
        condition &= Q(status=wanted.status, left_area_on=None)
    return condition


def _is_of_kind(profile: Profile | None, wanted: SchoolFilter) -> bool:
    if wanted.feature and (profile is None or wanted.feature not in profile.features):
        return False
    if wanted.governance == UNCLEAR:
        return isinstance(profile, NeedsAPerson)
    has = None if profile is None or isinstance(profile, NeedsAPerson) else profile.governance
    return not wanted.governance or has == wanted.governance


def _row(
    school: School, standing: Standing, profile: Profile | None, contacts_of: Callable[[int], Contacts]
) -> SchoolRow:
    contacts = contacts_of(school.pk) if school.is_open else Contacts()
    emails = {one.email for one in contacts.holders} | {one.email for one in contacts.guests}
    return SchoolRow(
        id=school.pk,
        urn=school.urn,
        name=school.name,
        town=school.town,
        kind=school.kind,
        trust=school.trust_name,
        status=status_words(school),
        is_open=school.is_open,
        unclear=profile.reason if isinstance(profile, NeedsAPerson) and school.is_open else "",
        standing=standing,
        gaps=[gap.words for gap in gaps_of(contacts)] if school.is_open else (),
        dead=sorted(emails & contacts.dead.keys()),
    )


def _fits(row: SchoolRow, wanted: SchoolFilter) -> bool:
    return _is_at(row, wanted.stage) and _has(row, wanted.contact)


def _is_at(row: SchoolRow, stage: str) -> bool:
    if stage == OVERDUE:
        return row.is_late
    if stage == WAITING:
        return row.standing.stage in NOT_HANDED_IN
    if stage == NOT_ASKED:
        return row.is_open and row.standing.stage == NOT_ASKED
    return stage in {"", row.standing.stage}


def _has(row: SchoolRow, contact: str) -> bool:
    return {"gap": bool(row.gaps), "mail": bool(row.dead)}.get(contact, True)


def _by_name(row: SchoolRow) -> tuple[str, int]:
    return row.name.casefold(), row.urn


def _by_stage(row: SchoolRow) -> tuple[bool, int, str, int]:
    """What waits longest for the school first; what is late before what is not; closed schools last."""
    return not row.is_open, PLACE[row.standing.stage], *_by_name(row)


def _by_due(row: SchoolRow) -> tuple[date, str, int]:
    return row.standing.due_on or date.max, *_by_name(row)


ORDERS: dict[Order, Callable[[SchoolRow], tuple[object, ...]]] = {
    Order.NAME: _by_name,
    Order.STAGE: _by_stage,
    Order.DUE: _by_due,
}


def _choices(kinds: Kinds) -> Choices:
    rows = School.objects.order_by().values_list("establishment_type", "trust_uid", "trust_name").distinct()
    found = list(rows)
    trusts = {uid: name for _kind, uid, name in found if uid}
    return Choices(
        kinds=sorted({(kind, kind) for kind, _uid, _name in found if kind}),
        trusts=sorted(trusts.items(), key=lambda trust: trust[1].casefold()),
        governances=tuple(kinds.model.governance.items()) if kinds.model else (),
        features=tuple(kinds.model.features.items()) if kinds.model else (),
    )


def stage_choices() -> Sequence[tuple[str, str]]:
    """The stages a list can be asked for."""
    return (*STAGES, (WAITING, "Not handed in yet"), (OVERDUE, "Overdue"))
