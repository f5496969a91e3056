"""The area summary, state by state. It begins as sent: its figures are frozen when it is made."""

from lscp_portal.workflow import Turn, Workflow, transition
from reports.areas.models import AreaSummary
from reports.areas.policies import may_publish_area

S = AreaSummary.State

AREA_SUMMARY = Workflow("area summary", turns={
    S.SUBMITTED: Turn.PARTNERSHIP, S.PUBLISHED: Turn.NOBODY,
}, transitions=[
    # name               from           to           who may
    transition("publish", {S.SUBMITTED}, S.PUBLISHED, may_publish_area),
])  # fmt: skip
