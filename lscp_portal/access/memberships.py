"""From a person and an address to an actor in a place."""

from collections.abc import Sequence

from django.db.models import Q

from lscp_portal.accounts.models import InterestDeclaration, Membership, Person
from lscp_portal.accounts.queries import holds_today
from lscp_portal.tenancy.actor import Actor

DECLARING_ROLES = frozenset({"reviewer", "visitor", "lead"})


def in_term(person: Person) -> "Q":
    """The condition on memberships of `person` that hold today, in partnerships and schools. Trusts: see at_trust."""
    return Q(person=person, trust_uid="") & holds_today()


def at_trust(person: Person, uid: int) -> Sequence[Membership]:
    """Her memberships as lead of this trust, one for each partnership that let her see its schools. One query."""
    found = Membership.objects.select_related("tenant").filter(holds_today(), person=person, trust_uid=str(uid))
    return list(found.order_by("tenant__name"))


def trusts_of(person: Person) -> list[tuple[str, str]]:
    """Number and name of each trust she leads for. One query."""
    found = Membership.objects.filter(holds_today(), person=person).exclude(trust_uid="")
    return list(dict(found.order_by("trust_name", "trust_uid").values_list("trust_uid", "trust_name")).items())


def at_partnership(person: Person, slug: str) -> Sequence[Membership]:
    """Her memberships of this partnership's staff, that hold today. One query."""
    found = Membership.objects.select_related("tenant").filter(in_term(person), tenant__slug=slug, school_urn=None)
    return list(found)


def at_school(person: Person, urn: int) -> Sequence[Membership]:
    """Her memberships of this school, that hold today. One query."""
    found = Membership.objects.select_related("tenant").filter(in_term(person), school_urn=urn)
    rows = list(found.order_by("-starts_on", "-pk"))
    return [row for row in rows if row.tenant_id == rows[0].tenant_id]  # a school that moved: where it is now


def everywhere(person: Person) -> Sequence[Membership]:
    """All her memberships that hold today, partnership first. One query."""
    found = Membership.objects.select_related("tenant").filter(in_term(person))
    return sorted(found, key=lambda row: (row.school_urn is not None, row.tenant.name, row.school_name, row.role))


def actor_of(person: Person, memberships: Sequence[Membership]) -> Actor:
    """The actor these memberships make; all of one place."""
    first = memberships[0]
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        tenant_id=first.tenant_id,
        school_id=first.school_id,
        roles=frozenset(row.role for row in memberships),
    )


def actor_of_trust(person: Person, held: Sequence[Membership]) -> Actor:
    """The actor of a trust's lead: of no partnership, and of no school."""
    return Actor(
        person_id=person.pk,
        name=person.full_name,
        tenant_id=0,
        roles=frozenset(row.role for row in held),
        trust_uid=held[0].trust_uid,
    )


def interests_of(person_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """Ids of schools with a declared conflict, and of schools declared clear. One query, inside the area's scope."""
    latest = InterestDeclaration.objects.filter(person_id=person_id).order_by("declared_at", "pk")
    standing = dict(latest.values_list("school_id", "has_conflict"))
    conflicts = frozenset(school for school, conflict in standing.items() if conflict)
    return conflicts, frozenset(standing) - conflicts
