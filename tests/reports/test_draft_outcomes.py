"""From starting a report to withdrawing it: every who and every state, by hand-typed tables."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from lscp_portal.calendar.working_days import working_days_between
from lscp_portal.tenancy.models import Partnership
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from reports.drafting.actions import go_on_unanswered, reply_to_correction, send_report, start_report, write_report
from reports.drafting.models import Correction, Report
from reports.drafting.school_actions import answer_report, raise_correction
from reports.drafting.transitions import REPORT
from reports.drafting.types import ReportWords
from reports.publication.actions import approve_report, publish_report, return_report, withdraw_report
from reports.publication.models import Edition
from reports.publication.types import WithdrawalReason
from tests.audits import review_stage
from tests.reports import outcomes_report as table
from tests.reports import report_stage as stage

WORDS = ReportWords(summary="Half a page.", strengths="- Records", improvements="- Training", next_steps="A plan.")


def person(cast, who):
    """The name alone; "lead, in conflict" declares one first."""
    name, _, how = who.partition(", ")
    if how == "in conflict":
        cast.declare(name, cast.here, conflict=True)
    return name


def attempt(cast, who, action, report, **arguments):
    """The report's state afterwards, or the kind of refusal."""
    found = stage.attempt(cast, who, action, report_id=report.pk, **arguments)
    if isinstance(found, type):
        return found
    with cast.as_("administrator"):
        return Report.objects.get(pk=report.pk).state


@pytest.mark.parametrize(("who", "state", "outcome"), table.START)
def test_who_may_start_a_report_and_when(cast, who, state, outcome):
    review_stage.audit_at(cast, state)
    found = stage.attempt(cast, person(cast, who), start_report, audit_id=cast.audit.pk)
    assert getattr(found, "state", found) == outcome


def test_one_audit_has_one_report(cast):
    stage.report_at(cast, "draft")
    assert stage.attempt(cast, "lead", start_report, audit_id=cast.audit.pk) is Refused


@pytest.mark.parametrize(("who", "state", "outcome"), table.WRITE)
def test_who_may_write_and_when(cast, who, state, outcome):
    report = stage.report_at(cast, state)
    assert attempt(cast, person(cast, who), write_report, report, words=WORDS) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), table.SEND)
def test_who_may_send_and_when(cast, who, state, outcome):
    report = stage.report_at(cast, state)
    assert attempt(cast, person(cast, who), send_report, report) == outcome


@pytest.mark.parametrize("part", ["summary", "strengths", "improvements", "next_steps"])
def test_a_report_is_sent_whole(cast, part):
    report = stage.report_at(cast, "draft")
    stage.step(cast, "lead", write_report, report_id=report.pk, words=replace(WORDS, **{part: "  "}))
    assert attempt(cast, "lead", send_report, report) is Refused


def test_words_that_point_at_a_child_do_not_leave(cast):
    report = stage.report_at(cast, "draft")
    words = replace(WORDS, summary="We looked at NHS number 943 476 5919.")
    stage.step(cast, "lead", write_report, report_id=report.pk, words=words)
    with pytest.raises(Refused, match="In the summary for parents") as refused:
        stage.step(cast, "lead", send_report, report_id=report.pk)
    assert "943" not in str(refused.value)


def test_the_school_has_ten_working_days(cast):
    report = stage.report_at(cast, "accuracy_check")
    with cast.as_("head"):
        due_on = Report.objects.get(pk=report.pk).answer_due_on
    assert working_days_between(timezone.localdate(), due_on) == 10


@pytest.mark.parametrize(("who", "state", "outcome"), table.ANSWER)
def test_who_may_answer_and_when(cast, who, state, outcome):
    report = stage.report_at(cast, state)
    assert attempt(cast, who, answer_report, report, comment="Thank you.") == outcome


def test_a_comment_has_250_words_at_most(cast):
    report = stage.report_at(cast, "accuracy_check")
    assert attempt(cast, "head", answer_report, report, comment="word " * 251) is Refused
    assert attempt(cast, "head", answer_report, report, comment="word " * 250) == "answered"


