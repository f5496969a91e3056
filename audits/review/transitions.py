"""The review, state by state."""

from audits.clarification.rules import answers_are_read, no_question_is_unsent, no_question_waits
from audits.lifecycle.policies import is_the_portal
from audits.review.models import Review
from audits.review.policies import may_score, may_take_back
from audits.review.rules import (
    comments_point_at_no_child,
    corrected_answers_are_read_again,
    every_indicator_has_a_score,
    no_correction_is_open,
    taken_back_for_a_reason,
)
from lscp_portal.workflow import Turn, Workflow, transition

S = Review.State

REVIEW = Workflow("review", turns={
    S.CLAIMED: Turn.PARTNERSHIP, S.SUBMITTED: Turn.NOBODY, S.RELEASED: Turn.NOBODY,
}, transitions=[
    # name               from         to           who may    what must hold first
    transition(
        "submit", {S.CLAIMED}, S.SUBMITTED, may_score,
        every_indicator_has_a_score, no_correction_is_open, corrected_answers_are_read_again,
        no_question_waits, no_question_is_unsent, answers_are_read, comments_point_at_no_child,
    ),
    transition("release", {S.CLAIMED}, S.RELEASED,  may_score),
    transition("reopen", {S.SUBMITTED}, S.CLAIMED,  is_the_portal),
    transition("take_back", {S.CLAIMED}, S.RELEASED, may_take_back, taken_back_for_a_reason),
    transition("resume", {S.RELEASED}, S.CLAIMED,   may_score),
])  # fmt: skip
