"""Reads a trust's schools, dates and central answers inside the trust's scope."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from django.db.models import Count
from django.utils import timezone

from audits.answers.models import Answer
from audits.cycles.models import Cycle
from audits.frameworks.models import Framework, Indicator
from audits.frameworks.scales import rating_scale_of
from audits.frameworks.sections import sections_of
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import SUBMITTED
from audits.trusts.models import CentralAnswer, TrustConfirmation
from audits.trusts.types import (
    WORDS,
    AreaOfTrust,
    Central,
    CentralEntry,
    CentralPage,
    DateOfTrust,
    FrameworkOfTrust,
    IndicatorOfTrust,
    MonthOfTrust,
    SchoolOfTrust,
    SectionOfTrust,
    Uptake,
    Wording,
)
from lscp_portal.tenancy.models import Partnership
from schools.register.models import School


def schools_of_trust() -> list[AreaOfTrust]:
    """The trust's open schools by partnership, each with where its latest audit stands. Four queries."""
    schools = list(School.objects.filter(status__in=("open", "closing")).order_by("name", "urn"))
    audits: dict[int, Audit] = {}
    for audit in Audit.objects.select_related("cycle").order_by("due_on", "pk"):
        audits[audit.school_id] = audit
    rows = Answer.objects.filter(audit__in=[audit.pk for audit in audits.values()]).exclude(level="")
    answered = dict(rows.order_by().values_list("audit_id").annotate(Count("pk")))
    names = dict(Partnership.objects.filter(pk__in={row.tenant_id for row in schools}).values_list("pk", "name"))
    found: dict[str, list[SchoolOfTrust]] = {}
    for school in schools:
        partnership = names[school.tenant_id]
        found.setdefault(partnership, []).append(_school(school, audits.get(school.pk), answered, partnership))
    return [AreaOfTrust(partnership=name, schools=found[name]) for name in sorted(found)]


def _school(school: School, audit: Audit | None, answered: Mapping[int, int], partnership: str) -> SchoolOfTrust:
    is_out = audit is not None and audit.state not in SUBMITTED
    return SchoolOfTrust(
        urn=school.urn,
        name=school.name,
        partnership=partnership,
        cycle=audit.cycle.name if audit else "",
        state=audit.get_state_display() if audit else "Not asked yet",
        due_on=audit.due_on if audit else None,
        answered=answered.get(audit.pk, 0) if audit else 0,
        asked=len(audit.indicator_ids) if audit else 0,
        is_late=bool(is_out and audit and audit.due_on < timezone.localdate()),
    )


def dates_of_trust() -> list[MonthOfTrust]:
    """Every return that open cycles still wait for, by month, the soonest first. Two queries."""
    owed = Audit.objects.filter(cycle__state=Cycle.State.OPEN).exclude(state__in=SUBMITTED)
    rows = list(owed.select_related("cycle", "school").order_by("due_on", "school__name", "pk"))
    names = dict(Partnership.objects.filter(pk__in={row.tenant_id for row in rows}).values_list("pk", "name"))
    today = timezone.localdate()
    found = [
        DateOfTrust(
            due_on=row.due_on,
            school=row.school.name,
            partnership=names[row.tenant_id],
            cycle=row.cycle.name,
            state=row.get_state_display(),
            is_late=row.due_on < today,
        )
        for row in rows
    ]
    months = groupby(found, key=lambda one: one.due_on.replace(day=1))
    return [MonthOfTrust(first=first, dates=list(dates)) for first, dates in months]


def frameworks_of_trust(*, trust_uid: str) -> list[FrameworkOfTrust]:
    """What the trust's schools are asked, each series in its latest version, with the central answers.

    Five queries and two for each series.
    """
    central, uptake = _central(trust_uid=trust_uid), _uptake()
    found = []
    for framework in _asked():
        sections = [
            SectionOfTrust(
                code=section.code,
                title=section.title,
                lines=[
                    IndicatorOfTrust(
                        framework_id=framework.pk,
                        code=row.code,
                        text=row.text,
                        central=central.get((framework.upstream, row.code)),
                        uptake=uptake.get((framework.upstream, row.code), Uptake()),
                    )
                    for row in section.indicators
                ],
            )
            for section in sections_of(framework.pk)
        ]
        found.append(FrameworkOfTrust(id=framework.pk, name=str(framework), sections=sections))
    return found


