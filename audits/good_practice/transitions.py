"""Good practice, state by state."""

from audits.good_practice.models import GoodPractice
from audits.good_practice.policies import may_agree, may_check, may_offer, may_publish, may_withdraw
from audits.good_practice.rules import is_asked_again
from lscp_portal.workflow import Turn, Workflow, transition

S = GoodPractice.State
BEFORE = {S.DRAFT, S.OFFERED, S.CHECKED, S.CONSENTED}

GOOD_PRACTICE = Workflow("good practice", turns={
    S.DRAFT: Turn.SCHOOL,
    S.OFFERED: Turn.PARTNERSHIP,
    S.CHECKED: Turn.SCHOOL,
    S.CONSENTED: Turn.PARTNERSHIP,
    S.PUBLISHED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
}, transitions=[
    # name               from                     to           who may    what must hold first
    transition("offer",     {S.DRAFT},               S.OFFERED,   may_offer),
    transition("give_back", {S.OFFERED},             S.DRAFT,     may_check),
    transition("check",     {S.OFFERED},             S.CHECKED,   may_check),
    transition("reopen",    {S.OFFERED, S.CHECKED},  S.DRAFT,     may_offer),
    transition("agree",     {S.CHECKED},             S.CONSENTED, may_agree),
    transition("publish",   {S.CONSENTED},           S.PUBLISHED, may_publish),
    transition("confirm",   {S.PUBLISHED},           S.PUBLISHED, may_offer, is_asked_again),
    transition("withdraw",  {*BEFORE, S.PUBLISHED},  S.WITHDRAWN, may_withdraw),
])  # fmt: skip