@pytest.mark.parametrize(("who", "is_over", "outcome"), table.GO_ON)
def test_a_silent_school_does_not_stop_a_report_for_ever(cast, who, is_over, outcome):
    report = stage.report_at(cast, "accuracy_check")
    if is_over:
        stage.overdue(cast, report)
    assert attempt(cast, who, go_on_unanswered, report) == outcome


@pytest.mark.parametrize(
    ("who", "state", "outcome"),
    [
        ("head", "accuracy_check", 1),
        ("chair", "accuracy_check", 1),
        ("dsl", "accuracy_check", PermissionDenied),
        ("head", "answered", Refused),
        ("head", "published", Refused),
    ],
)
def test_who_may_raise_a_correction_and_when(cast, who, state, outcome):
    report = stage.report_at(cast, state)
    try:
        found: object = stage.step(cast, who, raise_correction, report_id=report.pk, text="It was May.").number
    except (PermissionDenied, Refused) as refusal:
        found = type(refusal)
    assert found == outcome


@pytest.mark.parametrize(
    ("who", "state", "outcome"),
    [
        ("lead", "answered", False),
        ("reviewer", "answered", PermissionDenied),
        ("publisher", "answered", PermissionDenied),
        ("lead", "accuracy_check", Refused),
    ],
)
def test_who_may_reply_to_a_correction_and_when(cast, who, state, outcome):
    report = stage.report_at(cast, "accuracy_check")
    correction = stage.step(cast, "head", raise_correction, report_id=report.pk, text="It was May.")
    if state == "answered":
        stage.step(cast, "head", answer_report, report_id=report.pk, comment="")
    try:
        arguments = {"correction_id": correction.pk, "accepted": False, "reply": "The minute says June."}
        found: object = stage.step(cast, who, reply_to_correction, **arguments).accepted
    except (PermissionDenied, Refused) as refusal:
        found = type(refusal)
    assert found == outcome


def answered(cast, state, author):
    if "correction" in state:
        return stage.with_correction(cast, is_answered="every" in state)
    return stage.report_at(cast, state, author=author)


@pytest.mark.parametrize(("who", "state", "outcome"), table.APPROVE)
def test_who_may_approve_and_when(cast, who, state, outcome):
    name = who.partition(",")[0]
    if who != "publisher, author":
        report = answered(cast, state, "lead")
        assert attempt(cast, person(cast, who), approve_report, report) == outcome
        return
    report = stage.report_at(cast, state)
    with cast.as_("administrator"):
        Report.objects.filter(pk=report.pk).update(author_id=cast.people[name].pk)
    assert attempt(cast, name, approve_report, report) == outcome


def test_the_database_refuses_an_author_who_approves_even_without_the_policy(cast):
    report = stage.report_at(cast, "answered")
    author = cast.people["lead"].pk
    change = {"state": "approved", "approved_at": timezone.now(), "approved_by_id": author}
    refused = pytest.raises(IntegrityError, match="report_approved_by_somebody_else")
    with cast.as_("lead"), refused, transaction.atomic():
        Report.objects.filter(pk=report.pk).update(**change)


@pytest.mark.parametrize(("who", "state", "outcome"), table.RETURN)
def test_who_may_give_a_report_back_and_when(cast, who, state, outcome):
    report = stage.report_at(cast, state)
    assert attempt(cast, who, return_report, report) == outcome


def test_a_report_that_was_given_back_gets_a_second_edition(cast):
    report = stage.report_at(cast, "rendered")
    stage.step(cast, "publisher", return_report, report_id=report.pk)
    stage.step(cast, "lead", write_report, report_id=report.pk, words=WORDS)
    stage.step(cast, "publisher", approve_report, report_id=report.pk)
    with cast.as_("publisher"):
        editions = list(Edition.objects.order_by("number"))
    assert [edition.number for edition in editions] == [1, 2]
    assert "Half a page." in editions[1].source_html
    assert "Half a page." not in editions[0].source_html
    assert attempt(cast, "publisher", publish_report, report) is Refused  # the second one is not rendered


