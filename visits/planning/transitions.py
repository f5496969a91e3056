"""The visit, state by state."""

from lscp_portal.workflow import Turn, Workflow, transition
from visits.planning.models import Visit
from visits.planning.policies import may_plan, may_record
from visits.planning.rules import day_has_come, notes_are_there, team_is_right

S = Visit.State

VISIT = Workflow("visit", turns={
    S.SCHEDULED: Turn.PARTNERSHIP, S.HELD: Turn.PARTNERSHIP, S.RECORDED: Turn.NOBODY, S.CANCELLED: Turn.NOBODY,
}, transitions=[
    # name             from           to           who may     what must hold first
    transition("hold",   {S.SCHEDULED}, S.HELD,      may_record, team_is_right, day_has_come),
    transition("record", {S.HELD},      S.RECORDED,  may_record, notes_are_there),
    transition("cancel", {S.SCHEDULED}, S.CANCELLED, may_plan),
])  # fmt: skip
