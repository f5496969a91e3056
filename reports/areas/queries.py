"""What happened in the partnership in one academic year. Area scope; the number of queries does not grow."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from audits.clarification.clock import Pause
from audits.clarification.pauses import pauses_of
from audits.cycles.models import Cycle, Mode
from audits.frameworks.models import Indicator, Section
from audits.frameworks.scales import rating_scale_of
from audits.frameworks.scoring import Mark
from audits.lifecycle.models import Audit
from audits.moderation.agreed import agreed_of
from audits.review.models import Review, Score
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.tenancy.models import Partnership, PartnershipAuthority
from reports.areas.counting import AuditFacts, YearFacts, rows_of, timeliness
from reports.areas.models import AreaSummary
from reports.areas.policies import may_freeze
from reports.areas.tidy import Place, Row, from_json
from reports.areas.transitions import AREA_SUMMARY
from reports.areas.types import AreaFigures, AreaPage, year_in_words
from reports.drafting.models import Report
from reports.drafting.record import level_of
from schools.register.models import OPEN_HERE, School
from visits.planning.models import Visit

FIRST_MONTH = 9
MAIN_FIRST = (Mode.FULL, Mode.CORE, Mode.DEEP_DIVE)
REVIEWED = (Audit.State.REVIEWED, Audit.State.FEEDBACK_ISSUED, Audit.State.ACKNOWLEDGED, Audit.State.CLOSED)
HELD = (Visit.State.HELD, Visit.State.RECORDED)
Marks = dict[str, list[Mark]]


def years() -> list[int]:
    """Academic years with a cycle that was opened, newest first; this year when there is none. One query."""
    found = Cycle.objects.exclude(state=Cycle.State.PLANNED).order_by("-year").values_list("year", flat=True).distinct()
    today = timezone.localdate()
    return list(found) or [today.year - (today.month < FIRST_MONTH)]


def rows_of_year(*, tenant_id: int, year: int) -> tuple[Row, ...]:
    """The tidy rows of what happened so far, after disclosure control. 11 queries."""
    return rows_of(year=year, facts=facts_of_year(tenant_id=tenant_id, year=year))


def area_page(*, actor: Actor, year: int) -> AreaPage:
    """The partnership's page of one year: frozen figures when there are any, else those of today. 15 queries."""
    facts = facts_of_year(tenant_id=actor.tenant_id, year=year)
    promise = Partnership.objects.values_list("feedback_workdays", flat=True).get(pk=actor.tenant_id)
    summary = AreaSummary.objects.filter(year=year).first()
    rows = from_json(summary.figures) if summary else rows_of(year=year, facts=facts)
    frozen = _frozen(summary, actor) if summary else {}
    return AreaPage(
        figures=AreaFigures.of(year, rows),
        timeliness=timeliness(facts.audits, promise_workdays=promise, today=timezone.localdate()),
        years=[(known, year_in_words(known)) for known in years()],
        unfinished=sum(audit.feedback_on is None for audit in facts.audits),
        may_freeze=summary is None and may_freeze(actor),
        **frozen,
    )


def _frozen(summary: AreaSummary, actor: Actor) -> dict[str, Any]:
    names = names_of(filter(None, (summary.frozen_by_id, summary.published_by_id)))
    return {
        "summary_id": summary.pk,
        "is_published": summary.state == AreaSummary.State.PUBLISHED,
        "frozen_at": summary.frozen_at,
        "frozen_by": names.get(summary.frozen_by_id, ""),
        "published_at": summary.published_at,
        "published_by": names.get(summary.published_by_id, "") if summary.published_by_id else "",
        "offers": AREA_SUMMARY.offers(summary, actor),
    }


def download_rows(*, tenant_id: int, year: int) -> tuple[Row, ...]:
    """The rows that the page of this year shows: frozen ones, or those of today. 12 queries at most."""
    frozen = AreaSummary.objects.filter(year=year).values_list("figures", flat=True).first()
    return from_json(frozen) if frozen is not None else rows_of_year(tenant_id=tenant_id, year=year)


class AuditRow(NamedTuple):
    """What is read of an audit, in the order of AUDIT_COLUMNS."""

    pk: int
    school_id: int
    la_code: str
    cycle_id: int
    state: str
    submitted_at: datetime | None
    feedback_at: datetime | None


AUDIT_COLUMNS = ("pk", "school_id", "school__la_code", "cycle_id", "state", "submitted_at", "feedback__issued_at")


