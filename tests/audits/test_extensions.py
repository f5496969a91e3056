"""More time: given to one school or many, asked for and answered; and what a closed cycle stops."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.answers.actions import save_answer
from audits.answers.types import CycleClosed, Entry
from audits.cycles.actions import close_cycle, complete_cycle, open_cycle, plan_cycle, reopen_cycle
from audits.cycles.models import Cycle
from audits.extensions import actions
from audits.extensions.models import DueDateExtension, ExtensionRequest
from audits.extensions.types import MoreTime
from audits.lifecycle.models import Audit
from audits.signoff.actions import sign
from lscp_portal.accounts.models import SCHOOL_ROLES, Role
from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.workflow import Refused
from schools.holidays.actions import add_holidays
from schools.holidays.types import Holiday
from schools.register.models import School
from schools.register.synthetic import invented_establishments
from tests.audits.answering import ready
from tests.audits.outcomes_extension import ANSWERING, GIVING, MAY_ASK, MAY_GIVE
from tests.audits.planning import plan_of
from tests.schools.importing import take

TODAY = timezone.localdate
ROAD = ("in_progress", "internal_check", "head_signed", "submitted", "in_review", "reviewed", "feedback_issued",
        "acknowledged", "closed")  # fmt: skip


def day(ahead=45):
    return working_days_after(TODAY() + timedelta(days=ahead), 1)


def more(**changes):
    return MoreTime(**{"due_on": day(), "reason": "illness", **changes})


def give(cast, *audits, who="lead", **changes):
    actor = cast.actor(who)
    with cast.as_("lead"):
        return actions.extend(actor=actor, audit_ids=[one.pk for one in audits], more=more(**changes))


def ask(cast, who="dsl", **changes):
    actor = cast.actor(who)
    with cast.as_(who):
        wish = more(**{"words": "Our safeguarding lead is new.", **changes})
        return actions.ask_for_time(actor=actor, audit_id=cast.audit.pk, wish=wish)


def walk(cast, audit, state):
    with cast.as_("lead"):
        for step in ROAD[: ROAD.index(state) + 1] if state in ROAD else ():
            done = {"submitted_at": timezone.now()} if step == "submitted" else {}
            Audit.objects.filter(pk=audit.pk).update(state=step, **done)


def bring(cast, state):
    lead = cast.actor("lead")
    with cast.as_("lead"):
        for step in {"open": (), "closed": (close_cycle,), "complete": (close_cycle, complete_cycle)}[state]:
            step(actor=lead, cycle_id=cast.cycle.pk)


def audit_now(cast):
    with cast.as_("lead"):
        return Audit.objects.get(pk=cast.audit.pk)


def test_more_time_moves_the_due_date_and_is_kept_for_ever(cast):
    before = cast.audit.due_on
    assert give(cast, cast.audit).schools == 1
    assert (audit_now(cast).due_on, audit_now(cast).extended_to) == (day(), day())
    give(cast, cast.audit, due_on=day(60), reason="other", words="The building was flooded.")
    with cast.as_("head"):
        found = DueDateExtension.objects.order_by("pk").values_list("due_before", "due_after", "reason", "words")
        assert list(found) == [
            (before, day(), "illness", ""),
            (day(), day(60), "other", "The building was flooded."),
        ]
    with cast.as_("next_door_head"):
        assert not DueDateExtension.objects.exists()


@pytest.mark.parametrize(("states", "expected"), GIVING.items())
def test_when_the_lead_may_give_more_time(cast, states, expected):
    state, cycle = states
    walk(cast, cast.audit, state)
    bring(cast, cycle)
    try:
        found = "done" if give(cast, cast.audit).schools else "nothing"
    except Refused as refused:
        found = "refused" if all(one.sentence.endswith(".") for one in refused.blockers) else "unsaid"
    assert found == expected


def test_only_the_lead_gives_and_only_dsl_head_and_chair_ask(cast):
    for who in Role.values:
        if who not in MAY_GIVE:
            with pytest.raises(PermissionDenied):
                give(cast, cast.audit, who=who)
    for who in SCHOOL_ROLES - MAY_ASK:
        with pytest.raises(PermissionDenied):
            ask(cast, who)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"due_on": TODAY()}, "The new due date must be after today."),
        ({"due_on": TODAY() + timedelta(days=1)}, "It has time until .* already."),
        ({"reason": "other"}, "Say what the other reason is."),
    ],
)
def test_a_day_or_reason_that_does_not_fit_is_refused_with_what_to_do(cast, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        give(cast, cast.audit, **changes)
    assert audit_now(cast).due_on == cast.audit.due_on


def test_no_school_gets_a_due_date_on_a_closed_day(cast):
    saturday = day() + timedelta(days=(5 - day().weekday()) % 7)
    with pytest.raises(Refused, match="is a weekend day there"):
        give(cast, cast.audit, due_on=saturday)
    with cast.as_("lead"):
        School.objects.filter(pk=cast.next_door.pk).update(trust_uid="5123", trust_name="Oak Trust")
        closed = Holiday("Training day", day(), day(), trust_uid="5123")
        add_holidays(actor=cast.actor("lead"), holidays=[closed], source="typed")
    done = give(cast, cast.audit, cast.next_door_audit)
    assert done.schools == 1
    assert [(one.name, one.reason.endswith("is a school holiday there.")) for one in done.skipped] == [
        ("Beacon Hill Academy", True)
    ]


def test_a_school_of_another_partnership_gets_nothing(cast):
    with pytest.raises(Refused, match="Choose at least one school"):
        give(cast, cast.elsewhere_audit)
    with cast.as_("elsewhere_lead"):
        assert Audit.objects.get(pk=cast.elsewhere_audit.pk).extended_to is None


# asking and answering


def test_a_school_asks_once_and_the_lead_says_yes_to_another_day(cast):
    request = ask(cast)
    with pytest.raises(Refused, match="has asked already"):
        ask(cast, "head")
    with cast.as_("lead"):
        actions.grant(actor=cast.actor("lead"), request_id=request.pk, due_on=day(50), answer="A week more is fine.")
    with cast.as_("dsl"):
        found = ExtensionRequest.objects.get()
        assert (found.state, found.due_on, found.answer) == ("granted", day(50), "A week more is fine.")
        kept = DueDateExtension.objects.get()
        assert (kept.asked_for_by_school, kept.words, kept.due_after) == (True, "A week more is fine.", day(50))
    assert audit_now(cast).due_on == day(50)


def test_a_no_says_why_and_leaves_the_date(cast):
    request, lead = ask(cast), cast.actor("lead")
    with cast.as_("lead"):
        with pytest.raises(Refused, match="Say why"):
            actions.decline(actor=lead, request_id=request.pk, answer=" ")
        actions.decline(actor=lead, request_id=request.pk, answer="You had two months more already.")
    assert audit_now(cast).due_on == cast.audit.due_on
    assert ask(cast, "chair").state == "asked"


@pytest.mark.parametrize(("turn", "expected"), ANSWERING.items())
def test_a_request_is_answered_once(cast, turn, expected):
    action, state = turn
    request, lead = ask(cast), cast.actor("lead")
    do = {
        "grant": lambda key, on=50: actions.grant(actor=lead, request_id=key, due_on=day(on), answer=""),
        "decline": lambda key: actions.decline(actor=lead, request_id=key, answer="No."),
    }
    with cast.as_("lead"):
        if state != "asked":
            do[{"granted": "grant", "declined": "decline"}[state]](request.pk)
        try:
            found = do[action](request.pk).state
        except Refused:
            found = "refused"
    assert found == expected


def test_only_the_lead_answers(cast):
    request = ask(cast)
    for who in ("administrator", "reviewer", "scrutineer"):
        actor = cast.actor(who)
        with cast.as_(who), pytest.raises(PermissionDenied):
            actions.grant(actor=actor, request_id=request.pk, due_on=day(), answer="")
        with cast.as_(who), pytest.raises(PermissionDenied):
            actions.decline(actor=actor, request_id=request.pk, answer="No.")


def test_e_mails_tell_the_lead_of_the_wish_and_the_school_of_the_answer(committed_cast, committed):
    cast = committed_cast
    request = ask(cast)
    with cast.as_("lead"):
        actions.grant(actor=cast.actor("lead"), request_id=request.pk, due_on=day(), answer="")
    again = ask(cast, due_on=day(70))
    with cast.as_("lead"):
        actions.decline(actor=cast.actor("lead"), request_id=again.pk, answer="It is enough.")
    with committed.as_admin() as cursor:
        cursor.execute("SELECT arguments FROM lscp.outbox_message WHERE task = 'notify.send' ORDER BY created_at")
        sent = [(row["template"], row["person_id"], row["path"]) for (row,) in cursor.fetchall()]
    people = {who: cast.people[who].pk for who in ("lead", "dsl", "head", "chair")}
    time = "/s/900001/audit/time/"
    assert set(sent) == {
        ("more_time_asked", people["lead"], f"/p/eastmere/extensions/{request.pk}/"),
        ("more_time_asked", people["lead"], f"/p/eastmere/extensions/{again.pk}/"),
        *(("more_time", people[who], time) for who in ("dsl", "head", "chair")),
        *(("more_time_declined", people[who], time) for who in ("dsl", "head")),
    }


# closing


def save(cast, words="We know because we asked."):
    actor = cast.actor("dsl")
    with cast.as_("dsl"):
        entry = Entry(level="secure", strength=1, how_we_know=words)
        return save_answer(
            actor=actor, audit_id=cast.audit.pk, code="LG2", entry=entry, read=0, operation_id=uuid.uuid4()
        )


def test_a_closed_cycle_takes_no_answer_until_the_school_has_more_time(cast):
    bring(cast, "closed")
    with pytest.raises(CycleClosed, match="Ask the partnership for more time"):
        save(cast)
    give(cast, cast.audit)
    assert save(cast).is_new
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(extended_to=TODAY() - timedelta(days=1))
    with pytest.raises(CycleClosed):
        save(cast, "other words")
    with cast.as_("lead"):
        cycle = reopen_cycle(actor=cast.actor("lead"), cycle_id=cast.cycle.pk)
        assert cycle.closed_on is None


def test_nobody_signs_in_a_closed_cycle(cast):
    ready(cast)
    bring(cast, "closed")
    with cast.as_("dsl"), pytest.raises(Refused, match="The audit was closed on"):
        sign(actor=cast.actor("dsl"), audit_id=cast.audit.pk, step="dsl")
    give(cast, cast.audit)
    with cast.as_("dsl"):
        sign(actor=cast.actor("dsl"), audit_id=cast.audit.pk, step="dsl")
    assert audit_now(cast).state == "internal_check"


def test_the_pages_of_a_closed_audit_say_so_and_keep_what_was_typed(cast):
    client, page = cast.client("dsl"), "/s/900001/audit/LG/LG2/"
    opened = client.get(page)
    bring(cast, "closed")
    fields = {name: opened.context["form"][name].value() for name in ("audit", "read", "operation_id")}
    sent = fields | {"level": "secure", "strength": "1", "how_we_know": "Minutes of the board"}
    response = client.post(page, sent)
    assert response.status_code == 423
    words = " ".join(response.content.decode().split())
    assert "The audit is closed, so answers cannot change" in words
    assert "Minutes of the board" in words
    quiet = client.post(page, sent, headers={"accept": "application/json"})
    assert quiet.status_code == 423
    assert "The audit was closed on" in quiet.json()["errors"]["__all__"][0]
    assert "Nothing can be handed in now" in client.get("/s/900001/audit/").content.decode()
    assert client.get(page).templates[0].name == "audits/answers/read.html"


def test_before_closing_the_late_ones_are_listed(cast):
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(due_on=TODAY() - timedelta(days=2))
    lead, page = cast.client("lead"), f"/p/eastmere/cycles/{cast.cycle.pk}/"
    words = " ".join(lead.get(f"{page}close/").content.decode().split())
    assert "1 late return" in words
    assert "Alder Lane Primary School (900001), due" in words
    assert "1 school still has time until its due date." in words
    late = " ".join(lead.get(page, {"late": "on"}).content.decode().split())
    assert "Alder Lane" in late
    assert "Beacon Hill" not in late
    with cast.as_("lead"):
        assert Cycle.objects.get(pk=cast.cycle.pk).state == "open"


# pages


def typed(due_on, **more):
    return {f"due_on_{part}": str(getattr(due_on, part)) for part in ("day", "month", "year")} | more


def test_a_school_asks_and_reads_the_answer_on_its_page(cast):
    page, dsl = "/s/900001/audit/time/", cast.client("dsl")
    assert dsl.post(page, typed(day(), reason="new_dsl")).status_code == 422
    early = dsl.post(page, typed(TODAY(), reason="new_dsl", words="We need a week."))
    assert early.status_code == 409
    assert "We need a week." in early.content.decode()
    response = dsl.post(page, typed(day(), reason="new_dsl", words="We need a week."), follow=True)
    assert "You have asked for more time." in response.content.decode()
    assert "Waits for the answer" in response.content.decode()
    with cast.as_("lead"):
        request = ExtensionRequest.objects.get()
    lead, answer = cast.client("lead"), f"/p/eastmere/extensions/{request.pk}/"
    assert "1 request waits for your answer" in lead.get(f"/p/eastmere/cycles/{cast.cycle.pk}/").content.decode()
    assert "We need a week." in lead.get(answer).content.decode()
    assert lead.post(answer, {"decision": "other"}).status_code == 422
    assert lead.post(answer, {"decision": "no"}).status_code == 422
    assert "is told." in lead.post(answer, {"decision": "yes"}, follow=True).content.decode()
    assert lead.post(answer, {"decision": "yes"}).status_code == 409
    words = " ".join(dsl.get(page).content.decode().split())
    assert "Granted until" in words
    assert cast.client("contributor").get(page).status_code == 200
    assert cast.client("contributor").post(page, {}).status_code == 403
    assert cast.client("reviewer").get(answer).status_code == 403
    assert cast.client("elsewhere_lead").get(f"/p/harrowfold/extensions/{request.pk}/").status_code == 404


def test_the_lead_gives_more_time_to_those_chosen_or_to_all_that_were_found(cast):
    page, lead = f"/p/eastmere/cycles/{cast.cycle.pk}/extend/", cast.client("lead")
    one = lead.post(page, typed(day(), reason="incident", audit=str(cast.audit.pk)), follow=True)
    assert "1 school has time until" in one.content.decode()
    nobody = lead.post(page, typed(day(), reason="incident"))
    assert nobody.status_code == 409
    assert lead.post(page, {"reason": "incident", "everybody": "on"}).status_code == 422
    both = lead.post(page, typed(day(60), reason="technical", everybody="on"), follow=True)
    words = " ".join(both.content.decode().split())
    assert "2 schools have time until" in words
    assert "Serious incident at the school: 1 school. Technical trouble: 2 schools." in words
    found = lead.post(page, typed(day(70), reason="technical", everybody="on", q="beacon"), follow=True)
    assert "1 school has time until" in found.content.decode()
    assert cast.client("administrator").get(page).status_code == 403


def test_giving_time_to_600_schools_takes_the_statements_of_two(cast):
    counts, lead, client = {}, cast.actor("lead"), cast.client("lead")
    for year, number in ((2027, 4), (2028, 620)):
        take(
            cast.partnership, *invented_establishments(number, {"901": "Eastmere"}, first_urn=900301 + year % 2 * 9000)
        )
        with cast.as_("lead"):
            cycle = plan_cycle(actor=lead, plan=plan_of(cast.framework, mode="core", year=year))
            open_cycle(actor=lead, cycle_id=cycle.pk)
            ids = list(Audit.objects.filter(cycle=cycle).values_list("pk", flat=True))
            with CaptureQueriesContext(connection) as captured:
                assert actions.extend(actor=lead, audit_ids=ids, more=more()).schools == len(ids)
        giving = len(captured)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/p/eastmere/cycles/{cycle.pk}/extend/").status_code == 200
            assert client.get(f"/p/eastmere/cycles/{cycle.pk}/extensions/").status_code == 200
        counts[len(ids)] = (giving, len(captured))
    print(f"statements of giving time, and of its two pages: {counts}")
    assert max(counts) > 500
    assert len(set(counts.values())) == 1
