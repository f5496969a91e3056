"""A version of a framework, state by state. tests/audits/outcomes_framework.py says the same, typed by hand."""

from audits.frameworks.models import Framework
from audits.frameworks.policies import may_adopt_unchanged, may_edit_framework, may_publish_framework
from audits.frameworks.rules import (
    comments_are_closed,
    comments_have_a_last_day,
    holds_together,
    is_as_in_its_file,
    something_to_read,
    was_consulted_or_says_why,
)
from lscp_portal.workflow import Turn, Workflow, transition

S = Framework.State
ASKABLE = (something_to_read, comments_have_a_last_day)
READY = (holds_together, was_consulted_or_says_why, comments_are_closed)

FRAMEWORK = Workflow("framework", turns={
    S.DRAFT: Turn.PARTNERSHIP,
    S.CONSULTED: Turn.SCHOOL,
    S.PUBLISHED: Turn.PARTNERSHIP,
    S.RETIRED: Turn.NOBODY,
}, transitions=[
    # name                  from                      to           who may                what must hold first
    transition("consult",   {S.DRAFT},              S.CONSULTED, may_edit_framework, *ASKABLE),
    transition("take_back", {S.CONSULTED},          S.DRAFT,     may_edit_framework),
    transition("publish",   {S.DRAFT, S.CONSULTED}, S.PUBLISHED, may_publish_framework, *READY),
    transition("adopt",     {S.DRAFT},              S.PUBLISHED, may_adopt_unchanged, is_as_in_its_file),
    transition("retire",    {S.PUBLISHED},          S.RETIRED,   may_publish_framework),
])  # fmt: skip