@pytest.mark.parametrize(("who", "state", "outcome"), table.PUBLISH)
def test_who_may_publish_and_when(cast, who, state, outcome):
    name = who.partition(",")[0]
    report = stage.report_at(cast, state.partition(",")[0])
    if state.endswith("no protocol"):
        Partnership.objects.filter(pk=cast.partnership.pk).update(publishes_reports=False)
    if who == "publisher, author":
        with cast.as_("administrator"):
            Report.objects.filter(pk=report.pk).update(
                author_id=cast.people[name].pk, approved_by_id=cast.people["second_publisher"].pk
            )
    elif who.endswith("conflict"):
        person(cast, who)
    assert attempt(cast, name, publish_report, report) == outcome


@pytest.mark.parametrize(("who", "state", "outcome"), table.WITHDRAW)
def test_who_may_withdraw_and_when(cast, who, state, outcome):
    report = stage.report_at(cast, state)
    reason = WithdrawalReason.FACT_WRONG
    assert attempt(cast, person(cast, who), withdraw_report, report, reason=reason) == outcome


def test_every_transition_has_a_typed_table():
    assert set(REPORT.transitions) == {"send", "answer", "go_on", "approve", "return", "publish", "withdraw"}


def test_a_critical_gap_waits_for_the_schools_acknowledgement(cast):
    review_stage.audit_at(cast, "feedback_issued")  # its reading finds a critical indicator partly in place
    report = stage.step(cast, "lead", start_report, audit_id=cast.audit.pk)
    stage.step(cast, "lead", send_report, report_id=report.pk)
    stage.step(cast, "head", answer_report, report_id=report.pk, comment="")
    stage.step(cast, "publisher", approve_report, report_id=report.pk)
    stage.store(cast, report)
    with pytest.raises(Refused, match="critical gap"):
        stage.step(cast, "publisher", publish_report, report_id=report.pk)
    review_stage.acknowledge(cast, cast.audit)
    assert attempt(cast, "publisher", publish_report, report) == "published"


def test_every_step_is_in_the_trail_and_none_of_the_words(cast):
    stage.report_at(cast, "withdrawn")
    with cast.as_("lead"):
        events = Event.objects.filter(kind__startswith=("report.")).order_by("sequence")
        kinds = [event.kind for event in events]
        facts = "".join(str(event.facts) for event in events)
    assert kinds == [f"report.{step}" for step in ("started", "sent", "answered", "approved", "published", "withdrawn")]
    assert "policy" not in facts


def test_a_school_sees_nothing_of_a_draft_and_no_other_schools_report(cast):
    report = stage.report_at(cast, "draft")
    with cast.as_("head"):
        assert not Report.objects.exists()
    stage.step(cast, "lead", send_report, report_id=report.pk)
    with cast.as_("head"):
        assert Report.objects.get().pk == report.pk
        assert not Edition.objects.exists()
    with cast.as_("next_door_head"):
        assert not Report.objects.exists()
    with cast.as_("elsewhere_lead"):
        assert not Report.objects.exists()


def test_of_two_approvals_one_counts_and_there_is_one_edition(committed_cast):
    cast = committed_cast
    report = stage.report_at(cast, "answered")
    results = stage.together(
        lambda: attempt(cast, "publisher", approve_report, report),
        lambda: attempt(cast, "second_publisher", approve_report, report),
    )
    assert sorted(map(str, results)) == sorted(["approved", str(Refused)])
    with cast.as_("lead"):
        assert Edition.objects.count() == 1


def test_corrections_are_numbered_in_order(cast):
    report = stage.report_at(cast, "accuracy_check")
    for text in ("One.", "Two.", "Three."):
        stage.step(cast, "head", raise_correction, report_id=report.pk, text=text)
    with cast.as_("lead"):
        assert list(Correction.objects.order_by("number").values_list("number", "text")) == [
            (1, "One."), (2, "Two."), (3, "Three."),
        ]  # fmt: skip
