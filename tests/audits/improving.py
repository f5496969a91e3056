"""Helps tests of improvements: a letter that was accepted, and its improvements brought to a state by people."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from django.utils import timezone

from audits.feedback.actions import acknowledge_feedback
from audits.feedback.queries import issued_feedback
from audits.improvement.actions import agree, say_done, start
from audits.improvement.checking import send_back, verify, withdraw
from audits.improvement.creating import add_own
from audits.improvement.models import Improvement
from audits.improvement.types import Asked, Plan
from tests.audits import review_stage as stage
from tests.people import Cast

SEEN, SHOWN = "I read the log with the lead.", "The log of the summer term, in the lead’s office."


def in_days(count: int) -> date:
    """A day from today on."""
    return timezone.localdate() + timedelta(days=count)


def handed_in(cast: Cast, *codes: str) -> None:
    """The return is read, and these codes are recommended about."""
    stage.audit_at(cast, "in_review")
    review = stage.reading(cast, cast.audit)
    stage.score_all(cast, review)
    for code in codes:
        stage.recommend(cast, review, code=code)
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        stage.hand_in_review(actor=actor, review_id=review.pk)
    stage.waive(cast, cast.audit)
    stage.draft(cast, cast.audit)
    stage.issue(cast, cast.audit)


def acknowledged(cast: Cast, said: dict[str, tuple[str, str]] | None = None) -> list[Improvement]:
    """The head answers each recommendation, by the code it is about; what came onto the list, in order of codes."""
    with cast.as_("head"):
        asked = stage.acknowledgement(cast.audit)
        issued = issued_feedback(audit_id=cast.audit.pk)
        codes = {row.pk: row.code for row in issued.letter.recommendations}
        asked["answers"] = {key: (said or {}).get(codes[key], ("accept", "")) for key in asked["answers"]}
        acknowledge_feedback(actor=cast.actor("head"), **asked)
        rows = Improvement.objects.filter(recommendation__isnull=False).select_related("indicator")
        return list(rows.order_by("indicator__code"))


def asked_for(cast: Cast, code: str = "LG1") -> Improvement:
    """One improvement from a letter, proposed."""
    handed_in(cast, code)
    return acknowledged(cast)[0]


def own(
    cast: Cast, *, owner: str = "dsl", who: str = "dsl", code: str = "", days: int = 30, words: str = ""
) -> Improvement:
    """Something of the school's own plan, agreed."""
    plan = Plan(due_on=in_days(days), owner_id=None if words else cast.people[owner].pk, owner_words=words)
    indicator = cast.indicators[code].pk if code else None
    with cast.as_(who):
        return add_own(
            actor=cast.actor(who), asked=Asked(what="Put the card at the gate.", indicator_id=indicator), plan=plan
        )


def plan_for(cast: Cast, work: Improvement, owner: str = "deputy_dsl") -> Plan:
    """The date that was asked for, and somebody of the school."""
    return Plan(due_on=work.due_on, owner_id=cast.people[owner].pk)


def moved(cast: Cast, who: str, action: Callable[..., Improvement], work: Improvement, **more: object) -> Improvement:
    """One step by somebody."""
    actor = cast.actor(who)
    with cast.as_(who):
        return action(actor=actor, improvement_id=work.pk, **more)


def brought_to(
    cast: Cast, work: Improvement, state: str, *, owner: str = "deputy_dsl", verifier: str = "chair"
) -> None:
    """Along the real road. The owner says that it is done."""
    steps: list[tuple[str, Callable[[], object]]] = [
        ("proposed", lambda: None),
        ("agreed", lambda: moved(cast, "dsl", agree, work, plan=plan_for(cast, work, owner))),
        ("in_progress", lambda: moved(cast, owner, start, work)),
        ("said_done", lambda: moved(cast, owner, say_done, work, evidence=SHOWN)),
        ("verified", lambda: moved(cast, verifier, verify, work, words=SEEN)),
    ]
    if state == "withdrawn":
        moved(cast, "lead" if work.is_asked else "head", withdraw, work, words="Not needed.")
        return
    begun = standing(cast, work)
    names = [name for name, _step in steps]
    for _name, step in steps[names.index(begun) + 1 : names.index(state) + 1]:
        step()


def returned(cast: Cast, work: Improvement, who: str = "chair") -> Improvement:
    """Somebody sends it back."""
    return moved(cast, who, send_back, work, words="The log stops in May.")


def standing(cast: Cast, work: Improvement) -> str:
    """Its state now."""
    with cast.as_("lead"):
        return Improvement.objects.get(pk=work.pk).state


@contextmanager
def on_day(day: date):
    """Noon of another day; only the clock of this process moves."""
    noon = datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
    with patch.object(timezone, "now", lambda: noon):
        yield
