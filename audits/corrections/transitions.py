"""The correction of a submitted audit, state by state."""

from audits.corrections.models import Correction
from audits.corrections.policies import (
    may_answer_correction,
    may_check_as_chair,
    may_check_as_head,
    may_correct,
    may_end,
)
from audits.corrections.rules import (
    audit_can_still_change,
    corrected_answers_hold,
    no_case_asks_for_it,
    no_says_why,
    return_says_why,
    something_is_corrected,
)
from lscp_portal.workflow import Turn, Workflow, transition

S = Correction.State
READY = (audit_can_still_change, something_is_corrected, corrected_answers_hold)

CORRECTION = Workflow("correction", turns={
    S.ASKED: Turn.PARTNERSHIP,
    S.GRANTED: Turn.SCHOOL,
    S.DSL_SIGNED: Turn.SCHOOL,
    S.HEAD_SIGNED: Turn.SCHOOL,
    S.SIGNED: Turn.NOBODY,
    S.DECLINED: Turn.NOBODY,
    S.ENDED: Turn.NOBODY,
}, transitions=[
    # name                    from              to             who may                what must hold first
    transition("grant",             {S.ASKED},       S.GRANTED,     may_answer_correction, audit_can_still_change),
    transition("decline",           {S.ASKED},       S.DECLINED,    may_answer_correction, no_says_why),
    transition("sign_as_dsl",       {S.GRANTED},     S.DSL_SIGNED,  may_correct,           *READY),
    transition("return_from_head",  {S.DSL_SIGNED},  S.GRANTED,     may_check_as_head,     return_says_why),
    transition("sign_as_head",      {S.DSL_SIGNED},  S.HEAD_SIGNED, may_check_as_head,     *READY),
    transition("return_from_chair", {S.HEAD_SIGNED}, S.GRANTED,     may_check_as_chair,    return_says_why),
    transition("sign_as_chair",     {S.HEAD_SIGNED}, S.SIGNED,      may_check_as_chair,    *READY),
    transition("end", {S.ASKED, S.GRANTED, S.DSL_SIGNED, S.HEAD_SIGNED}, S.ENDED, may_end,
               no_case_asks_for_it),
])  # fmt: skip
