"""Bring a partnership's schools into step with an extract of the national register."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import PartnershipAuthority
from lscp_portal.trail.recording import record
from schools.register.establishment import Establishment, Extract
from schools.register.models import RegisterChange, RegisterImport, School
from schools.register.policies import may_import
from schools.register.rules import STATUSES, columns_of, differences, kind_of_arrival, kind_of_change
from schools.register.types import ImportResult, NoAuthority

Kind = RegisterChange.Kind
BATCH = 1000


@dataclass
class _Work:
    """What is to be written, gathered before anything is."""

    arrived: list[School] = field(default_factory=list)
    altered: list[School] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)
    changes: list[RegisterChange] = field(default_factory=list)


def import_register(*, actor: Actor | None, tenant_id: int, extract: Extract, file_name: str) -> ImportResult:
    """Take over the rows of the open scope's partnership: new, changed, closed, re-opened and moved schools.

    actor: None for the operator's command. The same extract again changes nothing and writes nothing. Schools that
    were closed before we knew them are not taken over. Raises PermissionDenied, NoAuthority. Statements: about ten,
    and one for each thousand changed schools.
    """
    if actor is not None and not may_import(actor):
        raise PermissionDenied("register.import")
    authorities = set(PartnershipAuthority.objects.filter(partnership_id=tenant_id).values_list("la_code", flat=True))
    if not authorities:
        raise NoAuthority
    here = [row for row in extract.establishments if row.la_code in authorities]
    known = {school.urn: school for school in School.objects.all()}
    work = _Work()
    _compare(work, tenant_id=tenant_id, here=here, known=known)
    everywhere = {row.urn: row for row in extract.establishments}
    gone = _moved_out(work, tenant_id=tenant_id, known=known, everywhere=everywhere, here={row.urn for row in here})
    register_import = _write(work, actor=actor, tenant_id=tenant_id, extract=extract, file_name=file_name, of_area=len(here))
    return ImportResult(
        import_id=register_import.pk if register_import else None,
        rows_read=len(extract.establishments),
        rows_of_area=len(here),
        changes=work.changes,
        not_in_file=gone,
        missing_columns=extract.missing,
    )


def _compare(work: _Work, *, tenant_id: int, here: Iterable[Establishment], known: Mapping[int, School]) -> None:
    newest = RegisterImport.objects.order_by("-imported_at").values_list("imported_at", flat=True).first()
    last_import = timezone.localdate(newest) if newest else None
    for row in here:
        wanted = columns_of(row)
        school = known.get(row.urn)
        if school is None:
            if STATUSES[str(row.status)] != School.Status.CLOSED:
                work.arrived.append(School(tenant_id=tenant_id, urn=row.urn, **wanted))
                work.changes.append(_change(tenant_id, row.urn, row.name, kind_of_arrival(row, last_import)))
            continue
        if found := differences(school, {**wanted, "left_area_on": None}):
            work.changes.append(_change(tenant_id, row.urn, row.name, kind_of_change(school, wanted), found))
            _alter(work, school, {column: wanted.get(column) for column in found})


def _moved_out(
    work: _Work,
    *,
    tenant_id: int,
    known: Mapping[int, School],
    everywhere: Mapping[int, Establishment],
    here: set[int],
) -> list[int]:
    gone = []
    for urn, school in known.items():
        if urn in here or school.left_area_on is not None:
            continue
        if row := everywhere.get(urn):
            found = {"la_code": [school.la_code, row.la_code], "la_name": [school.la_name, row.la_name]}
            work.changes.append(_change(tenant_id, urn, school.name, Kind.MOVED_OUT, found))
            _alter(work, school, {"left_area_on": timezone.localdate()})
        elif school.is_open:
            gone.append(urn)
    return gone


def _change(tenant_id: int, urn: int, name: str, kind: str, fields: Mapping[str, object] | None = None) -> RegisterChange:
    return RegisterChange(tenant_id=tenant_id, urn=urn, school_name=name, kind=kind, fields=dict(fields or {}))


def _alter(work: _Work, school: School, columns: Mapping[str, object]) -> None:
    for column, value in columns.items():
        setattr(school, column, value)
    work.altered.append(school)
    work.columns.update(columns)


def _write(
    work: _Work, *, actor: Actor | None, tenant_id: int, extract: Extract, file_name: str, of_area: int
) -> RegisterImport | None:
    if not work.changes:
        return None
    done = RegisterImport.objects.create(
        tenant_id=tenant_id,
        file_name=file_name[:200],
        sha256=extract.sha256,
        rows_read=len(extract.establishments),
        rows_of_area=of_area,
        imported_by_id=actor.person_id if actor else None,
    )
    School.objects.bulk_create(work.arrived, batch_size=BATCH)
    if work.altered:
        School.objects.bulk_update(work.altered, sorted(work.columns), batch_size=BATCH)
    for change in work.changes:
        change.register_import = done
    RegisterChange.objects.bulk_create(work.changes, batch_size=BATCH)
    _rename_in_memberships(work.altered)
    kinds = sorted(change.kind for change in work.changes)
    counts = {kind: len(list(group)) for kind, group in itertools.groupby(kinds)}
    record(actor, "register.imported", done, sha256=extract.sha256, **counts)
    return done


def _rename_in_memberships(altered: Iterable[School]) -> None:
    """Memberships show their school's name before any scope is open, so they keep a copy of it."""
    names = {school.pk: school.name for school in altered}
    stale = [row for row in Membership.objects.filter(school_id__in=names) if row.school_name != names[row.school_id or 0]]
    for row in stale:
        row.school_name = names[row.school_id or 0]
    Membership.objects.bulk_update(stale, ["school_name"])
