"""Claiming, scoring, giving back and handing in: every who and every state, by hand-typed tables."""

import pytest
from django.core.exceptions import PermissionDenied

from audits.feedback.transitions import FEEDBACK
from audits.lifecycle.models import Audit
from audits.lifecycle.transitions import AUDIT
from audits.review.actions import (
    add_recommendation,
    claim_audit,
    hand_in_review,
    release_review,
    remove_recommendation,
    resume_review,
    score_indicator,
    take_back_review,
)
from audits.review.models import Recommendation, Review, Score
from audits.review.transitions import REVIEW
from audits.review.types import RecommendationEntry, ScoreConflict, ScoreEntry
from lscp_portal.accounts.models import PARTNERSHIP_ROLES, SCHOOL_ROLES
from lscp_portal.workflow import Refused, Turn
from tests.audits import review_stage as stage
from tests.audits.outcomes_feedback import ACKNOWLEDGE, ISSUE
from tests.audits.outcomes_review import CLAIM, HAND_IN, RELEASE, RESUME, SCORE, TAKE_BACK

WHO = {
    "its reader": "reviewer",
    "its reader, now in conflict": "reviewer",
    "another reviewer": "second_reviewer",
    "the lead": "lead",
    "the lead, in conflict": "lead",
    "the scrutineer": "scrutineer",
    "the administrator": "administrator",
}


@pytest.mark.parametrize(("who", "declared", "state", "outcome"), CLAIM)
def test_who_may_take_a_return_and_when(cast, who, declared, state, outcome):
    stage.audit_at(cast, state)
    if declared != "nothing":
        cast.declare(who, cast.here, conflict=declared == "a conflict")
    assert stage.attempt(cast, who, claim_audit, audit_id=cast.audit.pk) == outcome


def review_at(cast, who, state) -> Review:
    stage.audit_at(cast, "submitted")
    review = stage.claim(cast, cast.audit)
    if state != "claimed, one not scored":
        stage.score_all(cast, review)
    else:
        stage.score_all(cast, review, but=1)
    if state == "submitted":
        assert stage.attempt(cast, "reviewer", hand_in_review, review_id=review.pk) == "submitted"
    if state == "released":
        assert stage.attempt(cast, "reviewer", release_review, review_id=review.pk) == "released"
    if who == "its reader, now in conflict":
        cast.declare("reviewer", cast.here, conflict=True)
    if who == "the lead, in conflict":
        cast.declare("lead", cast.here, conflict=True)
    if who == "another reviewer":
        cast.declare("second_reviewer", cast.here)
    return review


@pytest.mark.parametrize(("who", "state", "outcome"), HAND_IN)
def test_who_may_hand_in_and_when(cast, who, state, outcome):
    review = review_at(cast, who, state)
    assert stage.attempt(cast, WHO[who], hand_in_review, review_id=review.pk) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), RELEASE)
def test_who_may_give_back_and_when(cast, who, state, outcome):
    review = review_at(cast, who, state)
    assert stage.attempt(cast, WHO[who], release_review, review_id=review.pk) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), TAKE_BACK)
def test_who_may_take_back_and_when(cast, who, state, outcome):
    review = review_at(cast, who, state)
    assert stage.attempt(cast, WHO[who], take_back_review, review_id=review.pk, why="Away for weeks.") == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), RESUME)
def test_who_may_take_up_again_and_when(cast, who, state, outcome):
    review = review_at(cast, who, state)
    assert stage.attempt(cast, WHO[who], resume_review, review_id=review.pk) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), SCORE)
def test_who_may_score_and_when(cast, who, state, outcome):
    review = review_at(cast, who, state)
    actor = cast.actor(WHO[who])
    with cast.as_(WHO[who]):
        arguments = {"actor": actor, "review_id": review.pk, "code": "LG1", "entry": ScoreEntry("secure"), "read": 1}
        if outcome is None:
            assert score_indicator(**arguments).level == "secure"
        else:
            with pytest.raises(outcome):
                score_indicator(**arguments)


