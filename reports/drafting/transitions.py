"""The report, state by state."""

from lscp_portal.workflow import Turn, Workflow, transition
from reports.complaints.rules import no_complaint_waits
from reports.drafting.models import Report
from reports.drafting.policies import may_answer_report, may_approve, may_draft, may_withdraw
from reports.drafting.rules import (
    answer_is_overdue,
    corrections_are_answered,
    critical_findings_have_a_plan,
    edition_is_rendered,
    every_part_is_written,
    nothing_points_at_a_child,
    partnership_publishes,
)

S = Report.State
WRITTEN = (every_part_is_written, nothing_points_at_a_child)
APPROVABLE = (*WRITTEN, corrections_are_answered)
PUBLISHABLE = (
    nothing_points_at_a_child,
    partnership_publishes,
    no_complaint_waits,
    critical_findings_have_a_plan,
    edition_is_rendered,
)

REPORT = Workflow("report", turns={
    S.DRAFT: Turn.PARTNERSHIP,
    S.ACCURACY_CHECK: Turn.SCHOOL,
    S.ANSWERED: Turn.PARTNERSHIP,
    S.APPROVED: Turn.PARTNERSHIP,
    S.PUBLISHED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
}, transitions=[
    # name                   from                to                 who may            what must hold first
    transition("send",          {S.DRAFT},          S.ACCURACY_CHECK,  may_draft,         *WRITTEN),
    transition("answer",        {S.ACCURACY_CHECK}, S.ANSWERED,        may_answer_report),
    transition("go_on",         {S.ACCURACY_CHECK}, S.ANSWERED,        may_draft,         answer_is_overdue),
    transition("approve",       {S.ANSWERED},       S.APPROVED,        may_approve,       *APPROVABLE),
    transition("return",        {S.APPROVED},       S.ANSWERED,        may_approve),
    transition("publish",       {S.APPROVED},       S.PUBLISHED,       may_approve,       *PUBLISHABLE),
    transition("withdraw",      {S.PUBLISHED},      S.WITHDRAWN,       may_withdraw),
])  # fmt: skip

EDITABLE = frozenset({S.DRAFT, S.ANSWERED})
