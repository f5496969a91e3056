"""Issuing, acknowledging and closing: every who and every state, by hand-typed tables; and what issuing freezes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audits.feedback.actions import acknowledge_feedback, close_audit, issue_feedback, save_draft
from audits.feedback.models import Feedback
from audits.feedback.queries import issued_feedback
from audits.feedback.rules import hash_of
from audits.feedback.types import DraftConflict, Letter, Words
from audits.lifecycle.models import Audit
from audits.review.models import Recommendation, Score
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.audits import review_stage as stage
from tests.audits.outcomes_feedback import ACKNOWLEDGE, CLOSE, ISSUE


def as_told(cast, who, state) -> str:
    """Bring the audit to `state`, declare the conflict where there is one, and say which role it is."""
    stage.audit_at(cast, state.removesuffix(", without words"))
    if state == "reviewed":
        stage.draft(cast, cast.audit)
    role = who.removesuffix(", in conflict")
    if role != who:
        cast.declare(role, cast.here, conflict=True)
    return role


@pytest.mark.parametrize(("who", "state", "outcome"), ISSUE)
def test_who_may_issue_feedback_and_when(cast, who, state, outcome):
    role = as_told(cast, who, state)
    assert stage.attempt(cast, role, issue_feedback, audit_id=cast.audit.pk) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), ACKNOWLEDGE)
def test_who_may_acknowledge_and_when(cast, who, state, outcome):
    role = as_told(cast, who, state)
    with cast.as_("lead"):
        arguments = stage.acknowledgement(cast.audit)
    assert stage.attempt(cast, role, acknowledge_feedback, **arguments) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), CLOSE)
def test_who_may_close_and_when(cast, who, state, outcome):
    role = as_told(cast, who, state)
    assert stage.attempt(cast, role, close_audit, audit_id=cast.audit.pk, carry=True) == outcome


def test_before_issue_there_is_nothing_to_acknowledge(cast):
    stage.audit_at(cast, "reviewed")
    stage.draft(cast, cast.audit)
    with pytest.raises(Feedback.DoesNotExist):
        stage.acknowledge(cast, cast.audit)


def test_issuing_freezes_the_letter_and_gives_the_recommendations(cast):
    audit = stage.audit_at(cast, "feedback_issued")
    with cast.as_("head"):
        issued = issued_feedback(audit_id=audit.pk)
        section = issued.letter.sections[0]
        first = section.lines[0]
        assert (section.code, section.own, section.review) == ("LG", 1, 1)
        assert (first.code, first.own, first.review, first.comment) == ("LG1", "secure", "partly", stage.COMMENT)
        assert section.critical_at_1 == ("LG1",)
        assert [row.code for row in issued.letter.recommendations] == ["LG1"]
        assert Recommendation.objects.get().issued_at == issued.issued_at
        assert issued.letter.signed_by == "Lead"
    with cast.as_("lead"):
        content = Feedback.objects.get().content
        assert Letter.of(Letter.of(content).as_content()) == Letter.of(content)
        assert Event.objects.filter(kind="feedback.issued").get().facts["sha256"] == hash_of(content)


def test_what_changes_later_in_the_tables_does_not_change_the_letter(cast):
    audit = stage.audit_at(cast, "feedback_issued")
    with cast.as_("lead"):
        Score.objects.update(comment="changed")
        assert issued_feedback(audit_id=audit.pk).letter.sections[0].lines[0].comment == stage.COMMENT


def test_dsl_head_and_chair_are_told_once_each_and_the_lead_of_the_answer(committed, committed_cast):
    stage.audit_at(committed_cast, "acknowledged")
    with committed.as_admin() as cursor:
        cursor.execute(
            "SELECT arguments->>'template', (arguments->>'person_id')::int FROM lscp.outbox_message "
            "WHERE task = 'notify.send'"
        )
        told = sorted(cursor.fetchall())
    wanted = {"feedback_issued": ("dsl", "head", "chair"), "feedback_acknowledged": ("lead",)}
    wanted["improvements_listed"] = ("dsl", "deputy_dsl")  # what was accepted waits for an owner and a date
    assert told == sorted(
        (template, committed_cast.people[role].pk) for template, roles in wanted.items() for role in roles
    )


def test_two_leads_never_overwrite_each_others_draft_silently(cast):
    audit = stage.audit_at(cast, "reviewed")
    stage.draft(cast, audit)
    actor = cast.actor("lead")
    with cast.as_("lead"):
        with pytest.raises(DraftConflict) as conflict:
            save_draft(actor=actor, audit_id=audit.pk, words=Words(opening="Mine", strengths=""), read="")
        assert conflict.value.theirs.strengths == "Your records are exemplary."
        assert Feedback.objects.get().opening != "Mine"


def test_only_the_lead_drafts_and_only_before_issue(cast):
    audit = stage.audit_at(cast, "feedback_issued")
    words = Words(opening="New", strengths="New")
    for who, outcome in (("lead", Refused), ("reviewer", PermissionDenied), ("scrutineer", PermissionDenied)):
        assert stage.attempt(cast, who, save_draft, audit_id=audit.pk, words=words, read="") is outcome


WHOLE_REVIEW = ("audits_review", "audits_score", "accounts_interestdeclaration")


@pytest.mark.parametrize("state", ["submitted", "in_review", "reviewed", "feedback_issued"])
def test_the_school_scope_never_sees_reviews_and_sees_letters_only_once_issued(cast, state):
    audit = stage.audit_at(cast, state)
    if state == "reviewed":
        stage.draft(cast, audit)
    issued = state == "feedback_issued"
    with cast.as_("head"):
        assert Feedback.objects.count() == (1 if issued else 0)
        assert Recommendation.objects.count() == (1 if issued else 0)
        for table in WHOLE_REVIEW:
            assert refuses(f"SELECT count(*) FROM {table}"), table
    with cast.as_("next_door_head"):
        assert (Feedback.objects.count(), Recommendation.objects.count()) == (0, 0)
    with cast.as_("elsewhere_lead"):
        assert (Feedback.objects.count(), Recommendation.objects.count()) == (0, 0)


def test_the_school_cannot_write_into_the_letter(cast):
    stage.audit_at(cast, "feedback_issued")
    with cast.as_("head"):
        for change in ("content = '{}'", "opening = 'x'", "strengths = 'x'", "issued_at = now()"):
            assert refuses(f"UPDATE audits_feedback SET {change}"), change
        assert refuses("UPDATE audits_recommendation SET text = 'x'")


def test_what_was_issued_and_answered_stays_whoever_asks(cast):
    stage.audit_at(cast, "acknowledged")
    with cast.as_("lead"):
        for change in (
            "audits_feedback SET content = '{}'",
            "audits_feedback SET opening = 'x'",
            "audits_feedback SET issued_at = now() + interval '1 day'",
            "audits_feedback SET acknowledgement = 'x'",
            "audits_recommendation SET text = 'x'",
            "audits_recommendation SET issued_at = NULL",
        ):
            assert refuses(f"UPDATE {change}"), change


def refuses(statement) -> bool:
    from django.db import connection  # noqa: PLC0415 - only here

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


def test_the_database_dates_are_those_of_the_day(cast):
    audit = stage.audit_at(cast, "acknowledged")
    with cast.as_("head"):
        issued = issued_feedback(audit_id=audit.pk)
        assert issued.acknowledged_by == "Head"
        assert issued.acknowledged_at - issued.issued_at < timedelta(minutes=1)
        assert Audit.objects.get(pk=audit.pk).state == "acknowledged"
