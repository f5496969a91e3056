"""Where improvements come from, how their plan changes, what is carried, and what contributors see."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from audits.delegation.models import Assignment
from audits.feedback.actions import close_audit
from audits.improvement.actions import change_plan, say_done
from audits.improvement.creating import add_own, from_letter
from audits.improvement.models import Improvement, ImprovementStep
from audits.improvement.queries import at_indicator, open_of_audit
from audits.improvement.types import Asked, Plan
from audits.lifecycle.models import Audit
from lscp_portal.workflow import Refused
from tests.audits import improving
from tests.audits import review_stage as stage


def kinds(cast, work: Improvement) -> list[str]:
    with cast.as_("lead"):
        return list(ImprovementStep.objects.filter(improvement=work).order_by("pk").values_list("kind", flat=True))


def test_accepted_and_partly_accepted_recommendations_come_onto_the_list_and_rejected_ones_do_not(cast):
    improving.handed_in(cast, "LG1", "LG2", "LG3")
    said = {"LG2": ("reject", "We have done so."), "LG3": ("in_part", "Only the office.")}
    works = improving.acknowledged(cast, said)
    assert [(work.indicator.code, work.state) for work in works] == [("LG1", "proposed"), ("LG3", "proposed")]
    first = works[0]
    assert first.due_on == first.asked_due_on == improving.in_days(60)
    assert first.is_critical is cast.indicators["LG1"].is_critical
    assert first.what == "Name a deputy for the lead."
    assert kinds(cast, first) == ["created"]


def test_asked_again_nothing_is_made_twice(cast):
    work = improving.asked_for(cast)
    with cast.as_("head"):
        audit = Audit.objects.get(pk=cast.audit.pk)
        keys = list(Improvement.objects.values_list("recommendation", flat=True))
        assert from_letter(actor=cast.actor("head"), audit=audit, accepted=keys) == []
    with cast.as_("head"), pytest.raises(DatabaseError), transaction.atomic():
        work.pk = None
        work.save(force_insert=True)


def test_a_later_date_says_why_and_an_owner_works_here(cast):
    work = improving.asked_for(cast, "LG2")
    later, owner = improving.in_days(90), cast.people["deputy_dsl"].pk
    for plan in (
        Plan(due_on=later, owner_id=owner),
        Plan(due_on=work.due_on, owner_id=cast.people["next_door_dsl"].pk),
        Plan(due_on=work.due_on),
        Plan(due_on=improving.in_days(-1), owner_id=owner),
    ):
        with pytest.raises(Refused):
            improving.moved(cast, "dsl", improving.agree, work, plan=plan)
    plan = Plan(due_on=later, owner_id=owner, later_why="The training is in March.")
    improving.moved(cast, "dsl", improving.agree, work, plan=plan)
    again = Plan(due_on=improving.in_days(80), owner_words="Site manager")
    changed = improving.moved(cast, "head", change_plan, work, plan=again)
    assert changed.later_why == "The training is in March."
    assert changed.hands == [owner]
    assert kinds(cast, work) == ["created", "agreed", "changed"]


def test_what_a_role_owns_is_verified_by_a_governor(cast):
    work = improving.own(cast, words="Site manager")
    improving.moved(cast, "deputy_dsl", say_done, work, evidence=improving.SHOWN)
    with pytest.raises(PermissionDenied):
        improving.moved(cast, "head", improving.verify, work, words=improving.SEEN)
    assert improving.moved(cast, "link_governor", improving.verify, work, words=improving.SEEN).state == "verified"


def test_sent_back_it_goes_on_and_whoever_did_it_still_does_not_verify_it(cast):
    work = improving.own(cast, owner="deputy_dsl")
    improving.moved(cast, "head", say_done, work, evidence=improving.SHOWN)
    improving.returned(cast, work)
    improving.moved(cast, "deputy_dsl", say_done, work, evidence=improving.SHOWN)
    with pytest.raises(PermissionDenied):
        improving.moved(cast, "head", improving.verify, work, words=improving.SEEN)
    improving.moved(cast, "dsl", improving.verify, work, words=improving.SEEN)
    assert kinds(cast, work) == ["created", "agreed", "said_done", "sent_back", "said_done", "verified"]


def test_closing_waits_until_each_is_verified_withdrawn_or_carried(cast):
    improving.handed_in(cast, "LG1", "LG2", "LG3")
    second, first, third = improving.acknowledged(cast)
    mine = improving.own(cast)
    improving.brought_to(cast, first, "verified")
    improving.brought_to(cast, second, "withdrawn")
    close = {"actor": cast.actor("lead"), "audit_id": cast.audit.pk}
    with cast.as_("lead"):
        assert open_of_audit(audit_id=cast.audit.pk) == 1
        with pytest.raises(Refused, match="1 improvement is still open"):
            close_audit(**close)
        assert close_audit(**close, carry=True).state == "closed"
        carried = Improvement.objects.filter(carried_from=cast.audit.pk)
        assert set(carried.values_list("pk", flat=True)) == {third.pk, mine.pk}
    assert kinds(cast, third) == ["created", "carried"]
    improving.brought_to(cast, third, "verified")  # it goes on as before


def test_the_own_plan_keeps_no_audit_open(cast):
    improving.handed_in(cast, "LG2")
    (work,) = improving.acknowledged(cast)
    improving.brought_to(cast, work, "withdrawn")
    improving.own(cast)
    with cast.as_("lead"):
        assert close_audit(actor=cast.actor("lead"), audit_id=cast.audit.pk).state == "closed"


def test_nobody_else_carries(cast):
    improving.asked_for(cast)
    for who in ("reviewer", "administrator"):
        with cast.as_(who), pytest.raises(PermissionDenied):
            close_audit(actor=cast.actor(who), audit_id=cast.audit.pk, carry=True)
    with cast.as_("lead"):
        assert not Improvement.objects.exclude(carried_from=None).exists()


def test_only_an_indicator_that_was_asked_can_be_chosen(cast):
    with cast.as_("lead"):
        strange = max(row.pk for row in cast.indicators.values()) + 1000
    plan = Plan(due_on=improving.in_days(5), owner_words="Site manager")
    with cast.as_("dsl"), pytest.raises(Refused):
        add_own(actor=cast.actor("dsl"), asked=Asked(what="Do it.", indicator_id=strange), plan=plan)


def test_history_and_outcome_stay_as_they_are(cast):
    work = improving.own(cast)
    improving.moved(cast, "deputy_dsl", say_done, work, evidence=improving.SHOWN)
    improving.moved(cast, "chair", improving.verify, work, words=improving.SEEN)
    for who in ("head", "lead"):
        with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic():
            Improvement.objects.filter(pk=work.pk).update(verified_words="Nothing.")
        with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic():
            ImprovementStep.objects.filter(improvement=work).update(words="Nothing.")
        with cast.as_(who), pytest.raises(DatabaseError), transaction.atomic():
            ImprovementStep.objects.filter(improvement=work).delete()


def test_a_contributor_sees_what_is_about_their_part_or_theirs_to_do(cast):
    about, other = improving.own(cast, code="LG1"), improving.own(cast, code="LG2")
    theirs = improving.own(cast, owner="contributor")
    with cast.as_("dsl"):
        Assignment.objects.create(
            audit=cast.audit, indicator=cast.indicators["LG1"], person_id=cast.people["contributor"].pk,
            assigned_by_id=cast.people["dsl"].pk, due_on=improving.in_days(9), **cast.audit.owner,
        )  # fmt: skip
    actor = cast.actor("contributor")
    with cast.as_("contributor"):
        seen = set(Improvement.objects.values_list("pk", flat=True))
        assert seen == {about.pk, theirs.pk}
        (line,) = at_indicator(actor=actor, audit_id=cast.audit.pk, code="LG1")
        assert not line.may_open
        assert at_indicator(actor=actor, audit_id=cast.audit.pk, code="LG2") == []
        assert say_done(actor=actor, improvement_id=theirs.pk, evidence=improving.SHOWN).state == "said_done"
        with pytest.raises(Improvement.DoesNotExist):  # seen, and not theirs to lock
            say_done(actor=actor, improvement_id=about.pk, evidence=improving.SHOWN)
    client = cast.client("contributor")
    assert client.get(f"/s/900001/improving/{theirs.pk}/").status_code == 200
    assert client.get(f"/s/900001/improving/{about.pk}/").status_code == 403
    assert client.get(f"/s/900001/improving/{other.pk}/").status_code == 404
    listed = client.get("/s/900001/improving/").content.decode()
    assert listed.count("Put the card at the gate.") == 1


def test_an_improvement_of_this_year_s_letter_is_not_shown_as_earlier(cast):
    improving.asked_for(cast, "LG2")
    own = improving.own(cast, code="LG2")
    with cast.as_("dsl"):
        shown = at_indicator(actor=cast.actor("dsl"), audit_id=cast.audit.pk, code="LG2")
        assert [line.id for line in shown] == [own.pk]
        assert len(at_indicator(actor=cast.actor("dsl"), audit_id=0, code="LG2")) == 2


def test_the_next_school_and_the_next_partnership_see_nothing(cast):
    improving.own(cast)
    for who in ("next_door_dsl", "elsewhere_dsl", "elsewhere_lead"):
        with cast.as_(who):
            assert not Improvement.objects.exists()
    assert (
        stage.attempt(cast, "next_door_dsl", say_done, improvement_id=1, evidence="x").__name__ == "ObjectDoesNotExist"
    )
