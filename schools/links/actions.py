"""Bring the links between a partnership's schools into step with the register's file."""

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from lscp_portal.outbox.posting import post
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from schools.links.models import SchoolLink
from schools.links.rules import direction_of
from schools.links.types import Link, LinkFile, LinksResult
from schools.register.actions import BATCH, ONE_AT_A_TIME
from schools.register.models import School
from schools.register.policies import may_import

Key = tuple[int, int, str]


def import_links(*, actor: Actor | None, tenant_id: int, file: LinkFile, file_name: str) -> LinksResult:
    """Keep the links of the open scope's schools as the file has them; the same file again changes nothing.

    actor: None for the operator's command. A link that the file lacks is gone, and stays on record. What changed is
    told to the history of the schools (schools.carry_over). Raises PermissionDenied. At most eight statements, and one
    for each thousand links.
    """
    if actor is not None and not may_import(actor):
        raise PermissionDenied("register.import")
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [tenant_id])
    ours = set(School.objects.values_list("urn", flat=True))
    wanted = {_key(link): link for link in file.links if link.urn in ours}
    kept = {(row.urn, row.link_urn, row.link_type): row for row in SchoolLink.objects.filter(gone_at=None)}
    same = {key for key, link in wanted.items() if key in kept and _is_same(kept[key], link)}
    gone = [row.pk for key, row in kept.items() if key not in same]
    new = [_row(wanted[key], tenant_id, file_name) for key in sorted(wanted.keys() - same)]
    if gone:
        SchoolLink.objects.filter(pk__in=gone).update(gone_at=timezone.now())
    SchoolLink.objects.bulk_create(new, batch_size=BATCH)
    if new or gone:
        about = new[0] if new else kept[next(key for key in kept if key not in same)]
        record(actor, "register.links_imported", about, sha256=file.sha256, new=len(new), gone=len(gone))
        post("schools.carry_over", key=f"links:{about.pk}:{len(gone)}")
    return LinksResult(len(file.links), len(new), len(gone), len(same))


def _key(link: Link) -> Key:
    return link.urn, link.link_urn, link.kind


def _is_same(row: SchoolLink, link: Link) -> bool:
    return row.link_name == link.name and row.established_on == link.on


def _row(link: Link, tenant_id: int, file_name: str) -> SchoolLink:
    return SchoolLink(
        tenant_id=tenant_id,
        urn=link.urn,
        link_urn=link.link_urn,
        link_name=link.name,
        link_type=link.kind,
        established_on=link.on,
        direction=direction_of(link.kind),
        file_name=file_name[-200:],
    )