def facts_of_year(*, tenant_id: int, year: int) -> YearFacts:
    """Everything that is counted. 10 queries.

    A school has one audit a year here: its fullest. It counts under the authority it belongs to today; one that closed
    or left the area counts while it has an audit of the year.
    """
    cycles = Cycle.objects.filter(year=year).exclude(state=Cycle.State.PLANNED).select_related("framework")
    kinds = {cycle.pk: cycle for cycle in cycles}
    audits = _main_audits(kinds)
    schools = _schools({audit.school_id for audit in audits})
    frameworks = {cycle.framework_id: cycle.framework for cycle in kinds.values()}
    marks = _marks(audits, frameworks)
    pauses = pauses_of([audit.pk for audit in audits])
    newest = frameworks[max(frameworks)] if frameworks else None
    return YearFacts(
        places=_places(tenant_id, dict(schools)),
        schools=Counter(code for code, _name in schools),
        audits=[_facts(audit, marks, pauses) for audit in audits],
        visits=_by_authority(Visit.objects.filter(audit__cycle__year=year, state__in=HELD)),
        reports=_by_authority(Report.objects.filter(audit__cycle__year=year, state=Report.State.PUBLISHED)),
        sections=_sections(frameworks),
        labels=rating_scale_of(newest.settings).publish_labels if newest else {},
    )


def _main_audits(cycles: Mapping[int, Cycle]) -> list[AuditRow]:
    """One audit for each school: of the full cycle, else of the light one, else of a deep dive. One query."""
    found = Audit.objects.filter(cycle_id__in=cycles).order_by("pk").values_list(*AUDIT_COLUMNS)
    fullest: dict[int, AuditRow] = {}
    for audit in sorted(
        (AuditRow(*row) for row in found), key=lambda row: MAIN_FIRST.index(Mode(cycles[row.cycle_id].mode))
    ):
        fullest.setdefault(audit.school_id, audit)
    return list(fullest.values())


def _schools(asked: set[int]) -> list[tuple[str, str]]:
    """Authority's code and name of every school that counts. One query."""
    return list(School.objects.filter(OPEN_HERE | Q(pk__in=asked)).values_list("la_code", "la_name"))


def _places(tenant_id: int, found: Mapping[str, str]) -> list[Place]:
    """The partnership's authorities by code, and any other that a school moved to. Two queries."""
    ours = PartnershipAuthority.objects.filter(partnership_id=tenant_id)
    partnership = Partnership.objects.get(pk=tenant_id)
    known = {row.la_code: (row.la_name, row.gss_code) for row in ours}
    moved = {code: (name, "") for code, name in found.items() if code not in known}
    return [
        Place(lscp_code=partnership.code, lscp_name=partnership.name, la_code=code, la_name=name, gss_code=gss_code)
        for code, (name, gss_code) in sorted((known | moved).items())
    ]


def _sections(frameworks: Iterable[int]) -> dict[str, str]:
    """Code to title in the framework's order; where a year has two versions the newer one's words. One query."""
    rows = Section.objects.filter(framework_id__in=frameworks).order_by("framework_id", "position")
    return dict(rows.values_list("code", "title"))


def _marks(audits: Iterable[AuditRow], frameworks: Iterable[int]) -> dict[int, Marks]:
    """Marks by audit and section code, from reviews handed in, agreed levels before first ones. Three queries."""
    asked = Indicator.objects.filter(framework_id__in=frameworks).values_list(
        "pk", "code", "section__code", "is_critical"
    )
    indicators = {pk: (code, section, critical) for pk, code, section, critical in asked}
    wanted = {audit.pk for audit in audits}
    scores = Score.objects.filter(review__state=Review.State.SUBMITTED, review__audit_id__in=wanted)
    found: dict[int, Marks] = defaultdict(lambda: defaultdict(list))
    rows = list(scores.values_list("review_id", "review__audit_id", "indicator_id", "level"))
    agreed = agreed_of({review_id for review_id, *_rest in rows})
    for review_id, audit_id, indicator_id, first in rows:
        code, section, critical = indicators[indicator_id]
        settled = agreed.get((review_id, indicator_id))
        found[audit_id][section].append(Mark(code, level_of(settled.level if settled else first), critical))
    return found


def _facts(audit: AuditRow, marks: Mapping[int, Marks], pauses: Mapping[int, Sequence[Pause]]) -> AuditFacts:
    return AuditFacts(
        la_code=audit.la_code,
        submitted_on=_day(audit.submitted_at),
        feedback_on=_day(audit.feedback_at),
        is_reviewed=audit.state in REVIEWED,
        marks=marks.get(audit.pk, {}),
        pauses=pauses.get(audit.pk, ()),
    )


def _by_authority(rows: "QuerySet[Any]") -> Counter[str]:
    return Counter(rows.values_list("school__la_code", flat=True))


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def year_of(*, summary_id: int) -> int:
    """The academic year of a summary. One query. Raises AreaSummary.DoesNotExist."""
    year: int = AreaSummary.objects.values_list("year", flat=True).get(pk=summary_id)
    return year
