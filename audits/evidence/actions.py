"""What a school does with evidence before it signs: it describes, changes, takes out and puts back."""

from collections.abc import Iterable
from dataclasses import asdict

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.answers.types import AuditClosed, CycleClosed
from audits.delegation.actions import refuse_what_is_not_theirs
from audits.evidence.models import EvidenceItem, UploadDecision
from audits.evidence.policies import may_decide_uploads
from audits.evidence.queries import usage_of
from audits.evidence.rules import items_can_be_added, there_is_room
from audits.evidence.types import DESCRIPTION, Described, ItemChanged
from audits.frameworks.models import Indicator
from audits.governors.models import GovernorVisit
from audits.lifecycle.actions import locked_audit, start_if_invited
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import may_answer
from audits.lifecycle.rules import cycle_takes_returns
from audits.lifecycle.transitions import EDITABLE
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

AGAIN = "This visit is among the evidence already."


def describe(
    *, actor: Actor, audit_id: int, code: str, said: Described, visit: GovernorVisit | None = None
) -> EvidenceItem:
    """Add one piece of evidence to an indicator. Starts the audit, as an answer does. visit: the note that it is.

    Raises PermissionDenied, AuditClosed, Refused, Audit.DoesNotExist, Indicator.DoesNotExist (not asked either).
    """
    audit = _open_audit(actor, audit_id)
    refuse_what_is_not_theirs(actor=actor, audit=audit, code=code)
    indicator = Indicator.objects.filter(pk__in=audit.indicator_ids).get(code=code)
    standing = EvidenceItem.objects.filter(audit=audit, indicator=indicator, removed_at=None)
    chosen: EvidenceItem | None = standing.filter(visit=visit).first() if visit else None
    if chosen is not None:
        return chosen
    refuse_if(items_can_be_added(standing.count()))
    start_if_invited(actor=actor, audit=audit)
    item: EvidenceItem = EvidenceItem.objects.create(
        audit=audit, indicator=indicator, visit=visit, added_by_id=actor.person_id, **asdict(said), **audit.owner
    )
    record(actor, "evidence.described", item, indicator=code)
    return item


def use_visit(*, actor: Actor, audit_id: int, code: str, visit_id: int) -> EvidenceItem:
    """Name the note of a governor's visit as evidence; twice is once.

    Raises GovernorVisit.DoesNotExist when it may not serve as evidence, and what describe raises.
    """
    visit: GovernorVisit = GovernorVisit.objects.get(pk=visit_id, serves_as_evidence=True)
    said = Described(
        kind=EvidenceItem.Kind.VISIT,
        what=f"Governor’s visit of {visit.visited_on:%-d %B %Y}",
        kept_where="In this portal, under “Governors”",
        held_by=Role(visit.role).label,
        dated_on=visit.visited_on,
    )
    return describe(actor=actor, audit_id=audit_id, code=code, said=said, visit=visit)


def use_again(*, actor: Actor, audit_id: int, item_id: int) -> EvidenceItem:
    """Describe in this audit what was described in an earlier one, in the same words; a file is not taken over.

    Raises EvidenceItem.DoesNotExist, and what describe raises.
    """
    earlier: EvidenceItem = EvidenceItem.objects.select_related("indicator").get(pk=item_id, removed_at=None)
    said = Described(**{name: getattr(earlier, name) for name in DESCRIPTION})
    return describe(actor=actor, audit_id=audit_id, code=earlier.indicator.code, said=said)


def change_item(*, actor: Actor, item_id: int, said: Described, read: int) -> EvidenceItem:
    """Put it in other words. read: the revision the page was showing.

    Raises ItemChanged, PermissionDenied, AuditClosed, EvidenceItem.DoesNotExist.
    """
    item = open_item(actor, item_id)
    if item.removed_at is not None or item.revision != read:
        raise ItemChanged
    for name, value in asdict(said).items():
        setattr(item, name, value)
    item.revision += 1
    item.save(update_fields=[*asdict(said), "revision"])
    record(actor, "evidence.changed", item, revision=item.revision)
    return item


def remove_item(*, actor: Actor, item_id: int) -> EvidenceItem:
    """Take it out, its file with it; twice is once. Raises PermissionDenied, AuditClosed, DoesNotExist."""
    item = open_item(actor, item_id)
    if item.removed_at is None:
        item.removed_at, item.removed_by_id = timezone.now(), actor.person_id
        item.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.removed", item)
    return item


def put_back(*, actor: Actor, item_id: int) -> EvidenceItem:
    """Undo a removal; twice is once. Raises Refused where there is no room, and what remove_item raises."""
    lock_year(item_id=item_id)
    item = open_item(actor, item_id)
    if item.removed_at is not None:
        standing = EvidenceItem.objects.filter(audit=item.audit, indicator_id=item.indicator_id, removed_at=None)
        size = sum(
            item.files.filter(removed_at=None, erased_at=None).exclude(state="rejected").values_list("size", flat=True)
        )
        room = there_is_room(usage_of(audit=item.audit), size) if size else ()
        again = item.visit_id is not None and standing.filter(visit_id=item.visit_id).exists()
        refuse_if([*items_can_be_added(standing.count()), *room, *([Blocker("again", AGAIN)] if again else [])])
        item.removed_at = item.removed_by_id = None
        item.save(update_fields=["removed_at", "removed_by_id"])
        record(actor, "evidence.put_back", item)
    return item


def decide_uploads(*, actor: Actor, allowed: bool, reason: str) -> UploadDecision:
    """Let schools upload from now on, or no longer. What is there stays. Raises PermissionDenied."""
    if not may_decide_uploads(actor):
        raise PermissionDenied("evidence.decide")
    made: UploadDecision = UploadDecision.objects.create(
        tenant_id=actor.tenant_id, allowed=allowed, reason=reason, decided_by_id=actor.person_id
    )
    record(actor, "evidence.uploads_decided", made, allowed=allowed)
    return made


def _open_audit(actor: Actor, audit_id: int) -> Audit:
    """The audit, locked, while this person may still change what it says."""
    audit = locked_audit(audit_id=audit_id)
    if not may_answer(actor, audit):
        raise PermissionDenied("evidence.give")
    if audit.state not in EDITABLE:
        raise AuditClosed
    for blocker in cycle_takes_returns(audit):
        raise CycleClosed(blocker.sentence)
    return audit


def lock_year(*, item_id: int) -> None:
    """Let the uploads of one school and year come one by one, so that together they stay within the year's room.

    All audits of the year are locked in one order, before any of them alone. One statement.
    """
    mine = Audit.objects.filter(evidence=item_id)
    same_year = Audit.objects.filter(school_id__in=mine.values("school_id"), cycle__year__in=mine.values("cycle__year"))
    list(same_year.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def open_item(actor: Actor, item_id: int) -> EvidenceItem:
    """The item as it is once its audit is locked, while this person may change it.

    Raises PermissionDenied, AuditClosed, EvidenceItem.DoesNotExist.
    """
    audit_id, code = EvidenceItem.objects.values_list("audit_id", "indicator__code").get(pk=item_id)
    audit = _open_audit(actor, audit_id)
    refuse_what_is_not_theirs(actor=actor, audit=audit, code=code)
    item: EvidenceItem = EvidenceItem.objects.get(pk=item_id)
    item.audit = audit
    return item


def refuse_if(blockers: Iterable[Blocker]) -> None:
    """Raises Refused with all of them, if there are any."""
    if found := list(blockers):
        raise Refused(found)
