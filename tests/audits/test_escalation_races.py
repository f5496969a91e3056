"""Two clicks at the same moment on a case: one success, one plain refusal. On real connections."""

import pytest

from audits.corrections.signing import sign
from audits.escalation.actions import start_case, stop_case
from audits.escalation.models import PoorQualityCase
from audits.signoff.actions import Board
from lscp_portal.workflow import Refused
from tests.audits import asking, correcting, insisting
from tests.audits.answering import MINUTE, today
from tests.audits.test_review_races import at_once


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def test_two_windows_start_one_case(cast):
    asking.being_read(cast)
    click = ("lead", start_case, insisting.start(cast))
    assert at_once(cast, click, click) == {"done": 1, Refused: 1}
    with cast.as_("lead"):
        assert PoorQualityCase.objects.count() == 1


def test_the_chair_signs_while_the_lead_stops(cast):
    case = insisting.started(cast)
    correction = insisting.correction_of(cast, case)
    correcting.amended(cast, correction)
    for who in ("dsl", "head"):
        correcting.signed(cast, correction, who)
    signing = {"correction_id": correction.pk, "step": "chair", "board": Board(today(), MINUTE)}
    found = at_once(
        cast, ("chair", sign, signing), ("lead", stop_case, {"case_id": case.pk, "why": "We had read too little."})
    )  # fmt: skip
    is_signed = insisting.correction_of(cast, case).state == "signed"
    assert found == ({"done": 2} if is_signed else {"done": 1, Refused: 1})
    assert insisting.standing(cast, case) == "stopped"
