"""On which days schools are closed."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from lscp_portal.calendar.working_days import is_working_day
from lscp_portal.tenancy.models import PartnershipAuthority
from schools.holidays.models import SchoolHoliday
from schools.holidays.types import Closures, Holiday, HolidayRow, Whose
from schools.register.models import School

ALL = "All schools"


def closures() -> Closures:
    """The holidays of the open scope's area, for many schools. One query.

    What binds a school asks `closures().of(la_code=…, trust_uid=…)` and hands that to lscp_portal.calendar.
    """
    rows = _kept().values_list("name", "first_on", "last_on", "la_code", "trust_uid")
    return Closures([Holiday(*row) for row in rows])


def closed_days_of(school: School) -> frozenset[date]:
    """The closed days of one school. One query."""
    return closures().of(la_code=school.la_code, trust_uid=school.trust_uid)


def holidays_to_come(*, tenant_id: int) -> list[HolidayRow]:
    """Holidays that are not over yet, the next first. Three queries."""
    whose = {(la, uid): words for (la, uid), words in whose_choices(tenant_id=tenant_id)}
    return [
        HolidayRow(
            row.pk,
            row.name,
            row.first_on,
            row.last_on,
            whose.get((row.la_code, row.trust_uid), "Schools no longer here"),
            sum(map(is_working_day, Holiday(row.name, row.first_on, row.last_on).days())),
            row.source,
        )
        for row in _kept().filter(last_on__gte=timezone.localdate()).order_by("first_on", "last_on", "pk")
    ]


def whose_choices(*, tenant_id: int) -> list[tuple[tuple[str, str], str]]:
    """Everybody whose holidays can be kept, as ((la_code, trust_uid), words): all, authorities, trusts. Two queries."""
    authorities = [((code, ""), f"Schools of {name}") for code, name in _authorities(tenant_id).items()]
    trusts = [(("", uid), f"Schools of {name}") for uid, name in _trusts().items()]
    return [(("", ""), ALL), *authorities, *trusts]


def whose_in_files(*, tenant_id: int) -> Whose:
    """By what names and codes a file may say whose a holiday is. Two queries."""
    authorities, trusts = _authorities(tenant_id), _trusts()
    return Whose(
        {**{code: code for code in authorities}, **{name.lower(): code for code, name in authorities.items()}},
        {**{uid.lower(): uid for uid in trusts}, **{name.lower(): uid for uid, name in trusts.items()}},
    )


def _kept() -> QuerySet[SchoolHoliday]:
    found: QuerySet[SchoolHoliday] = SchoolHoliday.objects.filter(removed_at=None)
    return found


def _authorities(tenant_id: int) -> dict[str, str]:
    rows = PartnershipAuthority.objects.filter(partnership_id=tenant_id).order_by("la_name")
    return dict(rows.values_list("la_code", "la_name"))


def _trusts() -> dict[str, str]:
    """Trusts of the area's schools, by name. The register joins several of one school by ~."""
    rows = School.objects.exclude(trust_uid="").values_list("trust_uid", "trust_name").distinct()
    pairs = {pair for uids, names in rows for pair in zip(uids.split("~"), names.split("~"), strict=False)}
    return dict(sorted(pairs, key=lambda pair: pair[1].lower()))
