"""The audit, state by state. The database holds the same arrows (lscp_portal.tenancy.arrows)."""

from audits.improvement.rules import nothing_is_left_behind
from audits.lifecycle.models import Audit
from audits.lifecycle.policies import (
    is_the_portal,
    may_acknowledge,
    may_answer,
    may_finish,
    may_issue_feedback,
    may_review,
    may_sign_as_chair,
    may_sign_as_head,
    may_take_back_review,
)
from audits.lifecycle.rules import (
    answers_can_be_signed,
    cycle_takes_returns,
    profile_is_confirmed,
    return_says_why,
    signed_by_head,
    signed_in_order,
)
from lscp_portal.workflow import Turn, Workflow, transition

S = Audit.State
READY = (cycle_takes_returns, profile_is_confirmed, answers_can_be_signed)

AUDIT = Workflow("audit", turns={
    S.INVITED: Turn.SCHOOL,
    S.IN_PROGRESS: Turn.SCHOOL,
    S.INTERNAL_CHECK: Turn.SCHOOL,
    S.HEAD_SIGNED: Turn.SCHOOL,
    S.SUBMITTED: Turn.PARTNERSHIP,
    S.IN_REVIEW: Turn.PARTNERSHIP,
    S.REVIEWED: Turn.PARTNERSHIP,
    S.FEEDBACK_ISSUED: Turn.SCHOOL,
    S.ACKNOWLEDGED: Turn.PARTNERSHIP,
    S.CLOSED: Turn.NOBODY,
}, transitions=[
    # name                   from                  to                 who may             what must hold first
    transition("start",            {S.INVITED},         S.IN_PROGRESS,     may_answer,         cycle_takes_returns),
    transition("sign_as_dsl",      {S.IN_PROGRESS},     S.INTERNAL_CHECK,  may_finish,         *READY),
    transition("return_from_head", {S.INTERNAL_CHECK},  S.IN_PROGRESS,     may_sign_as_head,   return_says_why),
    transition("sign_as_head",     {S.INTERNAL_CHECK},  S.HEAD_SIGNED,     may_sign_as_head,   signed_in_order, *READY),
    transition("return_from_chair", {S.HEAD_SIGNED},    S.IN_PROGRESS,     may_sign_as_chair,  return_says_why),
    transition("sign_as_chair",    {S.HEAD_SIGNED},     S.SUBMITTED,       may_sign_as_chair,  signed_by_head, *READY),
    transition("begin_review",     {S.SUBMITTED},       S.IN_REVIEW,       may_review),
    transition("release_review",   {S.IN_REVIEW},       S.SUBMITTED,       may_review),
    transition("take_back_review", {S.IN_REVIEW},       S.SUBMITTED,       may_take_back_review),
    transition("finish_review",    {S.IN_REVIEW},       S.REVIEWED,        may_review),
    transition("read_again",       {S.REVIEWED},        S.IN_REVIEW,       is_the_portal),
    transition("issue_feedback",   {S.REVIEWED},        S.FEEDBACK_ISSUED, may_issue_feedback),
    transition("acknowledge",      {S.FEEDBACK_ISSUED}, S.ACKNOWLEDGED,    may_acknowledge),
    transition("close",            {S.ACKNOWLEDGED},    S.CLOSED,          may_issue_feedback, nothing_is_left_behind),
])  # fmt: skip

EDITABLE = frozenset({S.INVITED, S.IN_PROGRESS})
SUBMITTED = frozenset(set(S) - {S.INVITED, S.IN_PROGRESS, S.INTERNAL_CHECK, S.HEAD_SIGNED})
AWAITS_FEEDBACK = frozenset({S.SUBMITTED, S.IN_REVIEW, S.REVIEWED})  # no letter yet: the feedback clock runs
