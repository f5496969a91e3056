"""Reads of cases: the list, one case, a return before a case, and what others need to know."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from audits.corrections.models import Correction
from audits.corrections.rules import nothing_else_is_open
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.pages import (
    CasePage,
    CaseRow,
    InReview,
    LetterShown,
    LookPage,
    StepShown,
)
from audits.escalation.policies import may_lead_case, may_read_case
from audits.escalation.reading import copy_in_force, limits_now, look_at
from audits.escalation.rules import (
    OPEN,
    STARTS_IN,
    WAITING,
    due_by_itself,
    is_read_and_not_answered,
    no_other_case,
)
from audits.escalation.types import Criterion, codes_of, criteria_of
from audits.escalation.wording import buttons, letter_of, standing_of, steps_shown, timeline
from audits.lifecycle.models import Audit
from audits.review.models import Review
from audits.signoff.differences import Difference
from audits.signoff.versions import changed_between
from lscp_portal.accounts.queries import names_of
from lscp_portal.tenancy.actor import Actor
from schools.holidays.queries import closed_days_of

PAGE = 100
State = PoorQualityCase.State


def case_lists(*, actor: Actor) -> tuple[Sequence[CaseRow], Sequence[CaseRow]]:
    """Open cases, the first to be due first, and the latest hundred that ended; none of a school in conflict.

    Two queries.
    """
    rows = _rows().exclude(school_id__in=actor.conflicts)
    today = timezone.localdate()
    still = [_row(one, today) for one in rows.filter(state__in=OPEN).order_by("due_on", "pk")]
    ended = [_row(one, today) for one in rows.exclude(state__in=OPEN).order_by("-ended_at", "-pk")[:PAGE]]
    return still, ended


def cases_to_act_on(*, actor: Actor) -> int:
    """How many cases wait for the partnership: signed again, overdue, or taken further. One query."""
    late = Q(state=State.STARTED, due_on__lt=timezone.localdate())
    waiting = PoorQualityCase.objects.filter(late | Q(state__in=(State.RESUBMITTED, State.STEPPED_UP)))
    return waiting.exclude(school_id__in=actor.conflicts).count()


def steps_to_confirm(*, actor: Actor) -> int:
    """How many steps wait for a second person who could be this one. One query."""
    waiting = CaseStep.objects.filter(state=CaseStep.State.PROPOSED, case__state__in=OPEN)
    return waiting.exclude(proposed_by_id=actor.person_id).exclude(school_id__in=actor.conflicts).count()


def look_page(*, actor: Actor, audit_id: int) -> LookPage | None:
    """A return with its criteria; None before it is sent. Fourteen queries. Raises Audit.DoesNotExist."""
    audit = Audit.objects.select_related("cycle", "school").get(pk=audit_id)
    copy = copy_in_force(audit_id=audit.pk)
    if copy is None:
        return None
    today = timezone.localdate()
    found = look_at(copy, limits_now())
    cases = [_row(one, today) for one in _rows().filter(audit=audit).order_by("-pk")]
    in_the_way = [*is_read_and_not_answered(audit), *no_other_case(audit), *nothing_else_is_open(audit)]
    return LookPage(
        audit_id=audit.pk,
        review_id=review_of(audit_id=audit.pk),
        school=audit.school.name,
        cycle=audit.cycle.name,
        audit_state=audit.get_state_display(),
        version=copy.version,
        found=found,
        codes=codes_of(found),
        open_case=next((one.id for one in cases if one.ended_at is None), None),
        earlier=[one for one in cases if one.ended_at is not None],
        in_the_way=[one.sentence for one in in_the_way]
        if may_lead_case(actor, audit)
        else ["The LSCP lead starts a case."],
        due_on=due_by_itself(today, closed=closed_days_of(audit.school)),
    )


def case_page(*, actor: Actor, case_id: int) -> CasePage:
    """One case with everything about it. Twenty queries at most. Raises PoorQualityCase.DoesNotExist."""
    case = _rows().select_related("copy").get(pk=case_id)
    copy = copy_in_force(audit_id=case.audit_id)
    is_same = copy is None or copy.pk == case.copy_id
    standing_now = look_at(copy, limits_now()) if copy and case.ended_at is None else ()
    case.still = [one.title for one in standing_now if one.is_met]
    correction = Correction.objects.filter(case=case).order_by("-pk").first()
    shown_then = criteria_of(case.found_then) if case.ended_at else list(standing_now)
    steps = list(case.steps.order_by("pk"))
    names = names_of({one for step in steps for one in (step.proposed_by_id, step.confirmed_by_id) if one})
    return CasePage(
        id=case.pk,
        audit_id=case.audit_id,
        review_id=review_of(audit_id=case.audit_id),
        row=_row(case, timezone.localdate()),
        letter=letter_of(case, correction),
        audit_state=case.audit.get_state_display(),
        standing=standing_of(case),
        rules_version=case.rules_version,
        version=case.copy.version,
        version_now=copy.version if copy else case.copy.version,
        found=criteria_of(case.found),
        now=() if is_same else shown_then,
        changed=_changed(correction),
        correction=correction.get_state_display() if correction else "",
        resubmitted_at=case.resubmitted_at,
        ended_why=case.ended_why,
        steps=steps_shown(steps, case, names, actor),
        timeline=timeline(case, steps, names),
        buttons=buttons(case, actor),
    )


def in_review(*, actor: Actor, audit_id: int) -> InReview:
    """For the page of a return that is read. One query; nine more for the lead while no case is open."""
    may_look = False
    case = PoorQualityCase.objects.filter(audit_id=audit_id, state__in=OPEN).select_related("audit").first()
    met: Sequence[Criterion] = ()
    if case is None and "lead" in actor.roles:
        audit = Audit.objects.get(pk=audit_id)
        copy = copy_in_force(audit_id=audit_id) if audit.state in STARTS_IN else None
        met = [one for one in look_at(copy, limits_now()) if one.is_met] if copy else ()
        may_look = copy is not None
    return InReview(
        audit_id=audit_id,
        case_id=case.pk if case else None,
        case_words=standing_of(case) if case else "",
        may_open=case is not None and may_read_case(actor, case),
        may_look=may_look,
        met=met,
    )


def review_of(*, audit_id: int) -> int | None:
    """The reading that counts. One query."""
    found = Review.objects.filter(audit_id=audit_id).exclude(state=Review.State.RELEASED)
    return found.values_list("pk", flat=True).first()


def case_row(*, case_id: int) -> CaseRow:
    """One case for a heading. One query. Raises PoorQualityCase.DoesNotExist."""
    return _row(_rows().get(pk=case_id), timezone.localdate())


def step_letter(*, step_id: int) -> tuple[StepShown, LetterShown, int]:
    """What goes to somebody beyond the school, with the letter it rests on, and the case. Four queries.

    Raises CaseStep.DoesNotExist.
    """
    step = CaseStep.objects.get(pk=step_id)
    case = _rows().get(pk=step.case_id)
    names = names_of({one for one in (step.proposed_by_id, step.confirmed_by_id) if one})
    (shown,) = steps_shown([step], case, names, None)
    return shown, letter_of(case, Correction.objects.filter(case=case).order_by("-pk").first()), case.pk


def _rows() -> "QuerySet[PoorQualityCase]":
    waits = Count("steps", filter=Q(steps__state__in=WAITING))
    rows: QuerySet[PoorQualityCase] = PoorQualityCase.objects.select_related("audit__cycle", "school")
    return rows.annotate(waits=waits)


def _row(case: PoorQualityCase, today: date) -> CaseRow:
    return CaseRow(
        id=case.pk,
        school=case.school.name,
        urn=case.school.urn,
        cycle=case.audit.cycle.name,
        state=case.state,
        state_words=case.get_state_display(),
        started_at=case.started_at,
        due_on=case.due_on,
        ended_at=case.ended_at,
        is_over=case.state == State.STARTED and case.due_on < today,
        waits=getattr(case, "waits", 0),
    )


def _changed(correction: Correction | None) -> Sequence[Difference]:
    if correction is None or not correction.version:
        return ()
    return changed_between(audit_id=correction.audit_id).get(correction.version, ())
