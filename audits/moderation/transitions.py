"""A second reading, state by state. It stands beside the audit, which is “reviewed” meanwhile."""

from audits.lifecycle.policies import is_the_portal
from audits.moderation.models import SecondReading
from audits.moderation.policies import may_moderate, may_score_again, may_take, may_waive
from audits.moderation.rules import (
    every_indicator_is_scored_again,
    everything_is_settled,
    first_reading_is_in,
    first_reading_is_open,
    is_not_priority,
    mended_answers_are_read_again,
    moderator_is_from_outside,
    nothing_disagrees,
    priority_came_later,
    school_is_not_mending,
    waiving_says_why,
)
from lscp_portal.workflow import Turn, Workflow, transition

S = SecondReading.State

SECOND_READING = Workflow("second reading", turns={
    S.WAITING: Turn.PARTNERSHIP,
    S.CLAIMED: Turn.PARTNERSHIP,
    S.HANDED_IN: Turn.PARTNERSHIP,
    S.AGREED: Turn.NOBODY,
    S.WAIVED: Turn.NOBODY,
}, transitions=[
    # name         from            to           who may          what must hold first
    transition("claim",      {S.WAITING},   S.CLAIMED,   may_take,        first_reading_is_in, school_is_not_mending),
    transition("give_back",  {S.CLAIMED},   S.WAITING,   may_score_again),
    transition("recall",     {S.CLAIMED},   S.WAITING,   may_waive),
    transition("hand_in",    {S.CLAIMED},   S.HANDED_IN, may_score_again,
               first_reading_is_in, every_indicator_is_scored_again, mended_answers_are_read_again),
    transition("accord",     {S.HANDED_IN}, S.AGREED,    is_the_portal,   nothing_disagrees),
    transition("settle",     {S.HANDED_IN}, S.AGREED,    may_moderate,
               everything_is_settled, moderator_is_from_outside),
    transition("waive",      {S.WAITING},   S.WAIVED,    may_waive,       is_not_priority, waiving_says_why),
    transition("call_again", {S.WAIVED},    S.WAITING,   is_the_portal,   priority_came_later),
    transition("begin_again", {S.CLAIMED, S.HANDED_IN, S.AGREED}, S.WAITING, is_the_portal, first_reading_is_open),
])  # fmt: skip