def test_after_giving_back_the_return_waits_again_and_another_reader_starts_afresh(cast):
    review = review_at(cast, "its reader", "released")
    with cast.as_("lead"):
        assert Audit.objects.get(pk=cast.audit.pk).state == "submitted"
    second = stage.claim(cast, cast.audit, "second_reviewer")
    with cast.as_("lead"):
        assert second.pk != review.pk
        assert second.scores.count() == 0


def test_two_windows_never_overwrite_each_other_silently(cast):
    stage.audit_at(cast, "submitted")
    review = stage.claim(cast, cast.audit)
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        common = {"actor": actor, "review_id": review.pk, "code": "LG1", "read": 0}
        score_indicator(**common, entry=ScoreEntry("secure", "first"))
        with pytest.raises(ScoreConflict) as conflict:
            score_indicator(**common, entry=ScoreEntry("partly", "second"))
        assert (conflict.value.theirs.comment, conflict.value.yours.comment) == ("first", "second")
        assert (Score.objects.get().comment, Score.objects.get().revision) == ("first", 1)


@pytest.mark.parametrize("level", ["not_checked", "splendid", "not_applicable"])
def test_a_reader_judges_and_cannot_leave_it_open(cast, level):
    stage.audit_at(cast, "submitted")
    review = stage.claim(cast, cast.audit)
    actor = cast.actor("reviewer")
    assert not cast.indicators["LG1"].allow_na
    with cast.as_("reviewer"), pytest.raises(Refused):
        score_indicator(actor=actor, review_id=review.pk, code="LG1", entry=ScoreEntry(level), read=0)


def test_an_indicator_that_was_not_asked_is_not_there(cast):
    stage.audit_at(cast, "submitted")
    review = stage.claim(cast, cast.audit)
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"), pytest.raises(type(cast.indicators["LG4"]).DoesNotExist):
        score_indicator(actor=actor, review_id=review.pk, code="LG4", entry=ScoreEntry("secure"), read=0)


def test_a_recommendation_can_be_taken_back_until_the_review_is_handed_in(cast):
    stage.audit_at(cast, "submitted")
    review = stage.claim(cast, cast.audit)
    stage.recommend(cast, review)
    stage.recommend(cast, review, code="")
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        first, second = Recommendation.objects.order_by("pk")
        common = {"actor": actor, "review_id": review.pk}
        once = remove_recommendation(**common, recommendation_id=first.pk)
        assert remove_recommendation(**common, recommendation_id=first.pk).removed_at == once.removed_at
    stage.score_all(cast, review)
    assert stage.attempt(cast, "reviewer", hand_in_review, review_id=review.pk) == "submitted"
    with cast.as_("reviewer"):
        entry = RecommendationEntry(text="More.", help_from="Us", due_on=second.due_on)
        for change in (
            lambda: remove_recommendation(**common, recommendation_id=second.pk),
            lambda: add_recommendation(**common, entry=entry),
        ):
            with pytest.raises(Refused):
                change()


def test_only_the_reader_recommends(cast):
    stage.audit_at(cast, "submitted")
    review = stage.claim(cast, cast.audit)
    with pytest.raises(PermissionDenied):
        stage.recommend(cast, review, "lead")


def test_every_transition_and_every_role_of_the_partnership_has_typed_outcomes():
    tables = {
        "submit": HAND_IN,
        "release": RELEASE,
        "take_back": TAKE_BACK,
        "resume": RESUME,
        "issue": ISSUE,
        "acknowledge": ACKNOWLEDGE,
    }
    by_the_portal = {"reopen"}  # tests/audits/test_escalation.py
    assert REVIEW.transitions.keys() | FEEDBACK.transitions.keys() == tables.keys() | by_the_portal
    assert {who for who, *_rest in CLAIM} >= set(PARTNERSHIP_ROLES)
    assert {who for who, *_rest in ACKNOWLEDGE} >= set(SCHOOL_ROLES)
    assert {state for _who, _declared, state, _outcome in CLAIM} >= AUDIT.states(Turn.PARTNERSHIP)
