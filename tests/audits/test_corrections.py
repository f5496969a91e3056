"""A correction: asked in ten working days, granted by the lead, only what is named, signed again, a second version."""

import hashlib
import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from audits.answers.models import Answer, AnswerRevision
from audits.answers.types import AnswerRefused
from audits.corrections.actions import amend, answer, ask, end
from audits.corrections.models import CorrectedAnswer, Correction
from audits.corrections.rules import last_day_to_ask
from audits.corrections.signing import give_back
from audits.corrections.transitions import CORRECTION
from audits.corrections.types import OldPage
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.signoff.models import FrozenCopy, Signature
from audits.signoff.versions import changed_between
from lscp_portal.accounts.models import Role
from lscp_portal.calendar.working_days import is_working_day, working_days_after, working_days_between
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from schools.holidays.models import SchoolHoliday
from tests.audits.answering import LOW, SECURE, Entry, ready, state_of, today
from tests.audits.correcting import (
    BETTER,
    REASON,
    amended,
    answered,
    asked,
    corrected,
    send_in,
    signed,
    standing,
)

COLUMNS = tuple(Role)
# y: may; . : may not
WHO_MAY = {
    #                    adm lead rev vis pub ana scr trust dsl dep con head chair link
    "grant":             ". y . . . . .  .  . . . . . .",
    "decline":           ". y . . . . .  .  . . . . . .",
    "sign_as_dsl":       ". . . . . . .  .  y . . . . .",
    "return_from_head":  ". . . . . . .  .  . . . y . .",
    "sign_as_head":      ". . . . . . .  .  . . . y . .",
    "return_from_chair": ". . . . . . .  .  . . . . y .",
    "sign_as_chair":     ". . . . . . .  .  . . . . y .",
    "end":               ". y . . . . .  .  y . . y y .",
}  # fmt: skip


@pytest.fixture
def sent(cast):
    send_in(cast)
    return cast


@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_may_make_exactly_the_transitions_of_its_column(cast, role):
    row = Correction(school_id=cast.here.pk, state="asked")
    allowed = {name for name, step in CORRECTION.transitions.items() if step.may(cast.actor(role.value), row)}
    assert set(WHO_MAY) == set(CORRECTION.transitions)
    assert allowed == {name for name, marks in WHO_MAY.items() if marks.split()[COLUMNS.index(role)] == "y"}


def test_the_new_version_stands_beside_the_old_and_the_answer_changes_last(sent):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    signed(sent, correction, "dsl")
    signed(sent, correction, "head")
    with sent.as_("dsl"):
        assert Answer.objects.get(indicator__code="LG2").how_we_know == LOW.how_we_know
        first = FrozenCopy.objects.get()
    signed(sent, correction, "chair")
    with sent.as_("lead"):
        one, two = FrozenCopy.objects.order_by("version")
        answer_now = Answer.objects.get(audit=sent.audit, indicator__code="LG2")
        words = list(
            AnswerRevision.objects.filter(answer=answer_now).order_by("pk").values_list("how_we_know", flat=True)
        )
        row = Correction.objects.get()
        (changed,) = changed_between(audit_id=sent.audit.pk)[2]
        kinds = list(Event.objects.order_by("sequence").values_list("kind", flat=True))
    assert (one.content, one.sha256, one.version) == (first.content, first.sha256, 1)
    assert two.sha256 == hashlib.sha256(two.content.encode()).hexdigest() != one.sha256
    assert (two.version, row.version, row.state) == (2, 2, "signed")
    content = json.loads(two.content)["correction"]
    assert content["replaces_sha256"] == one.sha256
    assert (content["reason"], content["indicators"]) == (REASON, ["LG2"])
    assert words == [LOW.how_we_know, BETTER.how_we_know]
    assert [part.label for part in changed.parts] == ["What shows it"]
    assert kinds[-1] == "audit.corrected"
    assert state_of(sent) == "submitted"


