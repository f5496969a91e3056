"""Second readings: who, when, blind, which differences, and that the agreed levels are the ones that count."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from audits.clarification.models import ClarificationQuestion
from audits.feedback.actions import issue_feedback
from audits.feedback.models import Feedback
from audits.feedback.queries import issued_feedback
from audits.lifecycle.models import Audit
from audits.moderation.actions import (
    agree_level,
    claim_second,
    give_back_second,
    hand_in_second,
    recall_second,
    save_second_scores,
    settle,
    waive_second,
)
from audits.moderation.choosing import choose_when_drawn, choose_when_priority
from audits.moderation.models import AgreedScore, SecondReading, SecondScore
from audits.moderation.rules import differs, reasons_for, rule_of
from audits.moderation.types import DisagreementRule, Pair, SecondConflict, SecondEntry, Settled
from audits.review.interests import declare_interest
from audits.review.models import Recommendation, Review, Score
from audits.triage.models import TriageReading
from lscp_portal.workflow import Refused
from reports.areas.queries import facts_of_year
from reports.drafting.record import record_of
from tests.audits import moderating
from tests.audits import review_stage as stage
from tests.audits.outcomes_moderation import CLAIM, HAND_IN, SETTLE, WAIVE
from tests.triage import stage as triage_stage

RULE = DisagreementRule()


def declare(cast, who, declared):
    if declared != "nothing":
        cast.declare(who, cast.here, conflict=declared == "a conflict")


def third_reviewer(cast):
    """Somebody of the visit team who reviews as well here."""
    return cast.actor("second_visitor", roles=frozenset({"reviewer"}))


def attempt(cast, who, action, **arguments):
    """As stage.attempt, also for the third reviewer of these tables."""
    if who != "third_reviewer":
        return stage.attempt(cast, who, action, **arguments)
    with cast.as_("second_visitor"):
        try:
            return action(actor=third_reviewer(cast), **arguments).state
        except Exception as refusal:  # noqa: BLE001 - the table names its kind
            return type(refusal)


@pytest.mark.parametrize(("who", "declared", "state", "outcome"), CLAIM)
def test_who_may_take_a_second_reading(cast, who, declared, state, outcome):
    second = moderating.settled(cast) if state == "agreed" else moderating.chosen(cast)
    if (who, declared) != ("reviewer", "no conflict"):
        declare(cast, who, declared)
    assert stage.attempt(cast, who, claim_second, second_id=second.pk) == outcome


@pytest.mark.parametrize(("who", "how_far", "outcome"), HAND_IN)
def test_who_may_hand_in_a_second_reading(cast, who, how_far, outcome):
    levels = {"LG1": "secure"} if how_far == "one differs" else {}
    second = moderating.scored(cast, but=int(how_far == "one left"), **levels)
    assert stage.attempt(cast, who, hand_in_second, second_id=second.pk) == outcome


@pytest.mark.parametrize(("who", "declared", "how_far", "outcome"), SETTLE)
def test_who_may_settle(cast, who, declared, how_far, outcome):
    second = moderating.scored(cast, LG1="secure") if how_far == "claimed" else moderating.handed_in(cast, LG1="secure")
    if how_far == "all settled":
        moderating.agreed(cast, second, "LG1")
    declare(cast, "second_visitor" if who == "third_reviewer" else who, declared)
    assert attempt(cast, who, settle, second_id=second.pk) == outcome


@pytest.mark.parametrize(("who", "state", "reason", "outcome"), WAIVE)
def test_who_may_waive(cast, who, state, reason, outcome):
    make = {"claimed": moderating.claimed, "agreed": moderating.settled}.get(state, moderating.chosen)
    second = make(cast)
    if state == "priority":
        with cast.as_("lead"):
            choose_when_priority(cast.audit.__class__.objects.get(pk=cast.audit.pk))
    assert stage.attempt(cast, who, waive_second, second_id=second.pk, reason=reason) == outcome


def test_the_first_three_readings_of_a_reviewer_the_sample_and_priority():
    assert [one.key for one in reasons_for(is_priority=False, is_drawn=False, handed_in=3)] == ["first_three"]
    assert reasons_for(is_priority=False, is_drawn=False, handed_in=4) == []
    assert [one.key for one in reasons_for(is_priority=True, is_drawn=True, handed_in=4)] == ["priority", "sample"]


def test_choosing_again_changes_nothing_and_adds_a_reason_once(cast):
    second = moderating.chosen(cast)
    with cast.as_("lead"):
        audit = type(cast.audit).objects.get(pk=cast.audit.pk)
        for _again in range(2):
            choose_when_priority(audit)
            choose_when_drawn(cycle_id=cast.cycle.pk, urns=[cast.here.urn])
        assert SecondReading.objects.count() == 1
        assert [row["key"] for row in SecondReading.objects.get().reasons] == ["first_three", "priority", "sample"]
    assert second.rule == {"levels": 2, "critical": 1, "framework": cast.framework.version}


def test_a_priority_band_calls_a_waived_reading_back(cast):
    stage.audit_at(cast, "reviewed")
    assert moderating.again(cast).state == "waived"
    triage_stage.read(cast, cast.audit)
    triage_stage.override(cast, cast.audit, "priority")
    found = moderating.again(cast)
    assert (found.state, found.ended_at) == ("waiting", None)
    assert found.waived_why == "Nobody else is there this month."


def test_a_return_whose_letter_is_out_is_not_chosen_any_more(cast):
    stage.audit_at(cast, "feedback_issued")
    with cast.as_("lead"):
        SecondReading.objects.filter(audit=cast.audit).update(reasons=[])
        choose_when_priority(type(cast.audit).objects.get(pk=cast.audit.pk))
        assert SecondReading.objects.get().reasons == []


@pytest.mark.parametrize(
    ("first", "second", "is_critical", "outcome"),
    [
        ("secure", "secure", True, False),
        ("secure", "partly", False, False),
        ("secure", "partly", True, True),
        ("secure", "not_in_place", False, True),
        ("embedded", "partly", False, True),
        ("not_applicable", "secure", False, True),
        ("not_applicable", "not_applicable", True, False),
    ],
)
def test_which_differences_are_talked_over(first, second, is_critical, outcome):
    """By hand from the words of the framework (2026.1.yaml, moderation.disagreement)."""
    assert differs(Pair(1, first, second, is_critical), RULE) is outcome


def test_a_framework_may_say_its_own_figures():
    settings = {"rating_scale": {"moderation": {"levels_apart": 1, "critical_levels_apart": 2}}}
    assert rule_of(settings, version="9") == DisagreementRule(1, 2, "9")
    assert rule_of({"rating_scale": {"moderation": {"disagreement": "words"}}}, version="9") == replace(
        RULE, framework="9"
    )


def test_the_database_shows_an_open_second_reader_nothing_of_the_first(cast):
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    with cast.as_("reviewer"):
        ClarificationQuestion.objects.create(
            audit=cast.audit, review=review, text="When?", removed_at=timezone.now(), **cast.audit.owner
        )
    stage.hand_in(cast, review, read_once=False)
    triage_stage.read(cast, cast.audit, "review:1")
    stage.draft(cast, cast.audit)
    second, first = moderating.again(cast), review
    tables = {
        Score: {"review": first},
        Recommendation: {"review": first},
        ClarificationQuestion: {"review": first},
        TriageReading: {"audit": cast.audit},
        Feedback: {"audit": cast.audit},
    }

    def seen(who):
        with cast.as_(who):
            return {model.__name__ for model, rows in tables.items() if model.objects.filter(**rows).exists()}

    everything = {model.__name__ for model in tables}
    cast.declare("second_reviewer", cast.here)
    actor = cast.actor("second_reviewer")
    with cast.as_("second_reviewer"):
        claim_second(actor=actor, second_id=second.pk)
    assert seen("second_reviewer") == set()
    assert seen("reviewer") == seen("lead") == everything
    with cast.as_("second_reviewer"):
        asked = [row.code for row in cast.indicators.values() if row.pk in cast.audit.indicator_ids]
        save_second_scores(
            actor=actor, second_id=second.pk, entries={code: SecondEntry("partly", "Seen.") for code in asked}
        )
    with cast.as_("reviewer"):
        assert not SecondScore.objects.exists(), "the first reader sees nothing of the second one either"
    with cast.as_("second_reviewer"):
        hand_in_second(actor=actor, second_id=second.pk)
    assert seen("second_reviewer") == everything
    with cast.as_("reviewer"):
        assert SecondScore.objects.count() == len(asked)


def test_the_database_lets_nobody_else_write_second_scores_or_agree_their_own(cast):
    second = moderating.scored(cast, LG1="secure")
    for who in ("reviewer", "lead"):
        with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic():
            SecondScore.objects.create(
                second=second, indicator=cast.indicators["LG1"], reader_id=cast.people["second_reviewer"].pk,
                level="secure", **second.owner,
            )  # fmt: skip
    actor = cast.actor("second_reviewer")
    with cast.as_("second_reviewer"):
        hand_in_second(actor=actor, second_id=second.pk)
        assert SecondScore.objects.filter(second=second).update(level="partly") == 0, "handed in, nothing changes"
    row = {"first_level": "partly", "second_level": "secure", "level": "secure", "reason": "So."}
    for who in ("reviewer", "second_reviewer"):
        with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic():
            AgreedScore.objects.create(
                second=second, indicator=cast.indicators["LG1"], by_id=cast.people[who].pk, **row, **second.owner
            )
        with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic():
            SecondReading.objects.filter(pk=second.pk).update(
                state="agreed", ended_at=second.chosen_at, agreed_by_id=cast.people[who].pk
            )


def test_agreed_rows_stay(cast):
    second = moderating.settled(cast)
    for change in ({"level": "partly"}, {"reason": "Other."}):
        with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
            AgreedScore.objects.filter(second=second).update(**change)
    with cast.as_("lead"), pytest.raises(DatabaseError), transaction.atomic():
        SecondReading.objects.filter(pk=second.pk).update(disagreeing=[])


def test_the_letter_waits_and_then_has_the_agreed_level(cast):
    second = moderating.handed_in(cast, LG1="secure")
    stage.draft(cast, cast.audit)
    with pytest.raises(Refused) as refused:
        stage.issue(cast, cast.audit)
    assert [blocker.code for blocker in refused.value.blockers] == ["second_reading"]
    moderating.agreed(cast, second, "LG1", "partly")
    moderating.agreed(cast, second, "LG1", "embedded")  # the latest word counts, both stay
    actor = cast.actor("lead")
    with cast.as_("lead"):
        settle(actor=actor, second_id=second.pk)
        assert AgreedScore.objects.count() == 2
        row = AgreedScore.objects.order_by("-pk").first()
        assert (row.first_level, row.second_level, row.level) == ("partly", "secure", "embedded")
        issue_feedback(actor=actor, audit_id=cast.audit.pk)
    with cast.as_("dsl"):
        letter = issued_feedback(audit_id=cast.audit.pk).letter
    (line,) = [line for section in letter.sections for line in section.lines if line.code == "LG1"]
    assert (line.review, line.comment) == ("embedded", "A deputy is named.")
    with cast.as_("lead"):
        assert Score.objects.get(review=second.first_id, indicator__code="LG1").level == "partly", "the first stays"


def test_a_priority_return_is_settled_from_outside_the_local_authority(cast):
    second = moderating.handed_in(cast, LG1="secure")
    moderating.agreed(cast, second, "LG1")
    actor = cast.actor("lead")
    with cast.as_("lead"):
        choose_when_priority(type(cast.audit).objects.get(pk=cast.audit.pk))
        with pytest.raises(Refused) as refused:
            settle(actor=actor, second_id=second.pk)
        assert [blocker.code for blocker in refused.value.blockers] == ["outside"]
        assert settle(actor=actor, second_id=second.pk, is_outside=True).is_outside


def test_an_agreed_level_needs_a_reason_and_is_about_a_difference(cast):
    second = moderating.handed_in(cast, LG1="secure")
    actor = cast.actor("lead")
    with cast.as_("lead"):
        with pytest.raises(Refused) as refused:
            agree_level(actor=actor, second_id=second.pk, code="LG1", settled=Settled("", " "))
        assert {blocker.field for blocker in refused.value.blockers} == {"level", "reason"}
        with pytest.raises(cast.indicators["LG2"].DoesNotExist):
            agree_level(actor=actor, second_id=second.pk, code="LG2", settled=Settled("secure", "So."))


def test_given_back_the_next_reader_starts_afresh(cast):
    second = moderating.scored(cast)
    actor = cast.actor("second_reviewer")
    with cast.as_("second_reviewer"):
        given = give_back_second(actor=actor, second_id=second.pk)
    assert (given.state, given.reader_id) == ("waiting", None)
    cast.declare("second_visitor", cast.here)
    third = third_reviewer(cast)
    with cast.as_("second_visitor"):
        claim_second(actor=third, second_id=second.pk)
        assert not SecondScore.objects.exists()
    lead = cast.actor("lead")
    with cast.as_("lead"):
        assert recall_second(actor=lead, second_id=second.pk).second_readers == sorted(
            [actor.person_id, third.person_id]
        )


def test_a_declared_conflict_gives_a_second_reading_back(cast):
    moderating.scored(cast)
    actor = cast.actor("second_reviewer")
    with cast.as_("second_reviewer"):
        declare_interest(actor=actor, school_id=cast.here.pk, conflict="friendship")
    assert moderating.again(cast).state == "waiting"


def test_two_windows(cast):
    second = moderating.scored(cast)
    actor = cast.actor("second_reviewer")
    with cast.as_("second_reviewer"):
        with pytest.raises(SecondConflict) as conflict:
            save_second_scores(
                actor=actor, second_id=second.pk,
                entries={"LG1": SecondEntry("secure", read=0), "LG2": SecondEntry("secure", read=1)},
            )  # fmt: skip
        assert conflict.value.codes == ["LG1"]
        same = {"LG1": SecondEntry("partly", moderating.SEEN, read=0)}
        assert save_second_scores(actor=actor, second_id=second.pk, entries=same) == 0
        with pytest.raises(Refused):
            entries = {"LG1": SecondEntry("not_checked", read=1)}
            save_second_scores(actor=actor, second_id=second.pk, entries=entries)


def test_triage_reads_the_agreed_levels(cast):
    second = moderating.settled(cast)
    triage_stage.read(cast, cast.audit, f"moderation:{second.pk}")
    facts = triage_stage.readings(cast, cast.audit)[-1].facts
    with cast.as_("lead"):
        assert Review.objects.get(audit=cast.audit).scores.get(indicator__code="LG1").level == "partly"
    # the school's LG1 is "secure": of the ten pairs one fewer is above the review than by the first reading
    assert facts["own_higher"] == 5


def test_a_report_and_the_area_summary_have_the_agreed_levels(cast):
    moderating.settled(cast)
    with cast.as_("lead"):
        audit = Audit.objects.select_related("school", "cycle__framework").get(pk=cast.audit.pk)
        leadership = next(one for one in record_of(audit=audit).sections if one.code == "LG")
        assert (leadership.spread["secure"], leadership.spread["partly"]) == (1, 3)
        marks = [
            mark
            for one in facts_of_year(tenant_id=cast.partnership.pk, year=cast.cycle.year).audits
            for mark in one.marks.get("LG", ())
        ]
        assert {mark.code: mark.level for mark in marks}["LG1"] == 2


def test_a_second_reader_may_change_a_level_that_was_saved(cast):
    second = moderating.scored(cast)
    actor = cast.actor(moderating.AGAIN)
    with cast.as_(moderating.AGAIN):
        entry = SecondEntry("secure", "It is named on page 3.", 1)
        assert save_second_scores(actor=actor, second_id=second.pk, entries={"LG1": entry}) == 1
        kept = SecondScore.objects.get(second=second, indicator__code="LG1")
    assert (kept.level, kept.comment, kept.revision) == ("secure", "It is named on page 3.", 2)
