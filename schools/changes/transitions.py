"""A change of the register, from the file to a decision."""

from lscp_portal.workflow import Turn, Workflow, transition
from schools.changes.models import Proposal
from schools.changes.policies import comes_with_an_import, may_decide
from schools.changes.rules import comes_back, says_why

S = Proposal.State

REGISTER_CHANGE = Workflow("register change", turns={
    S.WAITING: Turn.PARTNERSHIP,
    S.HELD: Turn.PARTNERSHIP,
    S.EXPLAINED: Turn.NOBODY,
    S.ACCEPTED: Turn.NOBODY,
    S.SUPERSEDED: Turn.NOBODY,
}, transitions=[
    # name               from                                to             who may               what must hold first
    transition("accept",    {S.WAITING, S.HELD, S.EXPLAINED}, S.ACCEPTED,   comes_with_an_import),
    transition("hold",      {S.WAITING, S.HELD},              S.HELD,       may_decide,           says_why, comes_back),
    transition("explain",   {S.WAITING, S.HELD},              S.EXPLAINED,  may_decide,           says_why),
    transition("take_up",   {S.HELD, S.EXPLAINED},            S.WAITING,    may_decide),
    transition("supersede", {S.WAITING, S.HELD, S.EXPLAINED}, S.SUPERSEDED, comes_with_an_import),
])  # fmt: skip
