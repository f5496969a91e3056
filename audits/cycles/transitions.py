"""The cycle, state by state."""

from audits.cycles.models import Cycle
from audits.cycles.policies import may_run_cycles
from lscp_portal.workflow import Turn, Workflow, transition

S = Cycle.State

CYCLE = Workflow("cycle", turns={
    S.PLANNED: Turn.PARTNERSHIP,
    S.OPEN: Turn.SCHOOL,
    S.CLOSED: Turn.PARTNERSHIP,
    S.COMPLETE: Turn.NOBODY,
}, transitions=[
    # name              from          to           who may
    transition("open",     {S.PLANNED}, S.OPEN,     may_run_cycles),
    transition("close",    {S.OPEN},    S.CLOSED,   may_run_cycles),
    transition("reopen",   {S.CLOSED},  S.OPEN,     may_run_cycles),
    transition("complete", {S.CLOSED},  S.COMPLETE, may_run_cycles),
])  # fmt: skip
