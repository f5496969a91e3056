"""Schools as the identity plane names them. Their app lies above this one, so the table is found by its name."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    """A school somebody may be invited to."""

    school_id: int
    urn: int
    name: str


@dataclass(frozen=True, slots=True)
class TrustPlace:
    """A trust whose lead may be invited: it has open schools here. uid: the register's number of the group."""

    uid: str
    name: str


def trusts_here() -> list[TrustPlace]:
    """Trusts with open schools in the scope, by name. One query."""
    rows = _schools().filter(status__in=("open", "closing"), left_area_on=None).exclude(trust_uid="")
    found = rows.order_by("trust_name", "trust_uid").values_list("trust_uid", "trust_name").distinct()
    return [TrustPlace(uid, name) for uid, name in found if uid.isdecimal()]


def open_schools() -> list[SchoolPlace]:
    """The open schools of the scope, by name. One query."""
    rows = _schools().filter(status__in=("open", "closing"), left_area_on=None).order_by("name", "urn")
    return [SchoolPlace(*row) for row in rows.values_list("pk", "urn", "name")]


def school_place(*, school_id: int) -> SchoolPlace:
    """One school of the scope. Raises ObjectDoesNotExist."""
    return SchoolPlace(*_schools().values_list("pk", "urn", "name").get(pk=school_id))


def school_by_urn(*, urn: int) -> SchoolPlace:
    """One school of the scope, by its number in the register. Raises ObjectDoesNotExist."""
    return SchoolPlace(*_schools().values_list("pk", "urn", "name").get(urn=urn))


def _schools() -> Any:  # noqa: ANN401 - a manager of a model this module must not import
    return apps.get_model("schools", "School").objects
