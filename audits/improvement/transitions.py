"""An improvement, state by state. Late is not a state: it is a date that passed, and the ladder's rows."""

from audits.improvement.models import Improvement
from audits.improvement.policies import may_plan, may_verify, may_withdraw, may_work
from audits.improvement.rules import (
    has_owner,
    says_what_is_missing,
    says_what_was_looked_at,
    says_why_it_is_dropped,
    shows_what,
)
from lscp_portal.workflow import Turn, Workflow, transition

S = Improvement.State
PLANNED = {S.AGREED, S.IN_PROGRESS}

IMPROVEMENT = Workflow("improvement", turns={
    S.PROPOSED: Turn.SCHOOL,
    S.AGREED: Turn.SCHOOL,
    S.IN_PROGRESS: Turn.SCHOOL,
    S.SAID_DONE: Turn.PARTNERSHIP,  # or somebody else of the school: whoever has not done it
    S.VERIFIED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
}, transitions=[
    # name         from                                    to              who may       what must hold first
    transition("agree",     {S.PROPOSED},                       S.AGREED,       may_plan,     has_owner),
    transition("start",     {S.AGREED},                         S.IN_PROGRESS,  may_work),
    transition("say_done",  PLANNED,                            S.SAID_DONE,    may_work,     has_owner, shows_what),
    transition("verify",    {S.SAID_DONE},                      S.VERIFIED,     may_verify,   says_what_was_looked_at),
    transition("send_back", {S.SAID_DONE},                      S.IN_PROGRESS,  may_verify,   says_what_is_missing),
    transition("withdraw",  {S.PROPOSED, *PLANNED, S.SAID_DONE}, S.WITHDRAWN,   may_withdraw, says_why_it_is_dropped),
])  # fmt: skip
