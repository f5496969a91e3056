"""Sets the stage for tests of records that go on with their schools: a full record, and a move from end to end."""

from django.utils import timezone

from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.scope import area_scope, scope
from reports.handovers.actions import carry_over, hand_over_moved
from schools.handovers.models import Handover
from schools.links.models import SchoolLink
from schools.links.rules import direction_of
from schools.register.models import RegisterChange, RegisterImport, School
from tests.people import Cast, make_school
from tests.reports.report_stage import report_at


def with_a_record(cast: Cast) -> None:
    """The cast's school has a letter and a published report; its neighbour nothing."""
    report_at(cast, "published")


def moves_out(cast: Cast, *, la_code: str = "902") -> Handover | None:
    """School 900001 moves from Eastmere to Harrowfold's authority; its record is handed over as the worker does."""
    with scope(area_scope(cast.partnership.pk)):
        imported = RegisterImport.objects.create(
            tenant=cast.partnership, file_name="edubasealldata.csv", sha256="0" * 64, rows_read=2, rows_of_area=2
        )
        RegisterChange.objects.create(
            tenant=cast.partnership, register_import=imported, urn=900001, school_name=cast.here.name,
            kind="moved_out", fields={"la_code": ["901", la_code], "la_name": ["Eastmere", "Harrowfold"]},
        )  # fmt: skip
        School.objects.filter(pk=cast.here.pk).update(left_area_on=timezone.localdate())
        return hand_over_moved(actor=None, school_id=cast.here.pk)


def moves_in(cast: Cast) -> School:
    """Harrowfold has taken the school over from the register."""
    with scope(area_scope(cast.other_partnership.pk)):
        return make_school(cast.other_partnership, 900001, "Alder Lane Primary School", "ZZ1 1AA")


def becomes(cast: Cast, earlier: School, *, urn: int = 900101, name: str = "Alder Lane Academy") -> School:
    """A school of Eastmere becomes an academy; what it had goes on, as the worker does."""
    with scope(area_scope(cast.partnership.pk)):
        later = School.objects.filter(urn=urn).first() or make_school(cast.partnership, urn, name, "ZZ1 1AA")
        kind = "Predecessor"
        SchoolLink.objects.create(
            tenant=cast.partnership, urn=urn, link_urn=earlier.urn, link_name=earlier.name, link_type=kind,
            established_on="2026-09-01", direction=direction_of(kind), file_name="links.csv",
        )  # fmt: skip
        School.objects.filter(pk=earlier.pk).update(status=School.Status.CLOSED)
        carry_over()
    return later


def joins(cast: Cast, who: str, school: School) -> None:
    """A new role of this person at a school, from today."""
    Membership.objects.create(
        person=cast.people[who], tenant_id=school.tenant_id, school_id=school.pk, school_urn=school.urn,
        school_name=school.name, role=cast.memberships[who].role, starts_on=timezone.localdate(),
    )  # fmt: skip
