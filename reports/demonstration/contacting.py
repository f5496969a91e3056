"""Schools' people as they are: lists confirmed, a role vacant, a chair who has left, and an address that fails."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from audits.lifecycle.models import Audit
from lscp_portal.accounts.actions import end_membership
from lscp_portal.accounts.models import Membership, Role
from lscp_portal.notify.addresses import Kind, mark_dead
from reports.demonstration.people import Crew, Post, crew_of
from reports.demonstration.stage import Stage
from schools.contacts.actions import confirm_people, state_vacancy
from schools.contacts.loading import contacts_by_school
from schools.contacts.rules import sha256_of

STILL_OUT = {Audit.State.INVITED, Audit.State.IN_PROGRESS}  # whose people nobody of the story needs any more
VACANT_SINCE = 60  # days ago


def keep_contacts(stage: Stage, posts: Sequence[Post]) -> None:
    """Two of three schools have confirmed their people; of those that still answer, two cannot be reached.

    posts: of schools, of any areas; each area's schools in the order of the register.
    """
    at_school = {pk: list(group) for pk, group in groupby(posts, key=lambda post: post.school.pk if post.school else 0)}
    crews = {pk: crew_of(group) for pk, group in at_school.items()}
    for number, crew in enumerate(crews.values()):
        if number % 3:
            _confirm(stage, crew)
    first_area = next(iter(posts)).tenant_id
    out = [pk for pk in _still_out(stage, first_area) if pk in crews]
    _chair_has_left(stage, crews, out[-1])
    chair = next(post.person for post in at_school[out[-2]] if post.role == Role.CHAIR)
    mark_dead(email=chair.email, kind=Kind.REFUSED, code="5.1.1", template="audit_opened")


def _confirm(stage: Stage, crew: Crew) -> None:
    """The head confirms; where no governor is linked to safeguarding, the head says so first."""
    head = crew.one(Role.HEAD)
    school_id = head.school_id or 0
    with stage.as_(head):
        if Role.LINK_GOVERNOR not in crew.people:
            since = stage.calendar.day(VACANT_SINCE)
            state_vacancy(actor=head, school_id=school_id, role=Role.LINK_GOVERNOR, since=since)
        sha256 = sha256_of(contacts_by_school(school_id=school_id)(school_id))
        confirm_people(actor=head, school_id=school_id, sha256=sha256)


def _still_out(stage: Stage, tenant_id: int) -> list[int]:
    """Schools of this area that still answer, in the order of the register."""
    with stage.in_area(tenant_id):
        audits = Audit.objects.filter(cycle__state="open", state__in=STILL_OUT).order_by("school__urn")
        return list(audits.values_list("school_id", flat=True))


def _chair_has_left(stage: Stage, crews: Mapping[int, Crew], school_id: int) -> None:
    head = crews[school_id].one(Role.HEAD)
    with stage.as_(head):
        chair = Membership.objects.get(school_id=school_id, role=Role.CHAIR)
        end_membership(actor=head, membership_id=chair.pk)
