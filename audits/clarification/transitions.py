"""A round of questions, state by state. It stands beside the audit, which stays in review meanwhile."""

from audits.clarification.models import ClarificationRound
from audits.clarification.policies import may_ask, may_send_answers
from audits.clarification.rules import (
    due_date_is_over,
    every_question_is_answered,
    is_still_read,
    nothing_is_asked_any_more,
)
from audits.lifecycle.policies import is_the_portal
from lscp_portal.workflow import Turn, Workflow, transition

S = ClarificationRound.State

CLARIFICATION = Workflow("clarification", turns={
    S.SENT: Turn.SCHOOL,
    S.LAPSED: Turn.PARTNERSHIP,
    S.ANSWERED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
    S.CLOSED: Turn.NOBODY,
}, transitions=[
    # name       from                 to           who may           what must hold first
    transition("answer",   {S.SENT, S.LAPSED}, S.ANSWERED,  may_send_answers,
               is_still_read, every_question_is_answered),
    transition("lapse",    {S.SENT},           S.LAPSED,    is_the_portal,    due_date_is_over),
    transition("withdraw", {S.SENT, S.LAPSED}, S.WITHDRAWN, may_ask,          nothing_is_asked_any_more),
    transition("close",    {S.SENT, S.LAPSED}, S.CLOSED,    may_ask,          due_date_is_over),
])  # fmt: skip
