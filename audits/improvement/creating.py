"""How something comes onto the list: with the answer to a letter, after a visit, or by the school itself."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.frameworks.models import Indicator
from audits.improvement.actions import PLANNED, take_over
from audits.improvement.models import Improvement, ImprovementStep
from audits.improvement.policies import may_add, may_ask_after_visit
from audits.improvement.rules import due_by_itself
from audits.improvement.steps import Kind, keep, step_of
from audits.improvement.telling import tell_planners, tell_school
from audits.improvement.transitions import IMPROVEMENT
from audits.improvement.types import Asked, Plan
from audits.lifecycle.models import Audit
from audits.review.models import Recommendation
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.holidays.queries import closed_days_of
from schools.register.models import School

Source = Improvement.Source
UNKNOWN = Blocker("indicator", "Choose an indicator that the school was asked.", field="indicator")


def from_letter(*, actor: Actor, audit: Audit, accepted: Collection[int]) -> list[Improvement]:
    """What the school accepted, in whole or in part, in the order of the letter. The caller holds the audit's lock.

    accepted: ids of recommendations that were issued. Asked again, nothing is made twice. Seven queries at most, and
    one link of the trail for each that is made; safeguarding lead and deputy get one e-mail for the letter.
    """
    there = Improvement.objects.filter(recommendation__in=accepted).values("recommendation")
    rows = Recommendation.objects.filter(pk__in=accepted, issued_at__isnull=False).exclude(pk__in=there)
    made: list[Improvement] = Improvement.objects.bulk_create(
        Improvement(
            source=Source.RECOMMENDATION, audit=audit, recommendation=row, indicator=row.indicator,
            is_critical=row.indicator is not None and row.indicator.is_critical, what=row.text,
            help_from=row.help_from, asked_due_on=row.due_on, due_on=row.due_on,
            created_by_id=actor.person_id, created_at=timezone.now(),
            **audit.owner,
        )
        for row in rows.select_related("indicator").order_by("pk")
    )  # fmt: skip
    ImprovementStep.objects.bulk_create(step_of(actor, work, Kind.CREATED) for work in made)
    for work in made:
        record(actor, "improvement.created", work, audit=audit.pk, recommendation=work.recommendation_id)
    if made:
        tell_planners(actor, audit)
    return made


def add_own(*, actor: Actor, asked: Asked, plan: Plan) -> Improvement:
    """Put something on the school's own plan; it is agreed at once. Raises PermissionDenied, Refused."""
    if not may_add(actor):
        raise PermissionDenied("improvement.add")
    school: School = School.objects.get(pk=actor.school_id)
    audit = Audit.objects.filter(school=school).order_by("-due_on", "-pk").first()
    indicator = _indicator(audit, asked.indicator_id)
    work = Improvement(
        tenant_id=actor.tenant_id, school=school, source=Source.OWN, audit=audit, indicator=indicator,
        is_critical=indicator is not None and indicator.is_critical, what=asked.what, help_from=asked.help_from,
        due_on=plan.due_on, created_by_id=actor.person_id, created_at=timezone.now(),
    )  # fmt: skip
    if plan.due_on < timezone.localdate():
        raise Refused([Blocker("due_on", "Choose a day that has not passed.", field="due_on")])
    take_over(work, plan)
    work.save()
    keep(actor, work, Kind.CREATED)
    IMPROVEMENT.move("agree", work, actor)
    work.save(update_fields=["state", *PLANNED])
    step = keep(actor, work, Kind.AGREED)
    tell_school(actor, step, work, template="improvement_given", roles=())
    return work


def ask_after_visit(
    *, actor: Actor, audit: Audit, visit_id: int, asked: Asked, due_on: date | None = None
) -> Improvement:
    """Ask a school for something that a visit found; DSL, deputy and head are told.

    audit, visit_id: of a visit whose record is complete, under the caller's lock; the caller asks whether it is this
    person's to do. due_on: None for 20 working days of the school for a critical indicator, 60 otherwise. Raises
    PermissionDenied, Refused.
    """
    if not may_ask_after_visit(actor, audit):
        raise PermissionDenied("improvement.ask")
    indicator = _indicator(audit, asked.indicator_id)
    today, is_critical = timezone.localdate(), indicator is not None and indicator.is_critical
    if due_on is not None and due_on <= today:
        raise Refused([Blocker("due_on", "Choose a day to come.", field="due_on")])
    when = due_on or due_by_itself(today, is_critical=is_critical, closed=closed_days_of(audit.school))
    work: Improvement = Improvement.objects.create(
        source=Source.VISIT, audit=audit, visit_id=visit_id, indicator=indicator, is_critical=is_critical,
        what=asked.what, help_from=asked.help_from, asked_due_on=when, due_on=when,
        created_by_id=actor.person_id, created_at=timezone.now(),
        **audit.owner,
    )  # fmt: skip
    step = keep(actor, work, Kind.CREATED)
    tell_school(actor, step, work, template="improvement_asked", roles=("dsl", "deputy_dsl", "head"))
    return work


def _indicator(audit: Audit | None, indicator_id: int | None) -> Indicator | None:
    """One that this audit asks. Raises Refused."""
    if indicator_id is None:
        return None
    asked = audit.indicator_ids if audit is not None else []
    found: Indicator | None = Indicator.objects.filter(pk=indicator_id).first() if indicator_id in asked else None
    if found is None:
        raise Refused([UNKNOWN])
    return found