def test_everybody_is_told_in_turn(committed, committed_cast):
    corrected(committed_cast)
    with committed.as_admin() as cursor:
        cursor.execute(
            "SELECT arguments->>'template', (arguments->>'person_id')::bigint FROM lscp.outbox_message "
            "WHERE task = 'notify.send' AND arguments->>'template' LIKE 'correction%' ORDER BY created_at, key"
        )
        found = cursor.fetchall()
    person = {who: committed_cast.people[who].pk for who in ("dsl", "head", "chair", "lead")}
    assert found[0] == ("correction_asked", person["lead"])
    assert found[1:4] == [("correction_answered", person[who]) for who in ("dsl", "head", "chair")]
    assert found[4:6] == [("correction_to_sign", person["head"]), ("correction_to_sign", person["chair"])]
    assert found[6:] == [("correction_signed", person[who]) for who in ("dsl", "head", "chair")]


@pytest.mark.parametrize("who", ["contributor", "link_governor", "deputy_dsl", "next_door_dsl"])
def test_others_do_not_ask(sent, who):
    with pytest.raises((PermissionDenied, Audit.DoesNotExist)), sent.as_(who):
        ask(actor=sent.actor(who), audit_id=sent.audit.pk, codes=["LG2"], reason=REASON)


@pytest.mark.parametrize(
    ("codes", "reason", "sentence"),
    [
        ([], REASON, "Name at least one answer"),
        (["LG2", "XX9"], REASON, "Not asked in this audit: XX9"),
        (["LG2"], " ", "Say why"),
    ],
)
def test_a_request_names_answers_and_says_why(sent, codes, reason, sentence):
    with pytest.raises(Refused, match=sentence), sent.as_("dsl"):
        ask(actor=sent.actor("dsl"), audit_id=sent.audit.pk, codes=codes, reason=reason)


def test_only_one_correction_at_a_time(sent):
    asked(sent)
    with pytest.raises(Refused, match="under way"):
        asked(sent)


def test_what_is_not_sent_is_not_corrected(cast):
    ready(cast)
    with pytest.raises(Refused, match="in progress now"):
        asked(cast)


@pytest.mark.parametrize(("ago", "holiday", "in_time"), [(10, False, True), (11, False, False), (11, True, True)])
def test_the_tenth_working_day_of_the_school_is_the_last(sent, ago, holiday, in_time):
    sent_on = working_days_after(today(), -ago)
    with sent.as_("lead"):
        at = datetime.combine(sent_on, time(12), tzinfo=ZoneInfo("Europe/London"))
        Audit.objects.filter(pk=sent.audit.pk).update(submitted_at=at)
        if holiday:
            day = working_days_after(sent_on, 3)
            SchoolHoliday.objects.create(
                tenant=sent.partnership, name="Snow", first_on=day, last_on=day, source="typed", added_by_id=1
            )
    if in_time:
        assert asked(sent).state == "asked"
    else:
        with pytest.raises(Refused, match="Write to the partnership instead"):
            asked(sent)


@given(
    sent_on=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    closed=st.sets(st.integers(0, 40), max_size=25),
)
def test_holidays_of_the_school_make_it_later_never_earlier(sent_on, closed):
    days = {sent_on + timedelta(days=number) for number in closed}
    last = last_day_to_ask(sent_on, closed=days)
    assert last >= last_day_to_ask(sent_on, closed=())
    assert is_working_day(last, closed=days)
    assert working_days_between(sent_on, last, closed=days) == 10


def test_a_no_has_a_reason_and_changes_nothing(sent):
    correction = asked(sent)
    with pytest.raises(Refused, match="Say why"):
        answered(sent, correction, is_granted=False)
    answered(sent, correction, is_granted=False, words="Please write it in your reply to the feedback.")
    with pytest.raises(Refused):
        amended(sent, correction)
    assert standing(sent, correction) == "declined"


