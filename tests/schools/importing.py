"""Extracts for the import tests: invented schools of one partnership, and what its tables hold."""

import io

from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from schools.register.actions import import_register
from schools.register.extract import read_extract
from schools.register.models import RegisterChange, RegisterImport, School
from schools.register.synthetic import write_extract
from schools.register.types import ImportResult

HERE, ELSEWHERE = {"LA (code)": "903", "LA (name)": "Marshwick"}, {"LA (code)": "904", "LA (name)": "Farfield"}
OAK, ELM, ASH = (
    {"URN": "900301", "EstablishmentName": "Oak Street School", **HERE},
    {"URN": "900302", "EstablishmentName": "Elm Street School", **HERE},
    {"URN": "900303", "EstablishmentName": "Ash Street School", **HERE},
)


def extract(*rows: dict[str, str]) -> bytes:
    """The bytes of a file."""
    stream = io.BytesIO()
    write_extract(rows, stream)
    return stream.getvalue()


def take(partnership: Partnership, *rows: dict[str, str]) -> ImportResult:
    """Import these rows as the operator does."""
    read = read_extract(io.BytesIO(extract(*rows)))
    with scope(area_scope(partnership.pk)):
        return import_register(actor=None, tenant_id=partnership.pk, extract=read, file_name="edubasealldata.csv")


def kinds(partnership: Partnership, result: ImportResult) -> dict[int, str]:
    """URN to what happened, in this import."""
    if result.import_id is None:
        return {}
    with scope(area_scope(partnership.pk)):
        return dict(RegisterChange.objects.filter(register_import=result.import_id).values_list("urn", "kind"))


def fields(partnership: Partnership, result: ImportResult, urn: int) -> dict[str, list[object]]:
    """Column to [before, after] of one school in this import."""
    with scope(area_scope(partnership.pk)):
        return RegisterChange.objects.get(register_import=result.import_id, urn=urn).fields


def school(partnership: Partnership, urn: int) -> School:
    """The school as it is now."""
    with scope(area_scope(partnership.pk)):
        return School.objects.get(urn=urn)


def everything(partnership: Partnership) -> list[list[dict[str, object]]]:
    """All rows the register holds of a partnership."""
    with scope(area_scope(partnership.pk)):
        return [list(table.objects.order_by("pk").values()) for table in (School, RegisterImport, RegisterChange)]
