"""The band of a return, state by state. It stands beside the audit, which goes on meanwhile."""

from audits.triage.models import TriageBand
from audits.triage.policies import may_decide
from lscp_portal.workflow import Turn, Workflow, transition

S = TriageBand.State

TRIAGE = Workflow("triage", turns={
    S.PROPOSED: Turn.PARTNERSHIP, S.CONFIRMED: Turn.NOBODY, S.OVERRIDDEN: Turn.NOBODY,
}, transitions=[
    # name                from                                       to            who may
    transition("confirm",  {S.PROPOSED},                              S.CONFIRMED,  may_decide),
    transition("override", {S.PROPOSED, S.CONFIRMED, S.OVERRIDDEN},   S.OVERRIDDEN, may_decide),
])  # fmt: skip
