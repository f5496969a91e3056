"""Reads a trust's schools, dates and central answers inside the trust's scope."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count
from django.utils import timezone

from audits.answers.models import Answer
from audits.frameworks.models import Framework, Indicator
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
    FrameworkOfTrust,
    IndicatorOfTrust,
    SchoolOfTrust,
    SectionOfTrust,
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


def frameworks_of_trust(*, trust_uid: str) -> list[FrameworkOfTrust]:
    """What the trust's schools are asked, each series in its latest version, with the central answers.

    Four queries and two for each series.
    """
    central = _latest(trust_uid)
    confirmed = _confirmed()
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
                        central=_central(central.get((framework.upstream, row.code))),
                        confirmed=confirmed[framework.upstream, row.code],
                    )
                    for row in section.indicators
                ],
            )
            for section in sections_of(framework.pk)
        ]
        found.append(FrameworkOfTrust(id=framework.pk, name=str(framework), sections=sections))
    return found


def central_page(*, trust_uid: str, framework_id: int, code: str) -> CentralPage:
    """One indicator with the trust's answer. Four queries. Raises Framework.DoesNotExist, Indicator.DoesNotExist."""
    framework = Framework.objects.defer("settings").get(pk=framework_id)
    row = Indicator.objects.get(framework=framework, code=code)
    kept = _latest(trust_uid, upstream=framework.upstream, code=code).get((framework.upstream, code))
    return CentralPage(
        framework_id=framework.pk,
        framework=str(framework),
        code=code,
        text=row.text,
        evidence=row.evidence,
        allow_na=row.allow_na,
        central=_central(kept),
        confirmed=_confirmed()[framework.upstream, code],
    )


def _asked() -> list[Framework]:
    """The latest version of each series that a cycle of the trust's schools asks. One query."""
    rows = Framework.objects.filter(cycles__audits__isnull=False).defer("settings").distinct()
    latest = {row.upstream: row for row in rows.order_by("academic_year", "adopted_at", "pk")}
    return list(latest.values())


def _latest(trust_uid: str, **only: str) -> dict[tuple[str, str], CentralAnswer]:
    """(series, code) -> the latest wording, whichever partnership's row holds it. One query."""
    rows = CentralAnswer.objects.filter(trust_uid=trust_uid, **only).order_by("revision", "pk")
    return {(row.upstream, row.code): row for row in rows}


def _central(row: CentralAnswer | None) -> Central | None:
    return central_of(row) if row else None


def central_of(row: CentralAnswer) -> Central:
    """A row as it stands. No query."""
    entry = CentralEntry(**{name: getattr(row, name) for name in WORDS})
    return Central(revision=row.revision, saved_at=row.saved_at, entry=entry, is_withdrawn=row.withdrawn_at is not None)


def _confirmed() -> "Counter[tuple[str, str]]":
    """(series, code) -> how many schools made the trust's answer theirs. One query."""
    rows = TrustConfirmation.objects.order_by().values_list(
        "central_answer__upstream", "central_answer__code", "school_id"
    )
    return Counter((upstream, code) for upstream, code, _school in set(rows))
