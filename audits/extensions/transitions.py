"""A school's request for more time, state by state."""

from audits.extensions.models import ExtensionRequest
from audits.extensions.policies import may_extend
from lscp_portal.workflow import Turn, Workflow, transition

S = ExtensionRequest.State

EXTENSION_REQUEST = Workflow("extension_request", turns={
    S.ASKED: Turn.PARTNERSHIP,
    S.GRANTED: Turn.NOBODY,
    S.DECLINED: Turn.NOBODY,
}, transitions=[
    # name              from       to          who may
    transition("grant",   {S.ASKED}, S.GRANTED,  may_extend),
    transition("decline", {S.ASKED}, S.DECLINED, may_extend),
])  # fmt: skip
