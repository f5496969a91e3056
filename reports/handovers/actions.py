"""Give a school's record to the school it became or to the partnership it moved to; and accept what was given."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.signoff.freezing import sha256_of
from lscp_portal.accounts.models import Membership
from lscp_portal.accounts.queries import holds_today
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import PartnershipAuthority
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Refused
from reports.handovers.packing import Paper, papers_of
from reports.handovers.policies import may_accept, may_hand_over
from reports.handovers.rules import is_in_register, is_whole, manifest_text
from schools.handovers.models import Handover, HandoverItem
from schools.links.queries import family
from schools.register.models import RegisterChange, School

Reason = Handover.Reason


def hand_over_moved(*, actor: Actor | None, school_id: int) -> Handover | None:
    """Give the record of a school that moved to the partnership of its new authority.

    None where that authority uses no portal of ours, or nothing has come to the record since the last package. actor:
    None for the worker, after the move was taken over. Raises PermissionDenied, School.DoesNotExist.
    """
    if actor is not None and not may_hand_over(actor):
        raise PermissionDenied("handover.give")
    school = School.objects.select_for_update(no_key=True).get(pk=school_id)
    receiver = new_partnership(urn=school.urn)
    if receiver in {None, school.tenant_id} or school.left_area_on is None:
        return None
    return _give(actor, school, to_tenant_id=int(receiver or 0), to_urn=school.urn, reason=Reason.MOVED)


def carry_over() -> int:
    """Give every school of the open scope's partnership what the schools before it had; the number of packages.

    Only of schools that the register calls closed: a link in the file is not enough to show one open school's record to
    another. Oldest step first, so that what a school brought along goes on. Run again, it gives what came since.
    """
    found = family()
    closed = School.objects.filter(urn__in=[step.earlier for step in found.steps], status=School.Status.CLOSED)
    rows = {school.urn: school for school in closed.select_for_update(no_key=True).order_by("urn")}
    steps = [step for step in found.steps if step.earlier in rows and step.later in found.ids]
    packages = [
        _give(
            None,
            rows[step.earlier],
            to_tenant_id=rows[step.earlier].tenant_id,
            to_urn=step.later,
            reason=Reason.BECAME,
        )
        for step in steps
    ]
    return sum(package is not None for package in packages)


def follow_up() -> int:
    """Give what has come to records since they were handed over: a letter issued later, say. The number of packages."""
    moved = Handover.objects.filter(reason=Reason.MOVED).values_list("from_school_id", flat=True).distinct()
    again = [hand_over_moved(actor=None, school_id=school_id) for school_id in list(moved)]
    return carry_over() + sum(package is not None for package in again)


def accept_handover(*, actor: Actor, handover_id: int) -> Handover:
    """Take a record that another partnership gave; its people keep their roles at the school.

    Every hash is worked out again first. Raises PermissionDenied, Refused, Handover.DoesNotExist.
    """
    if not may_accept(actor):
        raise PermissionDenied("handover.accept")
    handover: Handover = Handover.received.select_for_update(no_key=True, of=("self",)).get(
        pk=handover_id, accepted_at=None, reason=Reason.MOVED
    )
    school = School.objects.filter(urn=handover.to_urn, left_area_on=None).first()
    if missing := list(is_in_register(school.pk if school else None)):
        raise Refused(missing)
    handover.accepted_at, handover.accepted_by_id = timezone.now(), actor.person_id
    # not save(): the row is the giver's, and the manager of our own rows does not know it
    accepted = {"accepted_at": handover.accepted_at, "accepted_by_id": actor.person_id}
    Handover.received.filter(pk=handover.pk).update(**accepted)
    papers = list(HandoverItem.received.filter(handover=handover))  # the database shows them from here on
    if broken := list(is_whole(handover, papers)):
        raise Refused(broken)
    roles = _give_roles(handover, school) if school else 0
    record(actor, "handover.accepted", handover, urn=handover.to_urn, sha256=handover.sha256, roles=roles)
    return handover


def new_partnership(*, urn: int) -> int | None:
    """Which partnership a school that moved belongs to now; None where its authority is nobody's. Two queries."""
    moves = RegisterChange.objects.filter(urn=urn, kind=RegisterChange.Kind.MOVED_OUT).order_by("-pk")
    fields = moves.values_list("fields", flat=True).first()
    code = (fields or {}).get("la_code", ["", ""])[1]
    found = PartnershipAuthority.objects.filter(la_code=code).values_list("partnership_id", flat=True)
    return found.first()


def _give(actor: Actor | None, school: School, *, to_tenant_id: int, to_urn: int, reason: str) -> Handover | None:
    """Write what is new since the last package to the same receiver. The caller holds the school's lock."""
    earlier = Handover.objects.filter(from_urn=school.urn, to_tenant_id=to_tenant_id, to_urn=to_urn)
    number = earlier.count() + 1
    given = set(HandoverItem.objects.filter(handover__in=earlier).values_list("sha256", flat=True))
    new = list({paper.sha256: paper for paper in papers_of(school_id=school.pk, urn=school.urn)
                if paper.sha256 not in given}.values())  # fmt: skip
    people = _people(school) if reason == Reason.MOVED and number == 1 else []
    if not (new or people):
        return None
    manifest = [paper.entry for paper in new]
    place = {"tenant_id": school.tenant_id, "to_tenant_id": to_tenant_id, "to_urn": to_urn}
    handover: Handover = Handover.objects.create(
        **place,
        from_urn=school.urn,
        from_name=school.name,
        from_school_id=school.pk,
        reason=reason,
        number=number,
        manifest=manifest,
        people=people,
        sha256=sha256_of(manifest_text(manifest)),
    )
    HandoverItem.objects.bulk_create(_items(handover, new, place))
    record(actor, "handover.given", handover, urn=school.urn, papers=len(new), sha256=handover.sha256)
    return handover


def _items(handover: Handover, papers: Iterable[Paper], place: dict[str, int]) -> list[HandoverItem]:
    return [
        HandoverItem(
            **place,
            handover=handover,
            kind=paper.kind,
            title=paper.title[:200],
            dated_on=paper.dated_on,
            content=paper.content,
            sha256=paper.sha256,
        )
        for paper in papers
    ]


def _people(school: School) -> list[dict[str, object]]:
    """Who has which role at the school today: their accounts are theirs, and they go on working there."""
    rows = Membership.objects.filter(holds_today(), school_id=school.pk).order_by("pk")
    return [
        {
            "person": row.person_id,
            "role": row.role,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        }
        for row in rows
    ]


def _give_roles(handover: Handover, school: School) -> int:
    """The roles that came with the school, for those who do not have them here already."""
    today = timezone.localdate()
    held = set(Membership.objects.filter(holds_today(), school_id=school.pk).values_list("person_id", "role"))
    new = [
        Membership(
            person_id=one["person"],
            tenant_id=handover.to_tenant_id,
            school_id=school.pk,
            school_urn=school.urn,
            school_name=school.name,
            role=one["role"],
            starts_on=today,
            ends_on=one["ends_on"],
        )
        for one in handover.people
        if (one["person"], one["role"]) not in held and (one["ends_on"] is None or one["ends_on"] >= today.isoformat())
    ]
    Membership.objects.bulk_create(new)
    return len(new)
