"""Questions and answers beside a frozen copy: numbers, what never changes, and what the clock makes of them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from audits.clarification.actions import change_question, remove_question, send_round
from audits.clarification.models import ClarificationAnswer, ClarificationQuestion, ClarificationRound
from audits.clarification.queries import mark_of, rounds_of, written_in
from audits.clarification.rules import due_by_itself, limits_of
from audits.clarification.school_actions import save_answers, send_answers
from audits.clarification.types import AnswerEntry, OldAnswers
from audits.review.actions import hand_in_review, release_review
from audits.review.queries import reading_of
from audits.signoff.freezing import sha256_of
from audits.signoff.models import FrozenCopy
from lscp_portal.workflow import Refused
from tests.audits import asking
from tests.audits import review_stage as stage
from tests.audits.correcting import amended, signed
from tests.audits.correcting import answered as granted
from tests.audits.correcting import asked as asks_to_correct


def numbers(cast):
    with cast.as_("lead"):
        rows = ClarificationQuestion.objects.filter(number__isnull=False).order_by("number")
        return list(rows.values_list("number", "round__number", "indicator__code"))


def test_numbers_run_on_over_both_rounds_and_removed_questions_leave_no_gap(cast):
    review = asking.being_read(cast)
    asking.wrote(cast, review, ("LG1", "Not this one."), ("LG2", asking.LOG), ("", asking.BOARD))
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        first = ClarificationQuestion.objects.earliest("pk")
        remove_question(actor=actor, review_id=review.pk, question_id=first.pk)
    asking.answered(cast, asking.sent(cast, review))
    asking.wrote(cast, review, ("LG3", "And the deputy?"))
    asking.sent(cast, review)
    assert numbers(cast) == [(1, 1, "LG2"), (2, 1, None), (3, 2, "LG3")]


def test_the_frozen_copy_is_byte_for_byte_the_same_after_questions_and_answers(cast):
    review = asking.being_read(cast)
    with cast.as_("lead"):
        before = FrozenCopy.objects.get(audit=cast.audit)
    asked = asking.answered(cast, asking.asked(cast, review))
    with cast.as_("lead"):
        after = FrozenCopy.objects.get(audit=cast.audit)
        assert (after.content, after.sha256, after.frozen_at) == (before.content, before.sha256, before.frozen_at)
        assert sha256_of(after.content) == after.sha256 == asked.sha256
        kept = ClarificationRound.objects.get(pk=asked.pk)
        assert (kept.copy_id, kept.sha256) == (before.pk, before.sha256)


@pytest.mark.parametrize(
    ("who", "change"),
    [
        ("reviewer", "UPDATE audits_clarificationquestion SET text = 'Another.' WHERE number = 1"),
        ("reviewer", "UPDATE audits_clarificationquestion SET number = 9 WHERE number = 1"),
        ("reviewer", "UPDATE audits_clarificationquestion SET round_id = NULL WHERE number = 1"),
        ("dsl", "UPDATE audits_clarificationanswer SET text = 'Another.'"),
        ("dsl", "UPDATE audits_clarificationanswer SET sent_at = NULL"),
        ("dsl", "UPDATE audits_clarificationround SET state = 'sent'"),
        ("reviewer", "UPDATE audits_clarificationround SET state = 'lapsed'"),
    ],
)
def test_the_database_itself_refuses_to_change_what_was_sent(cast, who, change):
    asking.answered(cast, asking.asked(cast, asking.being_read(cast)))
    with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_withdrawn_question_is_withdrawn_once_and_stays_so(cast):
    review = asking.being_read(cast)
    asking.asked(cast, review)
    question = asking.withdrawn(cast, review, 1)
    with pytest.raises(Refused):
        asking.withdrawn(cast, review, 1)
    undo = "UPDATE audits_clarificationquestion SET withdrawn_at = NULL, withdrawn_why = '' WHERE id = %s"
    with cast.as_("reviewer"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(undo, [question.pk])


def test_questions_are_for_readers_alone_until_they_are_sent_and_drafts_for_the_school(cast):
    review = asking.being_read(cast)
    asking.wrote(cast, review)
    with cast.as_("dsl"):
        assert not ClarificationQuestion.objects.exists()
    asked = asking.sent(cast, review)
    asking.drafted(cast, asked)
    with cast.as_("dsl"):
        assert (ClarificationQuestion.objects.count(), ClarificationAnswer.objects.count()) == (2, 2)
    with cast.as_("reviewer"):
        assert not ClarificationAnswer.objects.exists()
    asking.answered(cast, asked)
    with cast.as_("reviewer"):
        assert ClarificationAnswer.objects.count() == 2


def test_a_question_that_is_sent_is_neither_changed_nor_removed(cast):
    review = asking.being_read(cast)
    asking.asked(cast, review)
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        key = {"actor": actor, "review_id": review.pk, "question_id": ClarificationQuestion.objects.earliest("pk").pk}
        for change in (lambda: remove_question(**key), lambda: change_question(**key, code="", text="Another.")):
            with pytest.raises(Refused):
                change()


def test_who_saw_another_preview_reads_again_before_sending(cast):
    review = asking.being_read(cast)
    asking.wrote(cast, review)
    actor, due_on = cast.actor("reviewer"), due_by_itself(timezone.localdate(), closed=())
    with cast.as_("reviewer"):
        old = mark_of(written_in(review_id=review.pk))
    asking.wrote(cast, review, ("LG3", "And the deputy?"))
    with cast.as_("reviewer"), pytest.raises(Refused) as refused:
        send_round(actor=actor, review_id=review.pk, due_on=due_on, read=old)
    assert [blocker.code for blocker in refused.value.blockers] == ["changed"]
    assert numbers(cast) == []


@pytest.mark.parametrize("place", ["first", "last"])
def test_the_day_may_be_set_within_limits_only(cast, place):
    review = asking.being_read(cast)
    asking.wrote(cast, review)
    first, last = limits_of(timezone.localdate(), closed=())
    outside = first - timedelta(days=1) if place == "first" else last + timedelta(days=1)
    with pytest.raises(Refused):
        asking.sent(cast, review, outside)
    assert asking.sent(cast, review, first if place == "first" else last).state == "sent"


def test_two_people_at_the_school_never_overwrite_each_other_silently(cast):
    asked = asking.asked(cast, asking.being_read(cast))
    first = asking.entries_for(cast, asked, "First words.")
    second = asking.entries_for(cast, asked, "Second words.")
    with cast.as_("dsl"):
        save_answers(actor=cast.actor("dsl"), round_id=asked.pk, entries=first)
    with cast.as_("deputy_dsl"):
        with pytest.raises(OldAnswers) as old:
            send_answers(actor=cast.actor("deputy_dsl"), round_id=asked.pk, entries=second)
        assert set(old.value.theirs.values()) == {"First words."}
        assert set(ClarificationAnswer.objects.values_list("text", "sent_at")) == {("First words.", None)}
        save_answers(actor=cast.actor("deputy_dsl"), round_id=asked.pk, entries=first)  # the same words: no conflict


def test_an_answer_to_a_withdrawn_question_is_refused_and_the_others_can_be_sent(cast):
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    both = asking.entries_for(cast, asked)
    asking.withdrawn(cast, review, 1)
    with cast.as_("dsl"), pytest.raises(Refused):
        send_answers(actor=cast.actor("dsl"), round_id=asked.pk, entries=both)
    assert asking.answered(cast, asked).state == "answered"
    with cast.as_("lead"):
        assert ClarificationAnswer.objects.count() == 1


def test_evidence_of_another_return_cannot_be_pointed_at(cast):
    asked = asking.asked(cast, asking.being_read(cast))
    strange = {key: AnswerEntry("Look there.", evidence_id=999) for key in asking.entries_for(cast, asked)}
    with cast.as_("dsl"), pytest.raises(Refused):
        save_answers(actor=cast.actor("dsl"), round_id=asked.pk, entries=strange)


def test_a_correction_leaves_the_questions_with_the_version_they_were_asked_about(cast):
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    correction = granted(cast, asks_to_correct(cast))
    amended(cast, correction)
    for who in ("dsl", "head", "chair"):
        signed(cast, correction, who)
    asking.answered(cast, asked)
    with cast.as_("lead"):
        (shown,) = rounds_of(audit_id=cast.audit.pk, today=timezone.localdate())
    assert (shown.version, shown.now) == (1, 2)
    assert shown.correction_words == "Asked about version 1. The school has corrected its return since: version 2."


def test_an_answered_question_lifts_its_indicator_and_is_read_before_handing_in(cast):
    review = asking.being_read(cast)
    stage.score_all(cast, review)
    asking.wrote(cast, review, ("PP6", asking.LOG))
    asking.answered(cast, asking.sent(cast, review))
    with cast.as_("reviewer"):
        reading = reading_of(review_id=review.pk)
    assert (reading.groups[0].title, reading.in_order[0].code) == ("Questions answered", "PP6")
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"), pytest.raises(Refused) as refused:
        hand_in_review(actor=actor, review_id=review.pk)
    assert [blocker.code for blocker in refused.value.blockers] == ["answered"]


def test_a_round_outlives_its_reader(cast):
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        release_review(actor=actor, review_id=review.pk)
    assert asking.answered(cast, asked).state == "answered"
    second = stage.claim(cast, cast.audit, "second_reviewer")
    with cast.as_("second_reviewer"):
        (shown,) = rounds_of(audit_id=second.audit_id, today=timezone.localdate())
    assert [one.answer for one in shown.questions] == [asking.SAID, asking.SAID]
