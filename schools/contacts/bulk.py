"""What inviting a list of people would do, line by line, and doing it."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from lscp_portal.accounts.actions import OPEN_FOR, sending_of
from lscp_portal.accounts.models import Invitation, Membership, Person, Role
from lscp_portal.accounts.places import SchoolPlace, open_schools
from lscp_portal.accounts.queries import holds_today
from lscp_portal.accounts.rules import LONGEST_TERM, OTHER_SIDE
from lscp_portal.outbox.posting import post_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from schools.contacts.bulk_reading import Line
from schools.contacts.models import InvitationBatch
from schools.contacts.policies import may_mend


class Fate(enum.StrEnum):
    """What would become of a line."""

    INVITE = "Gets an invitation"
    HERE = "Has this role already"
    WAITING = "Is invited already"
    TWICE = "Stands in the list twice"
    NO_SCHOOL = "No open school of yours has this number"
    BOTH_SIDES = "Stands for another person who signs at this school"
    ONESELF = "Is you: nobody invites themselves"
    TERM = "The last day must be after today and within four years"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, its school and what would become of it."""

    line: Line
    school: SchoolPlace | None
    fate: Fate

    @property
    def is_sent(self) -> bool:
        """It gets an invitation."""
        return self.fate is Fate.INVITE


def judge(lines: Sequence[Line], *, actor: Actor) -> list[Judged]:
    """What would become of each line, in order. Four statements, however many there are."""
    known = _Known.read(actor)
    taken: set[tuple[int, str, str]] = set()
    found = []
    for line in lines:
        school = known.schools.get(line.urn)
        fate = known.fate_of(line, school, taken)
        if fate is Fate.INVITE and school:
            taken.add((school.school_id, line.role.value, line.email))
        found.append(Judged(line, school, fate))
    return found


def invite_many(*, actor: Actor, lines: Sequence[Line], operation_id: UUID) -> InvitationBatch:
    """Invite everybody of the list who can be invited; the letters go through the outbox.

    operation_id: made with the page, so that a second click gives back the first outcome. Raises PermissionDenied. Nine
    statements, however many there are.
    """
    if not may_mend(actor):
        raise PermissionDenied("invitation.bulk")
    judged = judge(lines, actor=actor)
    sent = [one for one in judged if one.is_sent]
    batch = InvitationBatch(
        tenant_id=actor.tenant_id,
        operation_id=operation_id,
        invited=len(sent),
        left_out=len(judged) - len(sent),
        sent_by_id=actor.person_id,
    )
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        before: InvitationBatch = InvitationBatch.objects.get(operation_id=operation_id)
        return before
    made = Invitation.objects.bulk_create([_invitation(one, actor) for one in sent])
    record(actor, "invitation.many", batch, invitations=[row.pk for row in made])
    post_many("notify.send", [sending_of(row) for row in made])
    return batch


def counted(judged: Iterable[Judged]) -> list[tuple[Fate, int]]:
    """How many lines have which fate, in the order of the fates."""
    numbers = Counter(one.fate for one in judged)
    return [(fate, numbers[fate]) for fate in Fate if numbers[fate]]


@dataclass(frozen=True)
class _Known:
    """What is known of schools and their people before the lines are looked at one by one."""

    schools: Mapping[int, SchoolPlace]
    here: frozenset[tuple[int | None, str, str]]
    waiting: frozenset[tuple[int | None, str, str]]
    own: str
    today: date

    @classmethod
    def read(cls, actor: Actor) -> "_Known":
        held = Membership.objects.filter(holds_today(), school_id__isnull=False).order_by()
        asked = Invitation.objects.filter(
            school_id__isnull=False, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        ).order_by()
        return cls(
            schools={school.urn: school for school in open_schools()},
            here=frozenset(held.values_list("school_id", "role", "person__email")),
            waiting=frozenset(asked.values_list("school_id", "role", "email")),
            own=Person.objects.values_list("email", flat=True).get(pk=actor.person_id),
            today=timezone.localdate(),
        )

    def fate_of(self, line: Line, school: SchoolPlace | None, taken: set[tuple[int, str, str]]) -> Fate:
        if school is None:
            return Fate.NO_SCHOOL
        if line.email == self.own:
            return Fate.ONESELF
        if line.ends_on and not self.today < line.ends_on <= self.today + LONGEST_TERM:
            return Fate.TERM
        key = (school.school_id, line.role.value, line.email)
        for keys, fate in ((self.here, Fate.HERE), (self.waiting, Fate.WAITING), (taken, Fate.TWICE)):
            if key in keys:
                return fate
        others = {(school.school_id, role.value, line.email) for role in OTHER_SIDE.get(Role(line.role), ())}
        if others & (self.here | self.waiting | taken):
            return Fate.BOTH_SIDES
        return Fate.INVITE


def _invitation(one: Judged, actor: Actor) -> Invitation:
    school, line = one.school, one.line
    return Invitation(
        tenant_id=actor.tenant_id,
        school_id=school.school_id if school else None,
        school_urn=school.urn if school else None,
        school_name=school.name if school else "",
        email=line.email,
        full_name=line.full_name,
        role=line.role,
        ends_on=line.ends_on,
        invited_by_id=actor.person_id,
        expires_at=timezone.now() + OPEN_FOR,
    )
