"""Saving an answer: revisions, repeats, two editors, the scale's rules, and who may not."""

import uuid
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from audits.answers.actions import save_answer
from audits.answers.models import Answer, AnswerRevision
from audits.answers.types import AnswerConflict, AnswerRefused, AuditClosed, Entry, Saved
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from lscp_portal.trail.models import Event
from tests.audits.answering import LOW, SECURE, ready, save, sign_as, state_of

S = Audit.State


def kept(cast, code: str = "LG1") -> Answer | None:
    with cast.as_("dsl"):
        return Answer.objects.filter(audit=cast.audit, indicator__code=code).first()


def trail(cast) -> list[str]:
    with cast.as_("lead"):
        return list(Event.objects.order_by("sequence").values_list("kind", flat=True))


def test_the_first_save_starts_the_audit_and_keeps_every_field(cast):
    saved = save(cast, "deputy_dsl", "LG1", LOW)
    answer = kept(cast)
    assert saved.revision == answer.revision == 1
    assert (answer.level, answer.strength, answer.how_we_know) == ("partly", 1, LOW.how_we_know)
    assert (answer.action, answer.action_owner, answer.action_due_on) == (
        LOW.action,
        LOW.action_owner,
        LOW.action_due_on,
    )
    assert answer.saved_by_id == cast.people["deputy_dsl"].pk
    assert state_of(cast) == S.IN_PROGRESS
    assert trail(cast) == ["audit.started", "answer.saved"]


def test_every_wording_is_kept(cast):
    save(cast, "dsl", "LG1", LOW)
    save(cast, "link_governor", "LG1", SECURE, read=1)
    with cast.as_("dsl"):
        found = AnswerRevision.objects.order_by("revision").values_list("revision", "level", "saved_by_id")
        assert list(found) == [
            (1, "partly", cast.people["dsl"].pk),
            (2, "secure", cast.people["link_governor"].pk),
        ]
    assert kept(cast).level == "secure"
    assert trail(cast).count("audit.started") == 1


def test_a_repeat_of_the_same_change_returns_the_first_result_and_writes_nothing(cast):
    operation = uuid.uuid4()
    first = save(cast, "dsl", "LG1", LOW, operation=operation)
    save(cast, "dsl", "LG1", SECURE, read=1)
    again = save(cast, "dsl", "LG1", LOW, operation=operation)
    assert again == replace(first, is_new=False)
    assert kept(cast).level == "secure"


def test_a_repeat_is_answered_also_after_the_audit_was_signed(cast):
    ready(cast)
    operation = uuid.uuid4()
    save(cast, "dsl", "LG1", LOW, read=1, operation=operation)
    sign_as(cast, "dsl")
    assert save(cast, "dsl", "LG1", LOW, read=1, operation=operation).revision == 2


def test_other_words_under_a_used_operation_are_a_conflict_never_lost(cast):
    operation = uuid.uuid4()
    save(cast, "dsl", "LG1", LOW, operation=operation)
    with pytest.raises(AnswerConflict) as conflict:
        save(cast, "dsl", "LG1", SECURE, read=1, operation=operation)
    assert (conflict.value.theirs.level, conflict.value.yours) == ("partly", SECURE)


def test_the_second_of_two_savers_sees_both_wordings_and_nothing_is_lost(cast):
    save(cast, "dsl", "LG1", LOW)
    with pytest.raises(AnswerConflict) as conflict:
        save(cast, "link_governor", "LG1", SECURE)
    assert conflict.value.theirs.entry == LOW
    assert conflict.value.yours == SECURE
    assert conflict.value.theirs.saved_by_id == cast.people["dsl"].pk
    assert kept(cast).revision == 1


def test_the_same_words_from_two_people_are_no_conflict_and_no_new_revision(cast):
    save(cast, "dsl", "LG1", LOW)
    saved = save(cast, "link_governor", "LG1", LOW)
    assert (saved.revision, saved.is_new) == (1, False)


def test_nothing_typed_is_nothing_saved(cast):
    assert save(cast, "dsl", "LG1", Entry()) == Saved(0, None, is_new=False)
    assert kept(cast) is None
    assert state_of(cast) == S.INVITED


def test_half_an_answer_can_be_kept(cast):
    save(cast, "dsl", "LG1", Entry(how_we_know="To be looked at with the site team."))
    assert kept(cast).level == ""


def test_an_answer_can_be_emptied_again(cast):
    save(cast, "dsl", "LG1", LOW)
    save(cast, "dsl", "LG1", Entry(), read=1)
    assert (kept(cast).level, kept(cast).revision) == ("", 2)


def test_impact_without_proof_is_refused_and_nothing_is_kept(cast):
    with pytest.raises(AnswerRefused, match="sampled or confirmed"):
        save(cast, "dsl", "LG1", Entry("embedded", 1))
    assert kept(cast) is None
    assert state_of(cast) == S.INVITED


def test_what_the_school_is_not_asked_cannot_be_answered(cast):
    with pytest.raises(Indicator.DoesNotExist):
        save(cast, "dsl", "LG4", LOW)


@pytest.mark.parametrize("who", ["head", "chair"])
def test_head_and_chair_read_and_sign_but_do_not_answer(cast, who):
    with pytest.raises(PermissionDenied):
        save(cast, who, "LG1", LOW)


@pytest.mark.parametrize("who", ["next_door_dsl", "elsewhere_dsl"])
def test_another_schools_audit_is_not_there(cast, who):
    with pytest.raises(Audit.DoesNotExist):
        save(cast, who, "LG1", LOW)


def test_partnership_staff_do_not_answer_for_a_school(cast):
    with pytest.raises(Exception, match="permission denied"), cast.as_("lead"):
        Answer.objects.create(
            audit=cast.audit, indicator=cast.indicators["LG1"], revision=1, saved_by_id=1, **cast.audit.owner
        )
    actor = cast.actor("lead")
    with pytest.raises(PermissionDenied), cast.as_("lead"):
        save_answer(
            actor=actor, audit_id=cast.audit.pk, code="LG1", entry=LOW, read=0, operation_id=uuid.uuid4(),
        )  # fmt: skip


def test_a_signed_audit_is_closed_to_new_words(cast):
    ready(cast)
    sign_as(cast, "dsl")
    with pytest.raises(AuditClosed):
        save(cast, "dsl", "LG1", LOW, read=1)
