"""Feedback, state by state."""

from audits.feedback.models import Feedback
from audits.feedback.policies import may_acknowledge, may_issue
from audits.feedback.rules import (
    letter_has_words,
    no_case_is_open,
    reading_is_of_what_stands,
    review_is_handed_in,
    second_reading_is_settled,
)
from lscp_portal.workflow import Turn, Workflow, transition

S = Feedback.State

FEEDBACK = Workflow("feedback", turns={
    S.DRAFT: Turn.PARTNERSHIP, S.ISSUED: Turn.SCHOOL, S.ACKNOWLEDGED: Turn.NOBODY,
}, transitions=[
    # name                   from        to              who may          what must hold first
    transition("issue",       {S.DRAFT},  S.ISSUED,       may_issue,
               review_is_handed_in, reading_is_of_what_stands, second_reading_is_settled, no_case_is_open,
               letter_has_words),
    transition("acknowledge", {S.ISSUED}, S.ACKNOWLEDGED, may_acknowledge),
])  # fmt: skip
