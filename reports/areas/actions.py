"""Freeze the figures of a year, and publish them. Frozen figures never change: the database refuses."""

import hashlib

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.cycles.models import Cycle
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from reports.areas.models import AreaSummary
from reports.areas.policies import may_freeze
from reports.areas.queries import rows_of_year
from reports.areas.tidy import as_json, write_csv
from reports.areas.transitions import AREA_SUMMARY
from reports.areas.types import year_in_words


def freeze_summary(*, actor: Actor, year: int) -> AreaSummary:
    """Keep the protected figures of one academic year for ever, as DfE and Ofsted get them. About 15 queries.

    Only the rows after disclosure control are kept, with the hash of their CSV. Raises PermissionDenied, Refused (no
    audit was opened that year; frozen before).
    """
    if not may_freeze(actor):
        raise PermissionDenied("area summary.freeze")
    cycles = Cycle.objects.select_for_update(of=("self",), no_key=True).filter(year=year).exclude(opened_at=None)
    if not list(cycles.order_by("pk")):  # the lock: a second click waits here and then finds the first one's row
        raise Refused(
            [Blocker("no_cycle", f"No cycle was opened in {year_in_words(year)}, so there is nothing to send.")]
        )
    if AreaSummary.objects.filter(year=year).exists():
        sentence = f"The figures of {year_in_words(year)} are frozen already. They do not change."
        raise Refused([Blocker("frozen", sentence)])
    rows = rows_of_year(tenant_id=actor.tenant_id, year=year)
    summary: AreaSummary = AreaSummary.objects.create(
        tenant_id=actor.tenant_id,
        year=year,
        figures=as_json(rows),
        sha256=hashlib.sha256(write_csv(rows).encode()).hexdigest(),
        frozen_by_id=actor.person_id,
    )
    record(actor, "area_summary.frozen", summary, year=year, sha256=summary.sha256, rows=len(rows))
    return summary


def publish_summary(*, actor: Actor, summary_id: int) -> AreaSummary:
    """Put the frozen figures in the open.

    Raises PermissionDenied (who froze them may not), Refused, DoesNotExist.
    """
    summary: AreaSummary = AreaSummary.objects.select_for_update(of=("self",), no_key=True).get(pk=summary_id)
    AREA_SUMMARY.move("publish", summary, actor)
    summary.published_at, summary.published_by_id = timezone.now(), actor.person_id
    summary.save(update_fields=["state", "published_at", "published_by_id"])
    record(actor, "area_summary.published", summary, year=summary.year, sha256=summary.sha256)
    return summary
