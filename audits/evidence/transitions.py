"""An uploaded file, state by state. The database holds the same arrows."""

from audits.evidence.models import EvidenceFile
from audits.evidence.policies import is_the_system
from lscp_portal.workflow import Turn, Workflow, transition

S = EvidenceFile.State

EVIDENCE_FILE = Workflow("evidence_file", turns={
    S.RECEIVED: Turn.SYSTEM,
    S.CHECKING: Turn.SYSTEM,
    S.SCANNING: Turn.SYSTEM,
    S.CLEAN: Turn.NOBODY,
    S.REJECTED: Turn.NOBODY,
}, transitions=[
    # name              from                              to          who may
    transition("check",   {S.RECEIVED},                     S.CHECKING, is_the_system),
    transition("scan",    {S.CHECKING},                     S.SCANNING, is_the_system),
    transition("release", {S.SCANNING},                     S.CLEAN,    is_the_system),
    transition("reject",  {S.CHECKING, S.SCANNING, S.CLEAN}, S.REJECTED, is_the_system),  # clean: by a later scan
])  # fmt: skip
UNSETTLED = frozenset({S.RECEIVED, S.CHECKING, S.SCANNING})
