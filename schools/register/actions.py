"""Bring a partnership's schools into step with an extract of the national register."""

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import PartnershipAuthority
from lscp_portal.trail.recording import record
from schools.register.comparing import Comparison, compare
from schools.register.establishment import Extract
from schools.register.models import RegisterChange, RegisterImport, School
from schools.register.policies import may_import
from schools.register.rules import FILLED
from schools.register.types import ImportResult, NoAuthority

BATCH = 1000
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('schools.register'), %s)"


def import_register(*, actor: Actor | None, tenant_id: int, extract: Extract, file_name: str) -> ImportResult:
    """Take over the rows of the open scope's partnership: new, changed, closed, re-opened and moved schools.

    actor: None for the operator's command. The same extract again changes nothing and writes nothing. Schools that
    were closed before we knew them are not taken over. Raises PermissionDenied, NoAuthority. Statements: about ten,
    and three for each thousand changed schools.
    """
    if actor is not None and not may_import(actor):
        raise PermissionDenied("register.import")
    authorities = set(PartnershipAuthority.objects.filter(partnership_id=tenant_id).values_list("la_code", flat=True))
    if not authorities:
        raise NoAuthority
    with connection.cursor() as cursor:  # two people with the same file: the second one finds nothing to change
        cursor.execute(ONE_AT_A_TIME, [tenant_id])
    newest = RegisterImport.objects.order_by("-imported_at").values_list("imported_at", flat=True).first()
    found = compare(
        extract=extract,
        authorities=authorities,
        known={school.urn: school for school in School.objects.all()},
        last_import=timezone.localdate(newest) if newest else None,
        today=timezone.localdate(),
    )
    done = _write(found, actor=actor, tenant_id=tenant_id, extract=extract, file_name=file_name)
    return ImportResult(
        import_id=done.pk if done else None,
        rows_read=len(extract.establishments),
        rows_of_area=found.rows_of_area,
        counts=Counter(change.kind for change in found.changes),
        not_in_file=tuple(found.not_in_file),
        missing_columns=extract.missing,
    )


def _write(
    found: Comparison, *, actor: Actor | None, tenant_id: int, extract: Extract, file_name: str
) -> RegisterImport | None:
    if not found.changes:
        return None
    done = RegisterImport(
        tenant_id=tenant_id,
        file_name=file_name[-200:],
        sha256=extract.sha256,
        rows_read=len(extract.establishments),
        rows_of_area=found.rows_of_area,
        imported_by_id=actor.person_id if actor else None,
    )
    done.save(force_insert=True)
    _keep_schools(found, tenant_id)
    for change in found.changes:
        change.tenant_id, change.register_import = tenant_id, done
    RegisterChange.objects.bulk_create(found.changes, batch_size=BATCH)
    _rename_in_memberships(found.renamed)
    counts = Counter(str(change.kind) for change in found.changes)
    record(actor, "register.imported", done, sha256=extract.sha256, **counts)
    return done


def _keep_schools(found: Comparison, tenant_id: int) -> None:
    for school in found.arrived:
        school.tenant_id = tenant_id
    School.objects.bulk_create(found.arrived, batch_size=BATCH)
    # INSERT … ON CONFLICT: Django's bulk_update writes one CASE for each row and column, and takes ten times as long
    School.objects.bulk_create(
        found.altered,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*FILLED, "left_area_on"],
    )


def _rename_in_memberships(renamed: Iterable[School]) -> None:
    """Memberships show their school's name before any scope is open, so they keep a copy of it."""
    for school in renamed:
        Membership.objects.filter(school_id=school.pk).update(school_name=school.name)
