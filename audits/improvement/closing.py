"""What becomes of open improvements when an audit is closed: they stay on the one list, marked."""

from django.db.models import Q

from audits.improvement.models import Improvement
from audits.improvement.rules import OPEN, to_settle
from audits.improvement.steps import Kind, keep
from audits.lifecycle.models import Audit
from lscp_portal.tenancy.actor import Actor


def carry_open_ones(*, actor: Actor, audit: Audit) -> list[Improvement]:
    """Mark what was asked for and is open, and the school's own plan; in order. The caller holds the audit's lock.

    Nothing is copied: the row goes on with its owner, its date, its history and its ladder. A second time, only what
    came since is marked. The caller asks whether this person may.
    """
    own = Q(source=Improvement.Source.OWN, state__in=OPEN) & (Q(carried_from=None) | ~Q(carried_from=audit.pk))
    open_ones = Improvement.objects.filter(to_settle(audit) | own, school=audit.school_id).order_by("pk")
    works = list(open_ones.select_for_update(of=("self",), no_key=True))
    for work in works:
        work.carried_from_id = audit.pk
        work.save(update_fields=["carried_from"])
        keep(actor, work, Kind.CARRIED)
    return works
