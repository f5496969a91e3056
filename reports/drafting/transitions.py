"""The report, state by state."""

from lscp_portal.workflow import Turn, Workflow, transition
from reports.drafting.models import Report
from reports.drafting.policies import may_answer_report, may_approve, may_draft, may_withdraw
from reports.drafting.rules import corrections_are_answered, edition_is_rendered, every_part_is_written, partnership_publishes

S = Report.State

REPORT = Workflow("report", turns={
    S.DRAFT: Turn.PARTNERSHIP,
    S.ACCURACY_CHECK: Turn.SCHOOL,
    S.ANSWERED: Turn.PARTNERSHIP,
    S.APPROVED: Turn.PARTNERSHIP,
    S.PUBLISHED: Turn.NOBODY,
    S.WITHDRAWN: Turn.NOBODY,
}, transitions=[
    # name                   from                to                 who may            what must hold first
    transition("send",          {S.DRAFT},          S.ACCURACY_CHECK,  may_draft,         every_part_is_written),
    transition("answer",        {S.ACCURACY_CHECK}, S.ANSWERED,        may_answer_report),
    transition("approve",       {S.ANSWERED},       S.APPROVED,        may_approve,       every_part_is_written, corrections_are_answered),
    transition("return",        {S.APPROVED},       S.ANSWERED,        may_approve),
    transition("publish",       {S.APPROVED},       S.PUBLISHED,       may_approve,       partnership_publishes, edition_is_rendered),
    transition("withdraw",      {S.PUBLISHED},      S.WITHDRAWN,       may_withdraw),
])  # fmt: skip
