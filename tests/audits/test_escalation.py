"""A return of poor quality from the letter to the end: what stands, what goes on, and what the database refuses."""

import json
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from audits.clarification.pauses import pauses_of
from audits.corrections.actions import end
from audits.corrections.models import Correction
from audits.escalation.actions import start_case
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.reading import copy_in_force, facts_of_copy, limits_now, look_at
from audits.escalation.resubmitting import read_again
from audits.escalation.rules import due_by_itself
from audits.escalation.step_actions import propose_step
from audits.escalation.types import Proposal, criteria_of
from audits.feedback.actions import issue_feedback
from audits.lifecycle.models import Audit
from audits.review.actions import hand_in_review, score_indicator
from audits.review.models import Review, Score
from audits.review.types import ScoreEntry
from audits.signoff.models import FrozenCopy
from audits.triage.actions import propose_band
from audits.triage.actions import read_again as read_by_new_rules
from audits.triage.types import Copied
from lscp_portal.workflow import Refused
from tests.audits import asking, correcting, insisting
from tests.audits import review_stage as stage
from tests.audits.delegating import delegated


def audit_state(cast) -> str:
    with cast.as_("lead"):
        return Audit.objects.get(pk=cast.audit.pk).state


def test_the_case_keeps_what_was_found_of_that_very_copy(cast):
    case = insisting.started(cast)
    with cast.as_("lead"):
        copy = FrozenCopy.objects.get(audit=cast.audit)
    assert (case.copy_id, case.sha256) == (copy.pk, copy.sha256)
    assert len(criteria_of(case.found)) == 6
    assert case.due_on == due_by_itself(timezone.localdate(), closed=())
    assert case.signed_name == cast.people["lead"].full_name


def test_the_correction_it_opens_is_granted_and_not_bound_to_ten_days(cast):
    case = insisting.started(cast)
    correction = insisting.correction_of(cast, case)
    assert (correction.state, correction.codes, correction.reason) == ("granted", ["LG2"], insisting.MISSING)


@pytest.mark.parametrize("who", ["dsl", "head", "chair", "lead"])
def test_nobody_ends_that_correction_by_itself(cast, who):
    correction = insisting.correction_of(cast, insisting.started(cast))
    with cast.as_(who), pytest.raises(Refused, match="ends when the LSCP lead ends the case"):
        end(actor=cast.actor(who), correction_id=correction.pk)


def test_with_the_case_the_correction_ends_too(cast):
    case = insisting.started(cast)
    insisting.stopped(cast, case)
    assert insisting.correction_of(cast, case).state == "ended"


def test_signed_again_the_case_moves_on_and_the_finished_reading_is_opened(cast):
    case = insisting.started(cast, handed_in=True)
    assert audit_state(cast) == "reviewed"
    case = insisting.signed_again(cast, case)
    assert case.state == "resubmitted"
    assert case.resubmitted_at is not None
    assert audit_state(cast) == "in_review"
    review = insisting.review_of(cast, case)
    assert (review.state, review.submitted_at) == ("claimed", None)
    with cast.as_("reviewer"), pytest.raises(Refused, match="Read them again"):
        hand_in_review(actor=cast.actor("reviewer"), review_id=review.pk)
    score_again(cast, review)
    with cast.as_("reviewer"):
        hand_in_review(actor=cast.actor("reviewer"), review_id=review.pk)
    assert audit_state(cast) == "reviewed"


def score_again(cast, review: Review) -> None:
    with cast.as_("reviewer"):
        read = Score.objects.get(review=review, indicator__code="LG2").revision
        score_indicator(
            actor=cast.actor("reviewer"), review_id=review.pk, code="LG2", entry=ScoreEntry("secure", ""), read=read
        )


def test_the_worker_may_come_twice(cast):
    case = insisting.signed_again(cast, insisting.started(cast, handed_in=True))
    with cast.as_("lead"):
        read_again(case_id=case.pk, by=cast.people["chair"].pk)
    assert audit_state(cast) == "in_review"


def test_a_reading_that_goes_on_stays_as_it_is(cast):
    case = insisting.signed_again(cast, insisting.started(cast))
    assert insisting.review_of(cast, case).state == "claimed"
    assert audit_state(cast) == "in_review"


def test_about_signatures_alone_a_school_may_sign_again_without_a_change(cast):
    case = insisting.started(cast)
    correction = insisting.correction_of(cast, case)
    for who in ("dsl", "head", "chair"):
        correcting.signed(cast, correction, who)
    assert insisting.standing(cast, case) == "resubmitted"
    with cast.as_("lead"):
        content = json.loads(FrozenCopy.objects.get(audit=cast.audit, version=2).content)
    assert content["correction"]["indicators"] == []


