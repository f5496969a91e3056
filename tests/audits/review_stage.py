"""Sets the stage for tests of review and feedback: a return with answers, in any state, and its reading."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.utils import timezone

from audits.answers.models import Answer
from audits.feedback.actions import acknowledge_feedback, close_audit, issue_feedback, save_draft
from audits.feedback.queries import issued_feedback
from audits.feedback.types import Words
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.moderation.actions import waive_second
from audits.moderation.models import SecondReading
from audits.review.actions import add_recommendation, claim_audit, hand_in_review, score_indicator
from audits.review.models import Review
from audits.review.types import RecommendationEntry, ScoreEntry
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Refused
from tests.people import Cast

LEADS = frozenset({"lead"})
LEVELS = ("secure", "partly", "embedded", "not_in_place", "secure")
TO_SUBMITTED = ("in_progress", "internal_check", "head_signed", "submitted")
COMMENT = "The reviewer saw the log of the summer term."


def submit(cast: Cast, audit: Audit, dsl: str = "dsl") -> None:
    """The school's answers and all steps to submission, along the arrows of the workflow."""
    with cast.as_(dsl):
        answers = [
            Answer(
                audit=audit, indicator_id=key, level=LEVELS[place % len(LEVELS)], strength=2, revision=1,
                how_we_know="We sampled the records.", action="Write it down.", action_owner="deputy head",
                action_due_on=timezone.localdate(), saved_by_id=cast.people[dsl].pk, **audit.owner,
            )
            for place, key in enumerate(audit.indicator_ids)
        ]  # fmt: skip
        Answer.objects.bulk_create(answers)
        for state in TO_SUBMITTED:
            when = timezone.now() if state == "submitted" else None
            Audit.objects.filter(pk=audit.pk).update(state=state, submitted_at=when)


def claim(cast: Cast, audit: Audit, who: str = "reviewer") -> Review:
    """`who` declares no conflict and takes the return."""
    cast.declare(who, audit.school)
    actor = cast.actor(who)
    with cast.as_(who):
        return claim_audit(actor=actor, audit_id=audit.pk)


def score_all(cast: Cast, review: Review, who: str = "reviewer", *, but: int = 0) -> None:
    """One level lower than "secure" everywhere, with a comment; `but` indicators are left out."""
    actor = cast.actor(who)
    with cast.as_(who):
        asked = list(Indicator.objects.filter(pk__in=review.audit.indicator_ids).values_list("code", flat=True))
        for code in asked[: len(asked) - but]:
            score_indicator(actor=actor, review_id=review.pk, code=code, entry=ScoreEntry("partly", COMMENT), read=0)


def recommend(cast: Cast, review: Review, who: str = "reviewer", code: str = "LG1") -> None:
    """One recommendation, due in 60 days."""
    entry = RecommendationEntry(
        text="Name a deputy for the lead.", help_from="The training team", code=code,
        due_on=timezone.localdate() + timedelta(days=60),
    )  # fmt: skip
    actor = cast.actor(who)
    with cast.as_(who):
        add_recommendation(actor=actor, review_id=review.pk, entry=entry)


def hand_in(cast: Cast, review: Review, who: str = "reviewer", *, read_once: bool = True) -> None:
    """Score everything, recommend one thing, hand in. read_once: the lead goes without a second reading."""
    score_all(cast, review, who)
    recommend(cast, review, who)
    actor = cast.actor(who)
    with cast.as_(who):
        hand_in_review(actor=actor, review_id=review.pk)
    if read_once:
        waive(cast, review.audit)


def waive(cast: Cast, audit: Audit) -> None:
    """The lead says why nobody reads this return again, where it waits for that."""
    with cast.as_("lead"):
        waiting = SecondReading.objects.filter(audit=audit, state="waiting").values_list("pk", flat=True).first()
        if waiting:
            actor = Actor(person_id=cast.people["lead"].pk, name="", tenant_id=audit.tenant_id, roles=LEADS)
            waive_second(actor=actor, second_id=waiting, reason="Nobody else is there this month.")


def draft(cast: Cast, audit: Audit) -> None:
    """The lead's words."""
    words = Words(opening="Thank you for a careful return.", strengths="Your records are exemplary.")
    actor = cast.actor("lead")
    with cast.as_("lead"):
        save_draft(actor=actor, audit_id=audit.pk, words=words, read="")


def issue(cast: Cast, audit: Audit) -> None:
    """The letter goes out."""
    actor = cast.actor("lead")
    with cast.as_("lead"):
        issue_feedback(actor=actor, audit_id=audit.pk)


def acknowledge(cast: Cast, audit: Audit, who: str = "head") -> None:
    """The school answers."""
    actor = cast.actor(who)
    with cast.as_(who):
        acknowledge_feedback(actor=actor, **acknowledgement(audit))


def acknowledgement(audit: Audit) -> dict[str, Any]:
    """What the action takes: everything is accepted."""
    issued = issued_feedback(audit_id=audit.pk)
    asked = [row.pk for row in issued.letter.recommendations] if issued else []
    return {
        "audit_id": audit.pk, "words": "We will.", "address": f"/p/eastmere/feedback/{audit.pk}/",
        "answers": dict.fromkeys(asked, ("accept", "")),
    }  # fmt: skip


def close(cast: Cast, audit: Audit) -> None:
    """The lead closes; what is open is carried forward."""
    actor = cast.actor("lead")
    with cast.as_("lead"):
        close_audit(actor=actor, audit_id=audit.pk, carry=True)


def audit_at(cast: Cast, state: str) -> Audit:
    """The cast's audit brought to `state` by the real road; "reviewed" has a draft letter with words."""
    audit = cast.audit
    steps: list[tuple[str, Callable[[], object]]] = [
        ("invited", lambda: None),
        ("submitted", lambda: submit(cast, audit)),
        ("in_review", lambda: claim(cast, audit)),
        ("reviewed", lambda: hand_in(cast, reading(cast, audit))),
        ("feedback_issued", lambda: (draft(cast, audit), issue(cast, audit))),
        ("acknowledged", lambda: acknowledge(cast, audit)),
        ("closed", lambda: close(cast, audit)),
    ]
    for name, step in steps:
        step()
        if name == state:
            break
    return audit


def reading(cast: Cast, audit: Audit) -> Review:
    """The reading that counts."""
    with cast.as_("lead"):
        return Review.objects.select_related("audit").exclude(state="released").get(audit=audit)


def attempt(cast: Cast, who: str, action: Callable[..., object], **arguments: object) -> object:
    """The state the action leads to, or the kind of its refusal: what an outcome table holds."""
    actor = cast.actor(who)
    try:
        with cast.as_(who):
            return action(actor=actor, **arguments).state
    except (PermissionDenied, Refused) as refusal:
        return type(refusal)
    except ObjectDoesNotExist:  # the database does not show it to this person
        return ObjectDoesNotExist
