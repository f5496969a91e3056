"""Two clicks at the same moment on one improvement: one success, one plain refusal. On real connections."""

import pytest

from audits.feedback.actions import acknowledge_feedback, close_audit
from audits.improvement.actions import agree, say_done
from audits.improvement.checking import send_back, verify
from audits.improvement.models import Improvement, ImprovementStep
from lscp_portal.workflow import Refused
from tests.audits import improving
from tests.audits import review_stage as stage
from tests.audits.test_review_races import at_once


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def test_two_people_who_say_done_say_it_once(cast):
    work = improving.own(cast, owner="deputy_dsl")
    said = {"improvement_id": work.pk, "evidence": improving.SHOWN}
    assert at_once(cast, ("dsl", say_done, said), ("deputy_dsl", say_done, said)) == {"done": 1, Refused: 1}
    with cast.as_("lead"):
        assert ImprovementStep.objects.filter(improvement=work, kind="said_done").count() == 1


def test_verifying_and_sending_back_at_once_leave_one_of_both(cast):
    work = improving.own(cast, owner="deputy_dsl")
    improving.brought_to(cast, work, "said_done")
    words = {"improvement_id": work.pk, "words": improving.SEEN}
    assert at_once(cast, ("chair", verify, words), ("head", send_back, words)) == {"done": 1, Refused: 1}
    assert improving.standing(cast, work) in {"verified", "in_progress"}


def test_two_windows_that_acknowledge_make_each_improvement_once(cast):
    stage.audit_at(cast, "feedback_issued")
    with cast.as_("head"):
        asked = stage.acknowledgement(cast.audit)
    found = at_once(cast, ("head", acknowledge_feedback, asked), ("chair", acknowledge_feedback, asked))
    assert found == {"done": 1, Refused: 1}
    with cast.as_("lead"):
        assert Improvement.objects.count() == 1


def test_agreeing_while_the_lead_carries_and_closes_loses_neither(cast):
    stage.audit_at(cast, "acknowledged")
    with cast.as_("lead"):
        work = Improvement.objects.get()
    found = at_once(
        cast,
        ("dsl", agree, {"improvement_id": work.pk, "plan": improving.plan_for(cast, work)}),
        ("lead", close_audit, {"audit_id": cast.audit.pk, "carry": True}),
    )
    assert found == {"done": 2}
    with cast.as_("lead"):
        work = Improvement.objects.get()
    assert (work.state, work.carried_from_id) == ("agreed", cast.audit.pk)
