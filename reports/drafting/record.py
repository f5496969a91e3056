"""Draws the part of a report that is not typed from the record of one audit."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from audits.answers.models import Answer
from audits.feedback.models import Feedback
from audits.frameworks.models import Indicator
from audits.frameworks.scales import rating_scale_of
from audits.frameworks.scoring import Level, Mark, Special, publish_label, section_result
from audits.lifecycle.models import Audit
from audits.moderation.agreed import agreed_of
from audits.review.models import Recommendation, Review, Score
from lscp_portal.ui.levels import BY_KEY
from reports.drafting.types import AuditRecord, Coverage, RecommendationLine, SectionLine, VisitLine
from visits.planning.models import Visit
from visits.record.models import Note

PUBLIC_LEVELS = ("embedded", "secure", "partly", "not_in_place")


def record_of(*, audit: Audit) -> AuditRecord:
    """What the record says today: sections from the partnership's own reading, never from the school's.

    Eleven queries. Where a return was read twice, the agreed levels count. Section results by
    rating_scale.section_result; a visit counts once its record is complete.
    """
    indicators = list(
        Indicator.objects.filter(pk__in=audit.indicator_ids).select_related("section").order_by("position")
    )
    review = Review.objects.filter(audit=audit, state=Review.State.SUBMITTED).first()
    scores = dict(Score.objects.filter(review=review).values_list("indicator_id", "level")) if review else {}
    agreed = agreed_of([review.pk]) if review else {}
    scores |= {indicator_id: settled.level for (_review, indicator_id), settled in agreed.items()}
    feedback = Feedback.objects.filter(audit=audit).first()
    school, cycle = audit.school, audit.cycle
    return AuditRecord(
        school_name=school.name,
        urn=school.urn,
        phase=school.kind,
        town=school.town,
        pupils=school.number_of_pupils,
        cycle=cycle.name,
        year=cycle.year,
        kind=cycle.kind,
        framework=f"{cycle.framework.title}, version {cycle.framework.version}",
        submitted_on=_day(audit.submitted_at),
        reviewed_on=_day(review.submitted_at if review else None),
        feedback_on=_day(feedback.issued_at if feedback else None),
        coverage=_coverage(audit, scores),
        sections=_sections(indicators, scores, rating_scale_of(cycle.framework.settings).publish_labels),
        visit=_visit(audit),
        recommendations=_recommendations(review),
    )


def _coverage(audit: Audit, scores: dict[int, str]) -> Coverage:
    answered = Answer.objects.filter(audit=audit, indicator_id__in=audit.indicator_ids).exclude(level="").count()
    return Coverage(
        asked=len(audit.indicator_ids),
        answered=answered,
        read=len(scores),
        not_applicable=sum(level == Special.NOT_APPLICABLE for level in scores.values()),
    )


def _sections(
    indicators: list[Indicator], scores: dict[int, str], labels: Mapping[int, str]
) -> tuple[SectionLine, ...]:
    by_section: dict[int, list[Indicator]] = {}
    for indicator in indicators:
        by_section.setdefault(indicator.section_id, []).append(indicator)
    return tuple(_section(rows, scores, labels) for rows in by_section.values())


def _section(rows: list[Indicator], scores: dict[int, str], labels: Mapping[int, str]) -> SectionLine:
    section = rows[0].section
    result = section_result(Mark(row.code, level_of(scores.get(row.pk, "")), row.is_critical) for row in rows)
    counted = Counter(scores.get(row.pk, "") for row in rows)
    return SectionLine(
        code=section.code,
        title=section.title,
        why=section.why,
        level=result.level,
        result=publish_label(result, labels),
        spread={key: counted[key] for key in PUBLIC_LEVELS},
        is_critical=result.has_critical_finding,
    )


def level_of(key: str) -> Level | None:
    """A level's key as scoring takes it: 0 to 3, a special answer, or None for no score."""
    if key in {Special.NOT_APPLICABLE, Special.NOT_CHECKED}:
        return Special(key)
    return BY_KEY[key].value if key else None


def _visit(audit: Audit) -> VisitLine | None:
    visit = Visit.objects.filter(audit=audit, state=Visit.State.RECORDED).order_by("-visit_on").first()
    if visit is None:
        return None
    strengths = visit.notes.filter(is_strength=True).values_list("theme", flat=True)
    agencies = sorted({member.get_agency_display() for member in visit.team.all()})
    themes = [label for value, label in Note.Theme.choices if value in set(strengths)]
    return VisitLine(held_on=visit.visit_on.isoformat(), agencies=tuple(agencies), strengths=tuple(themes))


def _recommendations(review: Review | None) -> tuple[RecommendationLine, ...]:
    rows = Recommendation.objects.filter(review=review, removed_at=None).exclude(issued_at=None)
    return tuple(
        RecommendationLine(
            text=row.text,
            help_from=row.help_from,
            section=row.indicator.section.title if row.indicator else "",
            due_on=row.due_on.isoformat(),
        )
        for row in rows.select_related("indicator__section").order_by("due_on", "pk")
    )


def _day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
