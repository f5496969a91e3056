"""A school complains: two stages, nobody judges their own work, publication waits meanwhile."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.calendar.working_days import working_days_after
from lscp_portal.outbox.worker import scope_of
from lscp_portal.tenancy.actor import Actor
from lscp_portal.workflow import Refused
from reports.complaints import actions
from reports.complaints.models import Complaint, ComplaintStep
from reports.complaints.tasks import look_after_complaints
from reports.complaints.transitions import COMPLAINT
from reports.publication.actions import publish_report
from tests.audits.test_answer_pages import words
from tests.reports.report_stage import attempt, report_at, step

OURS, AREA = "/s/900001/complaints/", "/p/eastmere/complaints/"
SAID = {
    "about": "feedback", "said": "The letter names a policy that we replaced in March.",
    "wanted": "The sentence is taken out.",
}  # fmt: skip
UPHELD = {"outcome": "upheld", "words": "The policy was replaced. The sentence is wrong."}
NOT_UPHELD = {"outcome": "not_upheld", "words": "The letter rests on the copy that you signed."}


def made(cast, who="head", **changes) -> int:
    after = cast.client(who).post(f"{OURS}new/", SAID | changes)
    assert after.status_code == 302, words(after)
    return int(after.headers["Location"].rstrip("/").rsplit("/", 1)[1])


def press(cast, who, address, status=302, **said):
    after = cast.client(who).post(address, said)
    assert after.status_code == status, (after.status_code, words(after))
    return words(after) if status != 302 else ""


def row(cast) -> Complaint:
    with cast.as_("scrutineer"):
        return Complaint.objects.get()


def change(cast, **fields) -> None:
    with cast.as_("lead"):
        Complaint.objects.update(**fields)


def letters(committed) -> list[tuple[str, str]]:
    with committed.as_admin() as cursor:
        cursor.execute(
            "SELECT arguments ->> 'template', p.email FROM lscp.outbox_message m "
            "JOIN lscp.accounts_person p ON p.id = (arguments ->> 'person_id')::bigint "
            "WHERE task = 'notify.send' AND arguments ->> 'template' LIKE 'complaint%' ORDER BY m.id"
        )
        return [(template, email.split("@")[0]) for template, email in cursor.fetchall()]


def test_from_the_complaint_to_the_scrutineers_decision(committed_cast, committed):
    cast = committed_cast
    assert "There is none." in words(cast.client("dsl").get(OURS))
    assert "No school has complained." in words(cast.client("lead").get(AREA))
    key = made(cast)
    ours, theirs = f"{OURS}{key}/", f"{AREA}{key}/"
    complaint = row(cast)
    today = timezone.localdate()
    assert complaint.acknowledge_by == working_days_after(today, 5)
    assert complaint.answer_by == working_days_after(today, 20)
    page = words(cast.client("lead").get(theirs))
    assert SAID["said"] in page
    assert "No report on the school is published while this stands." in page
    press(cast, "lead", f"{theirs}acknowledge/")
    assert press(cast, "lead", f"{theirs}answer/", 422, outcome="upheld", words="")
    press(cast, "lead", f"{theirs}answer/", **NOT_UPHELD)
    for who in ("head", "dsl"):
        page = words(cast.client(who).get(ours))
        assert NOT_UPHELD["words"] in page
        assert "Not upheld" in page
    press(cast, "dsl", f"{ours}accept/", 403)
    assert "Are you content with the answer?" in words(cast.client("head").get(f"{ours}accept/"))
    assert row(cast).state == "answered"
    assert "Last day to go to the scrutineer" in words(cast.client("head").get("/s/900001/"))
    press(cast, "chair", f"{ours}scrutineer/", words="The copy has the new policy, on its page 3.")
    assert row(cast).answer_by == working_days_after(today, 30)
    assert press(cast, "lead", f"{theirs}answer/", 409, **UPHELD)
    press(cast, "scrutineer", f"{theirs}decide/", **UPHELD)
    assert "The LSCP lead writes down what was done about it." in words(cast.client("head").get(ours))
    press(cast, "lead", f"{theirs}put-right/", words="The sentence is gone; the letter is issued anew.")
    page = words(cast.client("head").get(ours))
    assert "The sentence is gone" in page
    assert "It does not stop publication." in page
    assert "by the independent scrutineer" in page
    told = letters(committed)
    assert told.count(("complaint_made", "lead")) == 1
    assert ("complaint_second_stage", "scrutineer") in told
    assert ("complaint_decided", "lead") in told
    assert [kind for kind, who in told if who == "head"] == ["complaint_news"] * 4
    assert "dsl" not in {who for _kind, who in told}


def test_publication_waits_for_the_complaint_and_for_what_is_owed(cast):
    report = report_at(cast, "rendered")
    key = made(cast, about="report")
    publish = f"/p/eastmere/reports/{report.pk}/publish/"
    assert "Publication waits until the complaint is answered" in press(cast, "publisher", publish, 409)
    assert attempt(cast, "publisher", publish_report, report_id=report.pk) is Refused
    step(cast, "lead", actions.pass_on, complaint_id=key, words="I wrote the report.")
    step(cast, "scrutineer", actions.decide, complaint_id=key, outcome="in_part", words="One sentence is too hard.")
    assert attempt(cast, "publisher", publish_report, report_id=report.pk) is Refused
    step(cast, "lead", actions.put_right, complaint_id=key, words="The sentence is milder.")
    step(cast, "publisher", publish_report, report_id=report.pk)


@pytest.mark.parametrize("end", ["accept", "withdraw"])
def test_what_the_school_ends_does_not_stop_publication(cast, end):
    report = report_at(cast, "rendered", author="reviewer")
    key = made(cast)
    if end == "accept":
        step(cast, "lead", actions.answer, complaint_id=key, **NOT_UPHELD)
    press(cast, "head", f"{OURS}{key}/{end}/")
    step(cast, "publisher", publish_report, report_id=report.pk)


def test_safety_does_not_let_publication_wait(cast):
    report = report_at(cast, "rendered")
    key = made(cast)
    assert press(cast, "lead", f"{AREA}{key}/go-on/", 422, words="")
    press(cast, "publisher", f"{AREA}{key}/go-on/", 403, words="Quick.")
    press(cast, "lead", f"{AREA}{key}/go-on/", words="Parents choose schools this week and must know of the gap.")
    assert "Publication does not wait" in words(cast.client("head").get(f"{OURS}{key}/"))
    step(cast, "publisher", publish_report, report_id=report.pk)
    assert press(cast, "lead", f"{AREA}{key}/go-on/", 409, words="Again.")


def test_no_lead_ever_sees_what_is_about_the_lead(committed_cast, committed):
    cast = committed_cast
    key = made(cast, about_lead="on", about="treatment")
    assert letters(committed) == [("complaint_made", "scrutineer")]
    assert SAID["said"] not in words(cast.client("lead").get(AREA))
    assert cast.client("lead").get(f"{AREA}{key}/").status_code == 403
    press(cast, "lead", f"{AREA}{key}/answer/", 403, **NOT_UPHELD)
    assert "takes it up" in words(cast.client("head").get(f"{OURS}{key}/"))
    press(cast, "scrutineer", f"{AREA}{key}/take-up/", words="It is about the lead.")
    assert cast.client("lead").get(f"{AREA}{key}/").status_code == 403
    press(cast, "scrutineer", f"{AREA}{key}/decide/", **UPHELD)
    assert "The scrutineer writes down what was done" in words(cast.client("head").get(f"{OURS}{key}/"))
    press(cast, "lead", f"{AREA}{key}/put-right/", 403, words="I did.")
    press(cast, "scrutineer", f"{AREA}{key}/put-right/", words="The lead partners spoke with the lead.")
    assert cast.client("lead").get(f"{AREA}{key}/").status_code == 403
    assert "complaint_decided" not in [kind for kind, _who in letters(committed)]


def test_what_is_about_the_lead_stays_hidden_when_it_is_taken_back(cast):
    key = made(cast, about_lead="on")
    press(cast, "head", f"{OURS}{key}/withdraw/", words="No quarrel.")
    assert cast.client("lead").get(f"{AREA}{key}/").status_code == 403
    assert "No school has complained." in words(cast.client("lead").get(AREA))
    assert "complaint_closed" not in str(cast.client("lead").get("/p/eastmere/").content)


def test_whoever_worked_on_the_school_does_not_answer(cast):
    report_at(cast, "published", author="lead")
    key = made(cast)
    page = words(cast.client("lead").get(f"{AREA}{key}/"))
    assert "so somebody else answers" in page
    assert "Answer it" not in page
    press(cast, "lead", f"{AREA}{key}/answer/", 403, **NOT_UPHELD)
    press(cast, "lead", f"{AREA}{key}/pass-on/", words="I wrote the report.")
    assert row(cast).state == "second_stage"


def test_the_scrutineer_waits_until_the_lead_is_late(cast):
    key = made(cast)
    assert "has until" in press(cast, "scrutineer", f"{AREA}{key}/take-up/", 409, words="Now.")
    change(cast, answer_by=timezone.localdate() - timedelta(days=1))
    assert "late" in words(cast.client("lead").get(AREA)).lower()
    press(cast, "scrutineer", f"{AREA}{key}/take-up/", words="It is not answered.")


def test_an_answer_that_nobody_objects_to_closes_the_complaint_and_not_a_day_early(cast):
    key = made(cast)
    step(cast, "lead", actions.answer, complaint_id=key, **NOT_UPHELD)
    today = timezone.localdate()
    change(cast, ask_by=today)
    look_after_complaints(scope_of(cast.partnership.pk), day=today.isoformat())
    assert row(cast).state == "answered"
    change(cast, ask_by=today - timedelta(days=1))
    assert "The last day to go to the scrutineer was" in press(
        cast, "head", f"{OURS}{key}/scrutineer/", 409, words="No."
    )
    for _twice in range(2):
        look_after_complaints(scope_of(cast.partnership.pk), day=today.isoformat())
    assert row(cast).state == "closed"
    assert "the calendar" in words(cast.client("head").get(f"{OURS}{key}/"))


def test_those_who_owe_an_answer_are_reminded_two_days_before_and_once(committed_cast, committed):
    cast = committed_cast
    made(cast)
    today = timezone.localdate()
    change(cast, answer_by=working_days_after(today, 2))
    for _twice in range(2):
        look_after_complaints(scope_of(cast.partnership.pk), day=today.isoformat())
    assert [kind for kind, _who in letters(committed)].count("complaint_due") == 1


def test_strangers_and_people_in_conflict_see_nothing(cast):
    key = made(cast)
    for who in ("reviewer", "visitor", "publisher", "analyst", "administrator"):
        assert cast.client(who).get(AREA).status_code == 403
        assert cast.client(who).get(f"{AREA}{key}/").status_code == 403
    for who, school in (("next_door_head", "900002"), ("elsewhere_dsl", "900050")):
        assert cast.client(who).get(f"/s/{school}/complaints/{key}/").status_code in {403, 404}
    with cast.as_("contributor"):
        assert not Complaint.objects.exists()
        assert not ComplaintStep.objects.exists()
    assert cast.client("contributor").get(OURS).status_code == 403
    cast.declare("lead", cast.here, conflict=True)
    assert cast.client("lead").get(f"{AREA}{key}/").status_code == 403
    assert "Alder" not in words(cast.client("lead").get(AREA))


def test_a_child_in_the_words_stops_it_and_nothing_typed_is_lost(cast):
    after = cast.client("head").post(f"{OURS}new/", SAID | {"said": "It is about NHS number 943 476 5919."})
    assert after.status_code == 422
    assert SAID["wanted"] in after.content.decode()
    with cast.as_("head"):
        assert not Complaint.objects.exists()


def test_the_database_keeps_every_step_and_another_decides(cast):
    key = made(cast)
    step(cast, "lead", actions.answer, complaint_id=key, **NOT_UPHELD)
    step(cast, "head", actions.ask_scrutineer, complaint_id=key, words="No.")
    lead = cast.people["lead"].pk
    for change_ in (
        lambda: Complaint.objects.update(second_by_id=lead),
        lambda: Complaint.objects.update(said="Another."),
        lambda: ComplaintStep.objects.update(words="Another."),
        lambda: ComplaintStep.objects.all().delete(),
    ):
        with cast.as_("lead"), pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            change_()
    with cast.as_("head"), pytest.raises(DatabaseError), transaction.atomic():
        Complaint.objects.update(outcome="upheld")


STEPS = st.lists(st.tuples(st.sampled_from(sorted(COMPLAINT.transitions)), st.integers(1, 4)), max_size=30)
ROLES = st.lists(st.frozensets(st.sampled_from(["lead", "scrutineer", "reviewer"]), min_size=1), min_size=4, max_size=4)


@given(ROLES, STEPS, st.frozensets(st.integers(1, 4)), st.booleans())
def test_in_no_history_does_anybody_judge_their_own_work_or_twice(teams, steps, involved, about_lead):
    today = timezone.localdate()
    record = SimpleNamespace(
        state="received", school_id=1, about_lead=about_lead, involved=involved, first_by_id=None, outcome="",
        put_right_at=None, answer_by=today - timedelta(days=1), ask_by=today, hidden_from_leads=about_lead,
        get_state_display=lambda: "",
    )  # fmt: skip
    head = Actor(person_id=9, name="", tenant_id=1, school_id=1, roles=frozenset({"head"}))
    for name, person in steps:
        area = Actor(person_id=person, name="", tenant_id=1, roles=teams[person - 1])
        for actor in (area, head):
            try:
                COMPLAINT.move(name, record, actor)
            except (PermissionDenied, Refused):
                continue
            if name in {"answer", "decide"}:
                assert actor.person_id not in involved
                assert actor.person_id != record.first_by_id
                record.outcome = "upheld"
            if name == "answer":
                assert not about_lead
                record.first_by_id = actor.person_id


def test_statements_do_not_grow_with_complaints(cast):
    def counted(address, who):
        client = cast.client(who)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    key = made(cast)
    looked = [(OURS, "head"), (AREA, "lead"), (f"{AREA}{key}/", "lead"), ("/p/eastmere/", "lead")]
    few = [counted(*one) for one in looked]
    with cast.as_("head"):
        first = Complaint.objects.get()
        Complaint.objects.bulk_create(
            Complaint(
                **first.owner, about="visit", said="x", wanted="y", made_by_id=1, acknowledge_by=first.acknowledge_by,
                answer_by=first.answer_by,
            )
            for _ in range(200)
        )  # fmt: skip
    assert [counted(*one) for one in looked] == few