def test_while_a_case_is_open_no_feedback_goes_out(cast):
    case = insisting.started(cast, handed_in=True)
    stage.draft(cast, cast.audit)
    with cast.as_("lead"), pytest.raises(Refused, match="Resolve it or stop it first"):
        issue_feedback(actor=cast.actor("lead"), audit_id=cast.audit.pk)
    insisting.stopped(cast, case)
    stage.issue(cast, cast.audit)
    assert audit_state(cast) == "feedback_issued"


def test_a_resolved_case_keeps_the_criteria_of_both_copies(cast):
    case = insisting.resolved(cast, insisting.signed_again(cast, insisting.started(cast)))
    assert len(case.found) == len(case.found_then) == 6
    assert case.ended_why == insisting.WHY


def test_nobody_resolves_what_they_have_not_seen(cast):
    case = insisting.signed_again(cast, insisting.started(cast))
    with pytest.raises(Refused, match="later version"):
        insisting.resolved(cast, case, version=1)
    with cast.as_("lead"):
        cast_case = PoorQualityCase.objects.get(pk=case.pk)
    assert cast_case.state == "resubmitted"


def test_the_clock_stands_until_the_chair_signs_and_at_most_until_the_day(cast):
    case = insisting.started(cast)
    with cast.as_("lead"):
        (pause,) = pauses_of([cast.audit.pk])[cast.audit.pk]
    assert (pause.since, pause.until, pause.is_open, pause.why) == (
        timezone.localdate(), case.due_on, True, "mends its return",
    )  # fmt: skip
    insisting.signed_again(cast, case)
    with cast.as_("lead"):
        (pause,) = pauses_of([cast.audit.pk])[cast.audit.pk]
    assert (pause.until, pause.is_open) == (timezone.localdate(), False)


def test_questions_and_a_case_make_two_pauses_of_one_clock(cast):
    review = asking.being_read(cast)
    asking.asked(cast, review)
    with cast.as_("lead"):
        start_case(actor=cast.actor("lead"), **insisting.start(cast))
        pauses = pauses_of([cast.audit.pk])[cast.audit.pk]
    assert {one.why for one in pauses} == {"answers questions", "mends its return"}


def test_twenty_working_days_without_the_holidays_of_the_school():
    monday = date(2026, 11, 30)
    assert due_by_itself(monday, closed=()) == date(2026, 12, 30)  # 25 and 28 December are bank holidays
    closed = {monday + timedelta(days=days) for days in range(1, 8)}
    assert due_by_itself(monday, closed=closed) == date(2027, 1, 7)


def test_the_department_comes_after_the_others_or_with_a_reason(cast):
    case = insisting.started(cast)
    to_dfe = Proposal(addressee="dfe", organisation="The regions group", reason="No answer.", shared="The letter.")
    with insisting.after_its_day(case), cast.as_("lead"), pytest.raises(Refused, match="why the department"):
        propose_step(actor=cast.actor("lead"), case_id=case.pk, proposal=to_dfe)
    insisting.taken(cast, insisting.confirmed(cast, insisting.proposed(cast, case)))
    assert insisting.proposed(cast, case, to_dfe).state == "proposed"


def test_the_school_still_signs_after_a_step(cast):
    case = insisting.started(cast)
    insisting.taken(cast, insisting.confirmed(cast, insisting.proposed(cast, case)))
    assert insisting.standing(cast, case) == "stepped_up"
    assert insisting.signed_again(cast, case).state == "resubmitted"


def test_the_criteria_of_a_real_copy(cast):
    asking.being_read(cast)
    with cast.as_("lead"):
        found = {one.key: one.is_met for one in look_at(copy_in_force(audit_id=cast.audit.pk), limits_now())}
    assert found == {
        "weak_evidence": False, "copied": None, "authority": False, "voice": None, "partners": None, "critical": False,
    }  # fmt: skip


def test_whoever_was_not_head_that_day_signed_without_authority(cast):
    asking.being_read(cast)
    membership = cast.memberships["head"]
    membership.starts_on = timezone.localdate() + timedelta(days=1)
    membership.save(update_fields=["starts_on"])
    with cast.as_("lead"):
        found = {one.key: one for one in look_at(copy_in_force(audit_id=cast.audit.pk), limits_now())}
    assert found["authority"].is_met
    assert "signed as headteacher" in found["authority"].sentence


def copied_of(cast) -> tuple[str, ...] | None:
    with cast.as_("lead"):
        return facts_of_copy(copy_in_force(audit_id=cast.audit.pk)).copied


