"""Two clicks at the same moment: one success, one plain refusal. On real connections."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from audits.feedback.actions import acknowledge_feedback, issue_feedback
from audits.moderation.actions import claim_second
from audits.review.actions import claim_audit, hand_in_review, score_indicator
from audits.review.models import Review
from audits.review.types import ScoreConflict, ScoreEntry
from audits.triage.actions import override_band
from audits.trusts.types import CentralConflict
from lscp_portal.workflow import Refused
from tests.audits import moderating
from tests.audits import review_stage as stage
from tests.triage import stage as triage_stage

REFUSALS = (Refused, ScoreConflict, CentralConflict, PermissionDenied)


def at_once(cast, *clicks) -> Counter:
    """Each click is (who, action, arguments), each in a thread, a connection and a transaction of its own."""
    gate = Barrier(len(clicks))
    actors = {who: cast.actor(who) for who, _action, _arguments in clicks}

    def click(who, action, arguments):
        gate.wait(timeout=10)
        try:
            with cast.as_(who):
                action(actor=actors[who], **arguments)
        except REFUSALS as refusal:
            return type(refusal)
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(clicks)) as pool:
        return Counter(pool.map(lambda one: click(*one), clicks))


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def test_a_double_click_hands_in_once(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    stage.score_all(cast, review)
    click = ("reviewer", hand_in_review, {"review_id": review.pk})
    assert at_once(cast, click, click, click) == {"done": 1, Refused: 2}


def test_two_readers_who_take_the_same_return_get_it_once(cast):
    stage.submit(cast, cast.audit)
    for who in ("reviewer", "second_reviewer"):
        cast.declare(who, cast.here)
    clicks = [(who, claim_audit, {"audit_id": cast.audit.pk}) for who in ("reviewer", "second_reviewer")]
    assert at_once(cast, *clicks) == {"done": 1, Refused: 1}
    with cast.as_("lead"):
        assert Review.objects.count() == 1


def test_two_windows_that_score_the_same_indicator_first_keep_one(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    scores = [
        ("reviewer", score_indicator, {"review_id": review.pk, "code": "LG1", "entry": ScoreEntry(level), "read": 0})
        for level in ("secure", "partly")
    ]
    assert at_once(cast, *scores) == {"done": 1, ScoreConflict: 1}


def test_scoring_and_handing_in_at_once_never_changes_a_handed_in_review(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    stage.score_all(cast, review)
    score = {"review_id": review.pk, "code": "LG1", "entry": ScoreEntry("secure"), "read": 1}
    found = at_once(cast, ("reviewer", hand_in_review, {"review_id": review.pk}), ("reviewer", score_indicator, score))
    assert found in ({"done": 2}, {"done": 1, Refused: 1})
    with cast.as_("lead"):
        kept = Review.objects.get()
        scored_at = kept.scores.get(indicator__code="LG1").scored_at
        assert kept.state == "submitted"
        assert scored_at <= kept.submitted_at


def test_a_letter_is_issued_and_acknowledged_once(cast):
    stage.audit_at(cast, "reviewed")
    stage.draft(cast, cast.audit)
    click = ("lead", issue_feedback, {"audit_id": cast.audit.pk})
    assert at_once(cast, click, click) == {"done": 1, Refused: 1}
    with cast.as_("lead"):
        words = stage.acknowledgement(cast.audit)
    both = [(who, acknowledge_feedback, words) for who in ("head", "chair")]
    assert at_once(cast, *both) == {"done": 1, Refused: 1}


def test_a_double_click_takes_a_second_reading_once(cast):
    second = moderating.chosen(cast)
    cast.declare("second_reviewer", cast.here)
    click = ("second_reviewer", claim_second, {"second_id": second.pk})
    assert at_once(cast, click, click, click) == {"done": 1, Refused: 2}


def test_a_band_that_becomes_priority_while_a_review_is_handed_in_is_read_twice(cast):
    stage.submit(cast, cast.audit)
    read = triage_stage.read(cast, cast.audit).reading_id
    review = stage.claim(cast, cast.audit)
    stage.score_all(cast, review)
    decided = {"audit_id": cast.audit.pk, "read": read, "band": "priority", "reason": "The chair telephoned."}
    clicks = [("reviewer", hand_in_review, {"review_id": review.pk}), ("lead", override_band, decided)]
    assert at_once(cast, *clicks) == {"done": 2}
    assert moderating.again(cast).is_priority
