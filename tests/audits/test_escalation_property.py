"""Over any history of clicks, nobody has confirmed a step of their own, and none is taken without a second person."""

from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.transitions import CASE_STEP
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Refused

SCHOOL = 5
PEOPLE = [
    Actor(person_id=number, name="", tenant_id=1, roles=frozenset(roles), conflicts=frozenset(conflicts))
    for number, (roles, conflicts) in enumerate(
        [(("lead",), ()), (("lead", "administrator"), ()), (("administrator",), ()), (("administrator",), (SCHOOL,)),
         (("reviewer",), ()), (("scrutineer", "lead"), ()), (("publisher",), ())],
        start=1,
    )
]  # fmt: skip
CLICKS = st.lists(st.tuples(st.sampled_from(sorted(CASE_STEP.transitions)), st.sampled_from(PEOPLE)), max_size=12)


@settings(max_examples=400, deadline=None)
@given(proposer=st.sampled_from(PEOPLE), clicks=CLICKS)
def test_nobody_confirms_their_own_step(proposer, clicks):
    case = PoorQualityCase(state="started", school_id=SCHOOL)
    step = CaseStep(
        case=case, state="proposed", school_id=SCHOOL, proposed_by_id=proposer.person_id,
        taken_on=timezone.localdate(), withdrawn_why="No longer needed.",
    )  # fmt: skip
    confirmed_by = None
    for name, actor in clicks:
        with suppress(PermissionDenied, Refused):
            CASE_STEP.move(name, step, actor)
            if name == "confirm":
                confirmed_by = actor
        if step.state in {"confirmed", "taken"}:
            assert confirmed_by is not None
            assert confirmed_by.person_id != proposer.person_id
            assert confirmed_by.roles & {"lead", "administrator"}
            assert SCHOOL not in confirmed_by.conflicts