def test_copied_text_counts_the_return_that_most_is_shared_with_and_names_no_school(cast):
    asking.being_read(cast)
    assert copied_of(cast) is None  # not compared yet
    twice = Copied("LG1", "CU1", 99)
    of_one = [Copied(code, code, 90, 71, 900071, "Birch End School") for code in ("LG2", "LG3", "LG6")]
    of_another = [Copied("PP1", "PP1", 90, 72, 900072, "Cherry Row School")]
    with cast.as_("lead"):
        propose_band(audit_id=cast.audit.pk, cause="submitted", copied=(twice, *of_one, *of_another), compared_with=2)
        found = look_at(copy_in_force(audit_id=cast.audit.pk), limits_now())
    assert copied_of(cast) == ("CU1", "LG1", "LG2", "LG3", "LG6")
    (copied,) = [one for one in found if one.key == "copied"]
    assert copied.is_met
    assert "Birch End" not in json.dumps(copied.as_kept())


def test_a_version_that_was_not_compared_is_not_judged_by_what_was_found_before(cast):
    case = insisting.started(cast)
    with cast.as_("lead"):
        propose_band(audit_id=cast.audit.pk, cause="submitted", compared_with=2)
    assert copied_of(cast) == ()
    insisting.signed_again(cast, case)
    with cast.as_("lead"):
        read_by_new_rules(audit_id=cast.audit.pk, cause="rules:1")
    assert copied_of(cast) is None
    with cast.as_("lead"):
        propose_band(audit_id=cast.audit.pk, cause="version:2", compared_with=2)
    assert copied_of(cast) == ()


def test_a_delegate_has_authority_and_signs_again_for_the_chair(cast):
    case = insisting.started(cast)
    delegated(cast, "chair")
    correction = insisting.correction_of(cast, case)
    correcting.amended(cast, correction)
    for who in ("dsl", "head"):
        correcting.signed(cast, correction, who)
    correcting.signed(cast, correction, "link_governor", "chair")
    assert insisting.standing(cast, case) == "resubmitted"
    with cast.as_("lead"):
        signers = facts_of_copy(copy_in_force(audit_id=cast.audit.pk)).signers
    assert [one.has_authority for one in signers] == [True, True, True]


def test_before_the_worker_has_come_no_feedback_rests_on_the_older_reading(cast):
    case = insisting.started(cast, handed_in=True)
    stage.draft(cast, cast.audit)
    correction = insisting.correction_of(cast, case)
    correcting.amended(cast, correction)
    for who in ("dsl", "head", "chair"):
        correcting.signed(cast, correction, who)
    insisting.resolved(cast, case)
    with cast.as_("lead"), pytest.raises(Refused, match="being opened again"):
        issue_feedback(actor=cast.actor("lead"), audit_id=cast.audit.pk)
    with cast.as_("lead"):
        read_again(case_id=case.pk, by=cast.people["chair"].pk)
    review = insisting.review_of(cast, case)
    score_again(cast, review)
    with cast.as_("reviewer"):
        hand_in_review(actor=cast.actor("reviewer"), review_id=review.pk)
    stage.issue(cast, cast.audit)
    assert audit_state(cast) == "feedback_issued"


@pytest.mark.parametrize("who", ["contributor", "next_door_dsl", "elsewhere_dsl", "elsewhere_lead"])
def test_who_does_not_see_a_case(cast, who):
    insisting.started(cast)
    with cast.as_(who):
        assert not PoorQualityCase.objects.exists()


def test_a_school_sees_only_the_steps_that_were_taken(cast):
    case = insisting.started(cast)
    step = insisting.proposed(cast, case)
    with cast.as_("head"):
        assert not CaseStep.objects.exists()
    insisting.taken(cast, insisting.confirmed(cast, step))
    with cast.as_("head"):
        assert CaseStep.objects.get().organisation == insisting.TO_AUTHORITY.organisation
    with cast.as_("contributor"):
        assert not CaseStep.objects.exists()


def test_the_database_refuses_a_confirmation_by_whoever_proposed(cast):
    step = insisting.proposed(cast, insisting.started(cast))
    own = pytest.raises(IntegrityError, match="case_step_nobody_confirms_their_own")
    with cast.as_("lead"), own, transaction.atomic():
        CaseStep.objects.filter(pk=step.pk).update(
                confirmed_by_id=step.proposed_by_id, confirmed_at=timezone.now()
            )  # fmt: skip


def test_the_database_refuses_other_words_and_a_correction_without_a_case(cast):
    case = insisting.started(cast)
    with cast.as_("lead"):
        for change in ({"missing": "Other words."}, {"due_on": case.due_on + timedelta(days=9)}, {"found": []}):
            with pytest.raises(DatabaseError), transaction.atomic():
                PoorQualityCase.objects.filter(pk=case.pk).update(**change)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Correction.objects.create(
                audit=cast.audit, codes=["LG1"], reason="Not ours to ask.", asked_by_id=1, **cast.audit.owner
            )
