"""A poor-quality case and its steps, state by state. The audit stays where it is meanwhile."""

from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.policies import may_confirm_step, may_lead_case, may_sign_again
from audits.escalation.rules import (
    case_is_open,
    day_has_come,
    end_says_why,
    is_signed_again,
    no_step_waits,
    time_is_over_or_still_poor,
    withdrawal_says_why,
)
from lscp_portal.workflow import Turn, Workflow, transition

S, T = PoorQualityCase.State, CaseStep.State

CASE = Workflow("poor-quality case", turns={
    S.STARTED: Turn.SCHOOL,
    S.RESUBMITTED: Turn.PARTNERSHIP,
    S.STEPPED_UP: Turn.PARTNERSHIP,
    S.RESOLVED: Turn.NOBODY,
    S.STOPPED: Turn.NOBODY,
}, transitions=[
    # name       from                               to             who may         what must hold first
    transition("resubmit", {S.STARTED, S.STEPPED_UP}, S.RESUBMITTED, may_sign_again, is_signed_again),
    transition("step_up", {S.STARTED, S.RESUBMITTED, S.STEPPED_UP}, S.STEPPED_UP, may_lead_case,
               time_is_over_or_still_poor),
    transition("resolve", {S.RESUBMITTED},            S.RESOLVED,    may_lead_case,  end_says_why, no_step_waits),
    transition("stop", {S.STARTED, S.RESUBMITTED, S.STEPPED_UP}, S.STOPPED, may_lead_case,
               end_says_why, no_step_waits),
])  # fmt: skip

CASE_STEP = Workflow("step of a case", turns={
    T.PROPOSED: Turn.PARTNERSHIP,
    T.CONFIRMED: Turn.PARTNERSHIP,
    T.TAKEN: Turn.NOBODY,
    T.WITHDRAWN: Turn.NOBODY,
}, transitions=[
    transition("confirm",  {T.PROPOSED},              T.CONFIRMED, may_confirm_step, case_is_open),
    transition("take",     {T.CONFIRMED},             T.TAKEN,     may_lead_case,    case_is_open, day_has_come),
    transition("withdraw", {T.PROPOSED, T.CONFIRMED, T.TAKEN}, T.WITHDRAWN, may_lead_case, withdrawal_says_why),
])  # fmt: skip
