"""Reads of single improvements: the page of one, what stands at an indicator, and what a letter led to."""

from django.db.models import Count, Q
from django.utils import timezone

from audits.improvement.listing import late_on, rows_of, to_verify_by
from audits.improvement.models import Improvement, ImprovementStep
from audits.improvement.policies import may_add, may_plan, may_see
from audits.improvement.rules import OPEN, WITH_SCHOOL, to_settle, why_not_verify
from audits.improvement.transitions import IMPROVEMENT
from audits.improvement.types import AtIndicator, ImprovementPage, StepShown, WaitingHere
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import AT_SCHOOL
from lscp_portal.accounts.models import Membership, Role
from lscp_portal.accounts.queries import GONE, holds_today, names_of
from lscp_portal.tenancy.actor import Actor

OF_PARTNERSHIP = "The partnership"
A_ROLE = "a role, not a person"
PLANS = frozenset({ImprovementStep.Kind.AGREED, ImprovementStep.Kind.CHANGED})  # steps that name an owner
MOST_SHOWN = 5
State = Improvement.State


def improvement_page(*, actor: Actor, improvement_id: int) -> ImprovementPage:
    """One improvement as this person sees it. Seven queries. Raises Improvement.DoesNotExist."""
    found = Improvement.objects.select_related("indicator", "school").filter(pk=improvement_id)
    work: Improvement = found.get()
    steps = list(work.steps.order_by("pk"))
    names = _names(work, {step.by_id for step in steps} | {step.owner_id for step in steps if step.owner_id}, actor)
    offers = {offer.name: offer for offer in IMPROVEMENT.offers(work, actor)}
    return ImprovementPage(
        row=rows_of(found)[0],
        hands=work.hands,
        is_asked=work.is_asked,
        letter=work.audit_id if work.source == Improvement.Source.RECOMMENDATION else None,
        visit_id=work.visit_id,
        indicator_text=work.indicator.text if work.indicator else "",
        help_from=work.help_from,
        asked_due_on=work.asked_due_on,
        later_why=work.later_why,
        owner_id=work.owner_id,
        owner_words=work.owner_words,
        evidence=work.evidence,
        said_done_by=_name(names, work.said_done_by_id, actor),
        said_done_at=work.said_done_at,
        verified_by=_name(names, work.verified_by_id, actor),
        verified_as=Role(work.verified_as).label if work.verified_as else "",
        verified_at=work.verified_at,
        verified_words=work.verified_words,
        sent_back_why=work.sent_back_why if work.state == State.IN_PROGRESS else "",
        withdrawn_why=work.withdrawn_why,
        steps=_history(work, steps, names, actor),
        told=[(row.get_rung_display(), row.on_day) for row in work.reminders.order_by("pk")],
        offers=offers,
        may_change=may_plan(actor, work) and work.state in WITH_SCHOOL - {State.PROPOSED},
        blocked=why_not(actor, work) if work.state == State.SAID_DONE and "verify" not in offers else "",
        must_declare=actor.works_for_area and actor.person_id not in work.hands and work.school_id not in actor.cleared,
    )


def people_here(*, school_id: int) -> list[tuple[int, str]]:
    """Who may own something: (id, name with role), by name. One query."""
    rows = Membership.objects.filter(holds_today(), school_id=school_id, role__in=AT_SCHOOL)
    found: dict[int, str] = {}
    for person_id, name, role in rows.order_by("person__full_name", "role").values_list(
        "person_id", "person__full_name", "role"
    ):
        found.setdefault(person_id, f"{name} ({Role(role).label.lower()})")
    return list(found.items())


def indicators_to_choose(audit: Audit | None) -> list[tuple[int, str, str, bool]]:
    """Id, code, text, critical: of every indicator that this audit asks, in the framework's order. One query."""
    if audit is None:
        return []
    asked = audit.cycle.framework.indicators.filter(pk__in=audit.indicator_ids).order_by("position")
    return list(asked.values_list("pk", "code", "text", "is_critical"))


def improvements_of(*, audit_id: int) -> list[tuple[int, int, str]]:
    """What the letter of one audit led to: (id of its recommendation, id, state in words). One query."""
    rows = Improvement.objects.filter(audit=audit_id, recommendation__isnull=False).order_by("pk")
    return [(work.recommendation_id or 0, work.pk, work.get_state_display()) for work in rows]


