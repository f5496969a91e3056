"""Who is written to about a case, and by whom."""

import pytest
from django.utils import timezone

from audits.escalation.resubmitting import read_again
from audits.escalation.rules import reminder_day
from audits.escalation.tasks import look_after_cases
from audits.escalation.telling import remind
from lscp_portal.outbox.worker import scope_of
from tests.audits import insisting
from tests.audits.test_clarification_letters import letters, people


@pytest.fixture
def cast(committed_cast):
    return committed_cast


def told(committed, template: str) -> set[int]:
    return {person for person, _path, _by in letters(committed, template)}


def test_the_letter_and_the_end_go_to_chair_and_head(cast, committed):
    case = insisting.started(cast)
    place = f"/s/900001/audit/poor-return/{case.pk}/"
    assert told(committed, "case_started") == people(cast, "head", "chair")
    insisting.stopped(cast, case)
    assert told(committed, "case_ended") == people(cast, "head", "chair")
    assert {path for _person, path, _by in letters(committed, "case_started")} == {place}


def test_the_leads_are_told_once_that_it_is_signed_again(cast, committed):
    case = insisting.signed_again(cast, insisting.started(cast))
    with cast.as_("lead"):
        read_again(case_id=case.pk, by=cast.people["chair"].pk)
    found = letters(committed, "case_resubmitted")
    assert [person for person, _path, _by in found] == [cast.people["lead"].pk]
    assert {path for _person, path, _by in found} == {f"/p/eastmere/poor-returns/{case.pk}/"}


def test_a_second_person_is_asked_and_the_school_is_told_when_it_is_taken(cast, committed):
    case = insisting.started(cast)
    step = insisting.proposed(cast, case)
    assert told(committed, "case_step_proposed") >= people(cast, "administrator")
    assert told(committed, "case_step_taken") == set()
    insisting.taken(cast, insisting.confirmed(cast, step))
    assert told(committed, "case_step_taken") == people(cast, "head", "chair")


def test_signers_are_reminded_once_before_the_day(cast, committed):
    case = insisting.started(cast)
    day = reminder_day(case.due_on, closed=())
    look_after_cases(scope_of(cast.partnership.pk), day=timezone.localdate().isoformat())
    assert told(committed, "case_due") == set()
    for on in (day, day, case.due_on):
        with cast.as_("lead"):
            assert remind(day=on) == 1
    assert told(committed, "case_due") == people(cast, "dsl", "head", "chair")
    assert len(letters(committed, "case_due")) == 3


def test_nobody_is_reminded_of_what_is_signed_again_or_stopped(cast, committed):
    case = insisting.signed_again(cast, insisting.started(cast))
    with cast.as_("lead"):
        assert remind(day=case.due_on) == 0
    insisting.stopped(cast, case)
    with cast.as_("lead"):
        assert remind(day=case.due_on) == 0
    assert told(committed, "case_due") == set()