def test_only_named_answers_are_changed(sent):
    correction = answered(sent, asked(sent))
    with pytest.raises(Indicator.DoesNotExist):
        amended(sent, correction, "LG1", SECURE)


def test_an_answer_that_contradicts_itself_is_not_kept(sent):
    correction = answered(sent, asked(sent))
    with pytest.raises(AnswerRefused):
        amended(sent, correction, "LG2", Entry("embedded", 0, "We say so."))


def test_two_windows_do_not_overwrite_each_other(sent):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    with pytest.raises(OldPage):
        amended(sent, correction)
    amended(sent, correction, read=1)


def test_nothing_changed_and_a_broken_rule_cannot_be_signed(sent):
    correction = answered(sent, asked(sent))
    with pytest.raises(Refused, match="Nothing is corrected yet"):
        signed(sent, correction, "dsl")
    amended(sent, correction, entry=Entry("not_in_place", 1, "No log."))
    with pytest.raises(Refused, match="LG2: "):
        signed(sent, correction, "dsl")


def test_three_different_people_sign_in_order(sent):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    with pytest.raises(Refused):
        signed(sent, correction, "head")
    signed(sent, correction, "dsl")
    for who, step in (("dsl", "head"), ("head", "chair"), ("deputy_dsl", "dsl")):
        with pytest.raises(PermissionDenied):
            signed(sent, correction, who, step)
    with sent.as_("dsl"):
        assert Signature.objects.filter(correction=None, fallen_at=None).count() == 3  # the first ones stand


def test_giving_back_makes_its_signatures_fall_and_no_others(sent):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    signed(sent, correction, "dsl")
    with pytest.raises(Refused, match="Say what should change"), sent.as_("head"):
        give_back(actor=sent.actor("head"), correction_id=correction.pk, step="head", comment=" ")
    with sent.as_("head"):
        give_back(actor=sent.actor("head"), correction_id=correction.pk, step="head", comment="Which term?")
        assert Signature.objects.filter(correction=None, fallen_at=None).count() == 3
        assert Signature.objects.filter(correction=correction, fallen_at=None).count() == 0
    assert standing(sent, correction) == "granted"


@pytest.mark.parametrize("who", ["head", "lead"])
def test_either_side_can_end_it_and_what_was_sent_stands(sent, who):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    with sent.as_(who):
        end(actor=sent.actor(who), correction_id=correction.pk)
    with pytest.raises(Refused):
        signed(sent, correction, "dsl")
    asked(sent)  # another one can be asked for


def test_the_partnership_reads_no_wording_that_is_not_signed(sent):
    correction = answered(sent, asked(sent))
    amended(sent, correction)
    with pytest.raises(DatabaseError), sent.as_("lead"):
        list(CorrectedAnswer.objects.all())


def test_a_school_cannot_grant_its_own_request_whatever_the_code_does(sent):
    correction = asked(sent)
    with pytest.raises(IntegrityError, match="correction_of_audit_answered_by_and_at"), sent.as_("dsl"):
        Correction.objects.filter(pk=correction.pk).update(state="granted")
    with pytest.raises(DatabaseError), sent.as_("dsl"):
        Correction.objects.filter(pk=correction.pk).update(answered_by_id=1)
    with pytest.raises(DatabaseError), sent.as_("lead"):
        Correction.objects.filter(pk=correction.pk).update(state="signed")


def test_a_lead_in_conflict_does_not_decide(sent):
    correction = asked(sent)
    sent.declare("lead", sent.here, conflict=True)
    with pytest.raises(PermissionDenied), sent.as_("lead"):
        answer(actor=sent.actor("lead"), correction_id=correction.pk, is_granted=True, words="")


def test_a_deputy_does_not_amend(sent):
    correction = answered(sent, asked(sent))
    with pytest.raises(PermissionDenied), sent.as_("deputy_dsl"):
        amend(actor=sent.actor("deputy_dsl"), correction_id=correction.pk, code="LG2", entry=BETTER, read=0)
