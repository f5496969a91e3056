"""A scrutineer's note, state by state."""

from lscp_portal.workflow import Turn, Workflow, transition
from reports.scrutiny.models import ScrutinyNote
from reports.scrutiny.policies import may_answer_note, may_write_note

S = ScrutinyNote.State

SCRUTINY_NOTE = Workflow("scrutiny note", turns={
    S.DRAFT: Turn.PARTNERSHIP,
    S.SHARED: Turn.PARTNERSHIP,
    S.ANSWERED: Turn.NOBODY,
}, transitions=[
    # name               from        to          who may
    transition("share",  {S.DRAFT},  S.SHARED,   may_write_note),
    transition("answer", {S.SHARED}, S.ANSWERED, may_answer_note),
])  # fmt: skip