def central_page(*, trust_uid: str, framework_id: int, code: str) -> CentralPage:
    """One indicator with the trust's answer. Six queries. Raises Framework.DoesNotExist, Indicator.DoesNotExist."""
    framework = Framework.objects.get(pk=framework_id)
    row = Indicator.objects.get(framework=framework, code=code)
    this = (framework.upstream, code)
    return CentralPage(
        framework_id=framework.pk,
        framework=str(framework),
        code=code,
        text=row.text,
        evidence=row.evidence,
        allow_na=row.allow_na,
        scale=rating_scale_of(framework.settings),
        central=_central(trust_uid=trust_uid, upstream=framework.upstream, code=code).get(this),
        uptake=_uptake().get(this, Uptake()),
    )


def _asked() -> list[Framework]:
    """The latest version of each series that a cycle of the trust's schools asks. One query."""
    rows = Framework.objects.filter(cycles__audits__isnull=False).defer("settings").distinct()
    latest = {row.upstream: row for row in rows.order_by("academic_year", "adopted_at", "pk")}
    return list(latest.values())


def entry_of(row: CentralAnswer) -> CentralEntry:
    """What a row says."""
    return CentralEntry(**{name: getattr(row, name) for name in WORDS})


def read_of(rows: Iterable[CentralAnswer]) -> str:
    """Names rows and their revisions, so that any change of any of them is noticed. "" for none."""
    seen = sorted((row.pk, row.revision, row.withdrawn_at is not None) for row in rows)
    return ",".join(f"{pk}:{revision}{'w' if is_withdrawn else ''}" for pk, revision, is_withdrawn in seen)


def _central(**only: str) -> dict[tuple[str, str], Central]:
    """(series, code) -> the central answer. Three queries."""
    names = dict(Partnership.objects.filter(pk__in=tenants_of_trust()).values_list("pk", "name"))
    rows = sorted(CentralAnswer.objects.filter(**only).order_by("upstream", "code"), key=_series)
    return {series: _as_it_stands(list(found), names) for series, found in groupby(rows, key=_series)}


def tenants_of_trust() -> frozenset[int]:
    """Partnerships with schools of the trust that let this lead see them. One query."""
    return frozenset(School.objects.order_by().values_list("tenant_id", flat=True).distinct())


def _series(row: CentralAnswer) -> tuple[str, str]:
    return row.upstream, row.code


def _as_it_stands(rows: Sequence[CentralAnswer], names: Mapping[int, str]) -> Central:
    found: dict[tuple[CentralEntry, bool], list[CentralAnswer]] = {}
    for row in sorted(rows, key=lambda row: row.saved_at, reverse=True):
        found.setdefault((entry_of(row), row.withdrawn_at is not None), []).append(row)
    wordings = [
        Wording(
            entry=entry,
            saved_at=same[0].saved_at,
            is_withdrawn=is_withdrawn,
            partnerships=sorted(names[row.tenant_id] for row in same if row.tenant_id in names),
        )
        for (entry, is_withdrawn), same in found.items()
    ]
    missing = sorted(name for pk, name in names.items() if pk not in {row.tenant_id for row in rows})
    return Central(read=read_of(rows), wordings=wordings, missing=missing)


def _uptake() -> dict[tuple[str, str], Uptake]:
    """(series, code) -> how many schools made the trust's answer theirs; the latest yes of each counts. One query."""
    rows = TrustConfirmation.objects.order_by("pk").values_list(
        "central_answer__upstream", "central_answer__code", "school_id", "central_revision", "central_answer__revision"
    )
    latest = {(upstream, code, school): then < now for upstream, code, school, then, now in rows}
    schools = Counter((upstream, code) for upstream, code, _school in latest)
    earlier = Counter((upstream, code) for (upstream, code, _school), is_earlier in latest.items() if is_earlier)
    return {one: Uptake(number, earlier[one]) for one, number in schools.items()}
