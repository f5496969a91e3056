"""Bring a partnership's schools into step with an extract of the national register."""

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connection

from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import PartnershipAuthority
from lscp_portal.trail.recording import record
from schools.register.establishment import Extract
from schools.register.models import RegisterChange, RegisterImport, School
from schools.register.policies import may_import
from schools.register.rules import FILLED
from schools.register.sweep import Sweep
from schools.register.types import ImportResult, NoAuthority

BATCH = 1000
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('schools.register'), %s)"


def import_register(*, actor: Actor | None, tenant_id: int, extract: Extract, file_name: str) -> ImportResult:
    """Take over the rows of the open scope's partnership at once: new, changed, closed, re-opened, moved schools.

    For the first extract of a partnership; a later one is proposed (schools.changes). actor: None for the operator's
    command. The same extract again changes nothing and writes nothing. Schools that were closed before we knew them
    are not taken over. Raises PermissionDenied, NoAuthority. Statements: about ten, and four for each two thousand.
    """
    sweep = begin(actor=actor, tenant_id=tenant_id, extract=extract)
    paper = Paper(actor, tenant_id, extract, file_name, sweep)
    not_in_file: list[int] = []
    for found in sweep.comparisons():
        not_in_file += found.not_in_file
        if found.changes:
            keep_schools(tenant_id=tenant_id, arrived=found.arrived, altered=found.altered)
            for change in found.changes:
                change.tenant_id, change.register_import = tenant_id, paper.row
            RegisterChange.objects.bulk_create(found.changes, batch_size=BATCH)
            rename_in_memberships(found.renamed)
            paper.counts.update(str(change.kind) for change in found.changes)
    return paper.result(not_in_file, kind="register.imported")


def begin(*, actor: Actor | None, tenant_id: int, extract: Extract) -> Sweep:
    """Ready to compare, with nobody else importing for this partnership. Raises PermissionDenied, NoAuthority."""
    if actor is not None and not may_import(actor):
        raise PermissionDenied("register.import")
    authorities = set(PartnershipAuthority.objects.filter(partnership_id=tenant_id).values_list("la_code", flat=True))
    if not authorities:
        raise NoAuthority
    with connection.cursor() as cursor:  # two people with the same file: the second one finds nothing to change
        cursor.execute(ONE_AT_A_TIME, [tenant_id])
    return Sweep(extract, authorities)


class Paper:
    """The record of one import: its row is written when the first difference turns up, and only then."""

    def __init__(self, actor: Actor | None, tenant_id: int, extract: Extract, file_name: str, sweep: Sweep) -> None:
        self.actor, self.tenant_id, self.extract, self.sweep = actor, tenant_id, extract, sweep
        self.file_name = file_name[-200:]
        self.counts: Counter[str] = Counter()
        self.proposed: Counter[str] = Counter()
        self._row: RegisterImport | None = None

    @property
    def row(self) -> RegisterImport:
        """The import's row, written now if it has not been."""
        if self._row is None:
            self._row = RegisterImport(
                tenant_id=self.tenant_id,
                file_name=self.file_name,
                sha256=self.extract.sha256,
                rows_read=len(self.extract.establishments),
                rows_of_area=self.sweep.rows_of_area,
                imported_by_id=self.actor.person_id if self.actor else None,
                closed_urns=self.sweep.closed,
            )
            self._row.save(force_insert=True)
        return self._row

    def result(self, not_in_file: Iterable[int], *, kind: str) -> ImportResult:
        """What came of it; `kind` goes into the trail when something did."""
        if self._row is not None:
            facts = {**self.counts, **{f"proposed_{name}": number for name, number in self.proposed.items()}}
            record(self.actor, kind, self._row, sha256=self.extract.sha256, **facts)
        return ImportResult(
            import_id=self._row.pk if self._row else None,
            rows_read=len(self.extract.establishments),
            rows_of_area=self.sweep.rows_of_area,
            counts=dict(self.counts),
            proposed=dict(self.proposed),
            not_in_file=tuple(not_in_file),
            missing_columns=self.extract.missing,
        )


def keep_schools(*, tenant_id: int, arrived: Iterable[School], altered: Iterable[School]) -> None:
    """Write new schools and changed ones, in two statements for a thousand."""
    new = list(arrived)
    for school in new:
        school.tenant_id = tenant_id
    School.objects.bulk_create(new, batch_size=BATCH)
    # INSERT … ON CONFLICT: Django's bulk_update writes one CASE for each row and column, and takes ten times as long
    School.objects.bulk_create(
        list(altered),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[*FILLED, "left_area_on"],
    )


def rename_in_memberships(renamed: Iterable[School]) -> None:
    """Memberships show their school's name before any scope is open, so they keep a copy of it."""
    for school in renamed:
        Membership.objects.filter(school_id=school.pk).update(school_name=school.name)
