"""Submission asks for a band; the worker reads the return once; facts are those of the tables."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audits.answers.models import Answer
from audits.improvement.models import Improvement
from audits.lifecycle.models import Audit
from audits.triage.facts import facts_of
from audits.triage.models import TriageBand, TriageReading
from audits.triage.tasks import read_bands_again, triage_tonight
from audits.triage.types import Facts
from audits.trusts.models import CentralAnswer
from lscp_portal.accounts.models import Membership
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.outbox.worker import scope_of
from tests.audits import answering, improving, review_stage
from tests.audits.last_year import make_last_year
from tests.triage import stage
from tests.triage.stage import LONG


def facts(cast, audit=None) -> Facts:
    audit = audit or cast.audit
    with cast.as_("lead"):
        row = Audit.objects.select_related("school", "cycle").get(pk=audit.pk)
        return facts_of([row], today=timezone.localdate())[audit.pk]


def posted(database, task="audits.propose_band"):
    with database.as_admin() as cursor:
        cursor.execute("SELECT key, arguments FROM lscp.outbox_message WHERE task = %s ORDER BY key", [task])
        return cursor.fetchall()


def test_the_chairs_signature_asks_for_a_band_and_the_worker_proposes_it_once(committed, committed_cast):
    cast = committed_cast
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    [(key, arguments)] = posted(committed)
    assert key == f"triage:{cast.audit.pk}:submitted"
    assert arguments == {"audit_id": cast.audit.pk, "cause": "submitted"}
    first = stage.read(cast, cast.audit)
    again = stage.read(cast, cast.audit)
    assert (first.state, first.pk, first.reading_id) == ("proposed", again.pk, again.reading_id)
    assert len(stage.readings(cast, cast.audit)) == 1
    with committed.as_admin() as cursor:
        cursor.execute("SELECT count(*) FROM lscp.trail_event WHERE kind = 'triage.proposed'")
        assert cursor.fetchone() == (1,)


def test_a_handed_in_review_asks_to_read_again_and_a_decision_stays(committed, committed_cast):
    cast = committed_cast
    stage.submitted(cast)
    review = review_stage.claim(cast, cast.audit)
    stage.confirm(cast, cast.audit)
    review_stage.hand_in(cast, review)
    assert (
        f"triage:{cast.audit.pk}:review:{review.pk}",
        {"audit_id": cast.audit.pk, "cause": f"review:{review.pk}"},
    ) in posted(committed)
    before = stage.band_of(cast, cast.audit)
    after = stage.read(cast, cast.audit, f"review:{review.pk}")
    assert (after.state, after.band, after.reading_id) == (before.state, before.band, before.reading_id)
    latest = stage.readings(cast, cast.audit)[-1]
    assert latest.facts["reviewed"] == 10
    assert latest.facts["review_cycle"] == "Full audit 2026"


def test_facts_of_answers_are_counted(cast):
    """The stage answers secure, partly, embedded, not in place, secure, in turn, with strength 2."""
    review_stage.submit(cast, cast.audit)
    stage.say(cast, cast.audit, {"LG1": "It is so."}, strength=1)
    found = facts(cast)
    assert (found.answers, found.short, found.low) == (10, 10, 4)
    assert (found.claims, found.on_paper) == (6, 1)
    assert (found.core_unproven, found.is_returned, found.days_late) == (0, True, 0)
    with cast.as_("dsl"):
        lowest = Answer.objects.filter(audit=cast.audit, level="not_in_place", indicator__is_critical=True)
        assert found.critical_own == tuple(sorted(lowest.values_list("indicator__code", flat=True)))


def test_a_late_return_is_counted_in_working_days_of_the_school(cast):
    review_stage.submit(cast, cast.audit)
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(
            due_on=date(2026, 11, 20), submitted_at=timezone.make_aware(timezone.datetime(2026, 11, 26, 9))
        )  # fmt: skip
    assert facts(cast).days_late == 4  # Monday to Thursday


def test_the_last_review_of_the_school_is_what_it_is_compared_with(cast):
    assert facts(cast).reviewed == 0
    earlier = make_last_year(cast)
    review = review_stage.claim(cast, earlier)
    review_stage.score_all(cast, review)
    review_stage.recommend(cast, review)
    assert facts(cast).reviewed == 0  # not handed in yet
    with cast.as_("reviewer"):
        review_stage.hand_in_review(actor=cast.actor("reviewer"), review_id=review.pk)
    found = facts(cast)
    assert (found.review_cycle, found.reviewed, found.own_higher) == ("Full audit 2025", 10, 9)  # LG2 was partly
    assert found.secure_cycles is None
    assert facts(cast, cast.next_door_audit).reviewed == 0


def test_what_was_asked_for_and_is_late_is_counted_and_the_own_plan_is_not(cast):
    assert (facts(cast).asked_of, facts(cast).overdue) == (0, 0)
    with improving.on_day(date(2026, 6, 1)):
        improving.own(cast)
    improving.handed_in(cast, "LG1", "LG2", "LG3")
    first, second, _third = improving.acknowledged(cast)
    assert (facts(cast).asked_of, facts(cast).overdue) == (3, 0)
    for work in (first, second):
        improving.brought_to(cast, work, "agreed")
    today = timezone.localdate()
    with cast.as_("dsl"):
        Improvement.objects.filter(pk__in=[first.pk, second.pk]).update(due_on=working_days_after(today, -4))
    found = facts(cast)
    assert (found.asked_of, found.overdue, found.overdue_by) == (3, 2, 4)
    improving.brought_to(cast, first, "said_done")
    assert facts(cast).overdue == 1  # said to be done, it waits for somebody else


def test_new_leaders_are_those_whose_predecessor_left_within_a_year(cast):
    today = timezone.localdate()
    old = cast.memberships["head"]
    assert facts(cast).new_head is None  # the first one the portal knows of
    Membership.objects.filter(pk=old.pk).update(ends_on=today - timedelta(days=40))
    Membership.objects.create(
        person=cast.people["second_visitor"], tenant=cast.partnership, role="head",
        starts_on=today - timedelta(days=30), school_id=cast.here.pk, school_urn=cast.here.urn,
        school_name=cast.here.name,
    )  # fmt: skip
    found = facts(cast)
    assert (found.new_head, found.new_dsl) == (today - timedelta(days=30), None)


def test_copied_text_is_found_in_another_return_and_never_in_another_partnership(cast):
    for audit, who in (
        (cast.audit, "dsl"), (cast.next_door_audit, "next_door_dsl"), (cast.elsewhere_audit, "elsewhere_dsl")
    ):  # fmt: skip
        review_stage.submit(cast, audit, who)
        stage.say(cast, audit, {"LG1": LONG}, who)
    found = Facts.of(stage.read(cast, cast.audit).reading.facts)
    assert [(one.code, one.urn, one.alike) for one in found.copied] == [("LG1", 900002, 100)]
    assert found.compared_with == 1
    with cast.as_("elsewhere_lead"):
        assert TriageReading.objects.count() == 0


def test_a_trusts_central_answer_is_no_finding(cast):
    for audit, who in ((cast.audit, "dsl"), (cast.next_door_audit, "next_door_dsl")):
        review_stage.submit(cast, audit, who)
        stage.say(cast, audit, {"LG1": LONG}, who)
    with cast.as_("trust_lead"):
        CentralAnswer.objects.create(
            tenant=cast.partnership, trust_uid="5020", upstream=cast.framework.upstream, code="LG1", level="secure",
            strength=2, how_we_know=LONG, revision=1, saved_by_id=cast.people["trust_lead"].pk,
        )  # fmt: skip
    assert stage.read(cast, cast.next_door_audit).reading.facts["copied"] == []  # of the trust
    assert len(stage.read(cast, cast.audit).reading.facts["copied"]) == 1  # not of the trust


def test_a_return_that_is_missing_for_long_gets_a_band_at_night_and_others_are_caught_up(committed, committed_cast):
    cast = committed_cast
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(due_on=timezone.localdate() - timedelta(days=70))
    review_stage.submit(cast, cast.next_door_audit, "next_door_dsl")
    triage_tonight(scope_of(cast.partnership.pk))
    assert {key for key, _arguments in posted(committed)} == {
        f"triage:{cast.audit.pk}:missing", f"triage:{cast.next_door_audit.pk}:submitted",
    }  # fmt: skip
    band = stage.read(cast, cast.audit, "missing")
    assert (band.band, [one["rule"] for one in band.reading.reasons]) == ("priority", ["no_return"])
    stage.read(cast, cast.next_door_audit)
    triage_tonight(scope_of(cast.partnership.pk))
    assert len(posted(committed)) == 2


def test_new_rules_read_undecided_bands_again_from_the_same_facts(cast):
    stage.submitted(cast)
    stage.submitted(cast, cast.next_door_audit, "next_door_dsl")
    stage.confirm(cast, cast.next_door_audit)
    read_bands_again(scope_of(cast.partnership.pk), version=1)
    read_bands_again(scope_of(cast.partnership.pk), version=1)
    first, second = stage.readings(cast, cast.audit)
    assert (second.cause, second.facts) == ("rules:1", first.facts)
    assert stage.band_of(cast, cast.audit).reading_id == second.pk
    assert len(stage.readings(cast, cast.next_door_audit)) == 1


@pytest.mark.parametrize("model", [TriageReading, TriageBand])
def test_nothing_is_proposed_for_a_return_that_is_not_there(cast, model):
    with pytest.raises(Audit.DoesNotExist):
        stage.read(cast, Audit(pk=987654, tenant=cast.partnership))
    with cast.as_("lead"):
        assert model.objects.count() == 0