def asked_after(*, visit_id: int) -> list[tuple[int, str, str]]:
    """What a school was asked after one visit: (id, what, state in words). One query."""
    rows = Improvement.objects.filter(visit_id=visit_id).order_by("pk")
    return [(work.pk, work.what, work.get_state_display()) for work in rows]


def open_of_audit(*, audit_id: int) -> int:
    """How many are carried forward when this audit is closed now, the own plan apart. Two queries."""
    audit = Audit.objects.get(pk=audit_id)
    return Improvement.objects.filter(to_settle(audit), school=audit.school_id).count()


def at_indicator(*, actor: Actor, audit_id: int, code: str) -> list[AtIndicator]:
    """What the school does about one indicator, from its other audits, visits and own plan; the latest five. One query.

    The database shows a contributor only what is about their part or is theirs to do.
    """
    rows = Improvement.objects.filter(indicator__code=code).exclude(state=State.WITHDRAWN)
    rows = rows.select_related("audit__cycle")
    rows = rows.exclude(source=Improvement.Source.RECOMMENDATION, audit=audit_id)
    return [
        AtIndicator(
            id=work.pk,
            what=work.what,
            where=_where(work),
            is_open=work.state in OPEN,
            words=work.get_state_display(),
            may_open=may_see(actor, work),
        )
        for work in rows.order_by("-pk")[:MOST_SHOWN]
    ]


def waiting_here(*, actor: Actor) -> WaitingHere:
    """What waits at a school for this person of it; a contributor's own only. One query."""
    rows, whole = Improvement.objects.filter(school_id=actor.school_id), actor.sees_whole_school
    counted = (rows if whole else rows.filter(owner_id=actor.person_id)).aggregate(
        agree=Count("pk", filter=Q(state=State.PROPOSED)),
        late=Count("pk", filter=late_on(timezone.localdate())),
        check=Count("pk", filter=to_verify_by(actor)),
        owned=Count("pk", filter=Q(state__in=OPEN)),
    )
    return WaitingHere(
        agree=counted["agree"] if may_add(actor) else 0,
        late=counted["late"],
        check=counted["check"],
        owned=0 if whole else counted["owned"],
    )


def _where(work: Improvement) -> str:
    """Where it comes from, in a few words."""
    if not work.is_asked or work.audit is None:
        return work.get_source_display()
    return f"{work.get_source_display()}, {work.audit.cycle.name}"


def _history(work: Improvement, steps: list[ImprovementStep], names: dict[int, str], actor: Actor) -> list[StepShown]:
    """Every step. The words of a role are known of the plan that stands now; of an earlier one, that it was a role."""
    last = max((step.pk for step in steps if step.kind in PLANS), default=None)
    return [
        _step(step, names, actor, role=work.owner_words if step.pk == last and work.owner_words else A_ROLE)
        for step in steps
    ]


def _step(step: ImprovementStep, names: dict[int, str], actor: Actor, *, role: str) -> StepShown:
    return StepShown(
        kind=step.kind,
        words=step.get_kind_display(),
        said=step.words,
        by=_name(names, step.by_id, actor),
        at=step.at,
        owner=names.get(step.owner_id, GONE) if step.owner_id else role,
        due_on=step.due_on,
    )


def _names(work: Improvement, people: set[int], actor: Actor) -> dict[int, str]:
    """Names that this person may read: a school reads those of its own people, now or before. One query."""
    if actor.works_for_area:
        return names_of(people)
    rows = Membership.objects.filter(school_id=work.school_id, person_id__in=people)
    return dict(rows.values_list("person_id", "person__full_name"))


def _name(names: dict[int, str], person_id: int | None, actor: Actor) -> str:
    """A school is not told who of the partnership reads it, so the office is named."""
    if person_id is None:
        return ""
    return names.get(person_id, GONE if actor.works_for_area else OF_PARTNERSHIP)


def why_not(actor: Actor, work: Improvement) -> str:
    """Why this person never verifies this, where they might have been expected to; "" else. No query."""
    if actor.works_for_area and not actor.roles & {"reviewer", "visitor"}:
        return ""
    return why_not_verify(
        work,
        is_hand=actor.person_id in work.hands,
        works_for_area=actor.works_for_area,
        is_cleared=work.school_id in actor.cleared,
    )
