"""Who has which part, how far it is, and what one person has. Statements do not grow with parts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.answers.queries import rows_of
from audits.answers.rules import due_words, section_words
from audits.answers.types import AuditRow
from audits.delegation.models import Assignment
from audits.delegation.types import Board, EndedPart, OwnPart, Part
from audits.frameworks.models import Indicator, Section
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import ANSWERING
from audits.lifecycle.rules import takes_answers
from lscp_portal.accounts.models import Invitation, Membership, Role
from lscp_portal.accounts.queries import holds_today, names_of
from lscp_portal.tenancy.actor import Actor

LEFT = "Does not work here any more: end this, and give it to somebody else"
NOT_YET = "Has not accepted the invitation yet"
EXPIRED = "The invitation has expired: send it again on the page of people"
REVOKED = "The invitation was taken back: end this, and give it to somebody else"


def board(*, audit: Audit) -> Board:
    """Who answers what in this audit. Seven queries."""
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    kept = list(_of(audit).order_by("due_on", "pk"))
    people = _People(kept)
    parts = [_part(one, rows, people) for one in kept if one.ended_at is None]
    taken = {part.code for part in parts}
    sections = {row.section.code: row.section.title for row in rows}
    return Board(
        audit_id=audit.pk,
        parts=parts,
        free=[(code, title) for code, title in sections.items() if code not in taken],
        ended=[
            EndedPart(code=_code(one), who=people.name(one), ended_on=timezone.localdate(one.ended_at))
            for one in kept
            if one.ended_at is not None
        ],
        is_editable=takes_answers(audit),
    )


def parts_of(*, audit: Audit, person_id: int) -> list[OwnPart]:
    """What one person has in this audit, the most pressing first, with its answers. Six queries."""
    kept = list(_of(audit).filter(theirs(person_id), ended_at=None).order_by("due_on", "pk"))
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids) if kept else ()
    people = _People(kept)
    return [OwnPart(part=_part(one, rows, people), rows=_rows(one, rows)) for one in kept]


def is_theirs(*, actor: Actor, audit: Audit, section: str, code: str) -> bool:
    """Whether an indicator, or with code "" a whole section, is this person's. One query, for a contributor.

    The database asks the same before it keeps where somebody is (audits_presence).
    """
    if actor.sees_whole_school:
        return True
    given = _of(audit).filter(theirs(actor.person_id), ended_at=None)
    return given.filter(Q(section__code=section) | Q(indicator__code=code, indicator__section__code=section)).exists()


def own_indicators(*, audit: Audit, person_id: int) -> set[int]:
    """Ids of the indicators this person has in this audit, of those it asks. Two queries."""
    found = _of(audit).filter(theirs(person_id), ended_at=None)
    rows = rows_of(audit_id=audit.pk, indicator_ids=audit.indicator_ids)
    return {row.indicator.id for one in found for row in _rows(one, rows)}


def theirs(person_id: int) -> Q:
    """The condition on assignments of one person: given to them, or to the invitation they accepted."""
    return Q(person_id=person_id) | Q(
        invitation_id__in=Invitation.objects.filter(accepted_by_id=person_id).values("pk")
    )


def who_can_answer(*, school_id: int) -> list[tuple[str, str]]:
    """Whom a part can be given to: (key, words), people first, then open invitations. Three queries.

    key: "person-7" or "invitation-3".
    """
    held = Membership.objects.filter(holds_today(), school_id=school_id, role__in=ANSWERING)
    roles: dict[int, list[str]] = {}
    for person_id, role in held.order_by("pk").values_list("person_id", "role"):
        roles.setdefault(person_id, []).append(str(Role(role).label).lower())
    names = names_of(roles)
    people = sorted((names.get(key, ""), key, ", ".join(held_roles)) for key, held_roles in roles.items())
    waiting = Invitation.objects.filter(
        school_id=school_id, role__in=ANSWERING, accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
    )
    return [(f"person-{key}", f"{name} ({words})") for name, key, words in people] + [
        (f"invitation-{key}", f"{name} (invited)")
        for key, name in waiting.order_by("full_name").values_list("pk", "full_name")
    ]


class _People:
    """Names of those who have parts, and whether they can work on them. Three queries at most."""

    def __init__(self, kept: Sequence[Assignment]) -> None:
        asked = {one.invitation_id for one in kept if one.invitation_id}
        self.invitations = {row.pk: row for row in Invitation.objects.filter(pk__in=asked)} if asked else {}
        ids = {one.person_id for one in kept if one.person_id}
        ids |= {row.accepted_by_id for row in self.invitations.values() if row.accepted_by_id}
        self.names = names_of(ids) if ids else {}
        school = kept[0].school_id if kept else None
        here = Membership.objects.filter(holds_today(), school_id=school, role__in=ANSWERING, person_id__in=ids)
        self.here = set(here.values_list("person_id", flat=True)) if ids else set()

    def id(self, one: Assignment) -> int | None:
        """The person, once there is one."""
        if one.person_id:
            return one.person_id
        invitation = self.invitations.get(one.invitation_id or 0)
        return invitation.accepted_by_id if invitation else None

    def name(self, one: Assignment) -> str:
        """As the person is called now, or was called in the invitation."""
        invitation = self.invitations.get(one.invitation_id or 0)
        return self.names.get(self.id(one) or 0) or (invitation.full_name if invitation else "Somebody who has left")

    def trouble(self, one: Assignment) -> str:
        """Why nobody can work on it now."""
        person_id, invitation = self.id(one), self.invitations.get(one.invitation_id or 0)
        if person_id:
            return "" if person_id in self.here else LEFT
        if invitation is None or invitation.revoked_at:
            return REVOKED
        return EXPIRED if invitation.expires_at <= timezone.now() else NOT_YET


def _of(audit: Audit) -> QuerySet[Assignment]:
    return Assignment.objects.filter(audit=audit).select_related("section", "indicator__section")


def _code(one: Assignment) -> str:
    return str(_about(one).code)


def _about(one: Assignment) -> Section | Indicator:
    """The section or the indicator: one of the two is there, and never both."""
    about: Any = one.section or one.indicator
    found: Section | Indicator = about
    return found


def _rows(one: Assignment, rows: Iterable[AuditRow]) -> tuple[AuditRow, ...]:
    if one.section:
        return tuple(row for row in rows if row.section.code == one.section.code)
    return tuple(row for row in rows if row.indicator.id == one.indicator_id)


def _part(one: Assignment, rows: Iterable[AuditRow], people: _People) -> Part:
    own, today = _rows(one, rows), timezone.localdate()
    about = _about(one)
    answered = [row for row in own if row.level]
    actions = sum("low-needs-action" in row.gaps for row in answered)
    gaps = sum(bool(row.gaps) for row in answered)
    is_done = len(answered) == len(own) and not gaps
    return Part(
        id=one.pk,
        code=_code(one),
        title=about.title if isinstance(about, Section) else about.text,
        section=about.code if isinstance(about, Section) else about.section.code,
        is_section=isinstance(about, Section),
        who=people.name(one),
        person_id=people.id(one),
        due_on=one.due_on,
        due=due_words(one.due_on, today),
        note=one.words,
        answered=len(answered),
        asked=len(own),
        words=section_words(answered=len(answered), total=len(own), actions=actions, others=gaps - actions),
        is_done=is_done,
        is_late=not is_done and one.due_on < today,
        trouble=people.trouble(one),
    )
