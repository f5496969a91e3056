"""Who signs for the head or the chair: today, at this school, and whether a very audit is theirs to sign."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from audits.answers.models import AnswerRevision
from audits.evidence.models import EvidenceItem
from audits.lifecycle.models import Audit
from audits.signing_delegates.models import SigningDelegate
from audits.signing_delegates.policies import may_end_delegation
from audits.signing_delegates.rules import has_not_answered, may_stand_in
from lscp_portal.accounts.models import Membership, Role
from lscp_portal.accounts.queries import GONE, holders, holds_today, names_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Blocker


@dataclass(frozen=True, slots=True)
class DelegateRow:
    """One delegation in words. standing: whether it holds today; note: why its holder cannot use it now, or ""."""

    id: int
    name: str
    step: str
    minute_reference: str
    starts_on: date
    ends_on: date
    named_by: str
    named_on: date
    standing: str
    note: str
    may_end: bool


def counts_today() -> Q:
    """The condition on delegations that hold today."""
    today = timezone.localdate()
    return Q(starts_on__lte=today, ends_on__gte=today, ended_at=None)


def delegates_of_school(*, actor: Actor, audit: Audit | None) -> list[DelegateRow]:
    """Every delegation there ever was, the latest first. Five queries. Only in a school's scope.

    audit: the one the school works on; who answered a part of it is marked.
    """
    found = list(SigningDelegate.objects.order_by("-starts_on", "-pk"))
    names = names_of({row.named_by_id for row in found} | {row.ended_by_id or 0 for row in found})
    roles = roles_by_person(school_id=actor.school_id or 0)
    answered = people_who_answered(audit) if audit else frozenset()
    return [
        DelegateRow(
            id=row.pk,
            name=row.delegate_name,
            step=row.get_step_display(),
            minute_reference=row.minute_reference,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            named_by=names.get(row.named_by_id, GONE),
            named_on=timezone.localdate(row.named_at),
            standing=standing_of(row, ended_by=names.get(row.ended_by_id or 0, GONE)),
            note=_note_on(row, roles, answered) if is_open(row) else "",
            may_end=is_open(row) and may_end_delegation(actor, row),
        )
        for row in found
    ]


def is_open(row: SigningDelegate) -> bool:
    """Nobody has ended it, and its last day is not over."""
    return row.ended_at is None and row.ends_on >= timezone.localdate()


def standing_of(row: SigningDelegate, *, ended_by: str) -> str:
    """Whether it holds, in words."""
    if row.ended_at is not None:
        return f"Ended on {timezone.localdate(row.ended_at):%-d %B %Y} by {ended_by}"
    if not is_open(row):
        return "Over"
    return "Holds today" if row.starts_on <= timezone.localdate() else f"Begins on {row.starts_on:%-d %B %Y}"


def choices(*, actor: Actor) -> list[tuple[int, str]]:
    """(person, name and role) of those who could be named. Two queries."""
    fits = {
        person: next(iter(roles - {Role.CONTRIBUTOR}))
        for person, roles in roles_by_person(school_id=actor.school_id or 0).items()
        if person != actor.person_id and any(not list(may_stand_in(roles, step=step)) for step in SigningDelegate.Step)
    }
    names = names_of(fits)
    named = [(person, f"{names[person]} ({Role(role).label})") for person, role in fits.items() if person in names]
    return sorted(named, key=lambda choice: choice[1])


def roles_by_person(*, school_id: int) -> dict[int, set[str]]:
    """Person -> what they are at this school today. One query."""
    found: dict[int, set[str]] = {}
    for person_id, role in Membership.objects.filter(holds_today(), school_id=school_id).values_list(
        "person_id", "role"
    ):
        found.setdefault(person_id, set()).add(role)
    return found


def standing_in(actor: Actor) -> dict[str, SigningDelegate]:
    """Step -> the delegation under which this person signs today, unless they hold the role itself. One query."""
    if actor.school_id is None:
        return {}
    found = SigningDelegate.objects.filter(counts_today(), school_id=actor.school_id, person_id=actor.person_id)
    return {row.step: row for row in found.order_by("pk") if row.step not in actor.roles}


def in_place(actor: Actor, delegations: Mapping[str, SigningDelegate]) -> Actor:
    """The actor with the roles that were lent, for the transitions of signing and giving back alone."""
    return replace(actor, roles=actor.roles | set(delegations)) if delegations else actor


def stands_in_the_way(actor: Actor, audit: Audit, delegation: SigningDelegate | None) -> list[Blocker]:
    """Why a delegate cannot sign this very audit; [] for whoever holds the role. Two queries for a delegate."""
    if delegation is None:
        return []
    return [
        *may_stand_in(actor.roles, step=delegation.step),
        *has_not_answered(has_answered=actor.person_id in people_who_answered(audit), step=delegation.step),
    ]


def people_who_answered(audit: Audit) -> frozenset[int]:
    """Ids of people who saved an answer of this audit or gave evidence for one. Two queries."""
    saved = AnswerRevision.objects.filter(answer__audit=audit).values_list("saved_by_id", flat=True)
    gave = EvidenceItem.objects.filter(audit=audit).values_list("added_by_id", flat=True)
    return frozenset(saved.distinct()) | frozenset(gave.distinct())


def delegates_for(audit: Audit, *, step: str) -> list[SigningDelegate]:
    """The delegations under which somebody can sign this audit for this step today. One query; four where any holds."""
    found = list(SigningDelegate.objects.filter(counts_today(), school_id=audit.school_id, step=step).order_by("pk"))
    if not found:
        return []
    roles, answered = roles_by_person(school_id=audit.school_id), people_who_answered(audit)
    return [row for row in found if not _note_on(row, roles, answered)]


def delegates_of(school_ids: Collection[int]) -> set[tuple[int, int, str]]:
    """(school, person, step) of every delegation of these schools that holds today. One query."""
    held = SigningDelegate.objects.filter(counts_today(), school_id__in=school_ids)
    return set(held.values_list("school_id", "person_id", "step"))


def asked_to_sign(audit: Audit, *, step: str) -> list[int]:
    """Ids of people whose signature is asked for now: whoever holds the role, and delegates. Five queries at most."""
    delegates = [row.person_id for row in delegates_for(audit, step=step)]
    return [*holders(roles=(step,), school_id=audit.school_id), *delegates]


def under(delegation: SigningDelegate | None) -> dict[str, object]:
    """What a signature or a return keeps of the delegation it was made under."""
    if delegation is None:
        return {}
    return {"delegation": delegation, "delegated_under": delegation.minute_reference}


def _note_on(row: SigningDelegate, roles: Mapping[int, set[str]], answered: frozenset[int]) -> str:
    if list(may_stand_in(roles.get(row.person_id, ()), step=row.step)):
        return "Has not the role here that it needs, so cannot sign."
    return "Has answered a part of this audit, so cannot sign it." if row.person_id in answered else ""
