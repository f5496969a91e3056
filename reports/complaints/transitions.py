"""A complaint, state by state."""

from audits.lifecycle.policies import is_the_portal
from lscp_portal.workflow import Turn, Workflow, transition
from reports.complaints.models import Complaint
from reports.complaints.policies import (
    may_answer,
    may_complain,
    may_decide,
    may_handle,
    may_put_right,
    may_take_up,
)
from reports.complaints.rules import (
    OPEN,
    lead_does_not_answer,
    school_has_had_its_time,
    school_may_still_ask,
    something_is_owed,
)

S = Complaint.State
NEW = {S.RECEIVED, S.ACKNOWLEDGED}

COMPLAINT = Workflow("complaint", turns={
    S.RECEIVED: Turn.PARTNERSHIP,
    S.ACKNOWLEDGED: Turn.PARTNERSHIP,
    S.ANSWERED: Turn.SCHOOL,
    S.SECOND_STAGE: Turn.PARTNERSHIP,
    S.CLOSED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
}, transitions=[
    # name                   from              to               who may        what must hold first
    transition("acknowledge",    {S.RECEIVED},     S.ACKNOWLEDGED,  may_handle),
    transition("answer",         NEW,              S.ANSWERED,      may_answer),
    transition("pass_on",        NEW,              S.SECOND_STAGE,  may_handle),
    transition("take_up",        NEW,              S.SECOND_STAGE,  may_take_up,   lead_does_not_answer),
    transition("accept",         {S.ANSWERED},     S.CLOSED,        may_complain),
    transition("ask_scrutineer", {S.ANSWERED},     S.SECOND_STAGE,  may_complain,  school_may_still_ask),
    transition("lapse",          {S.ANSWERED},     S.CLOSED,        is_the_portal, school_has_had_its_time),
    transition("decide",         {S.SECOND_STAGE}, S.CLOSED,        may_decide),
    transition("put_right",      {S.CLOSED},       S.CLOSED,        may_put_right, something_is_owed),
    transition("withdraw",       OPEN,             S.WITHDRAWN,     may_complain),
])  # fmt: skip
