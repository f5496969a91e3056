"""Asking and answering in a browser without JavaScript; what each page says, and how many statements it takes."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.clarification.clock import Pause, feedback_clock
from audits.clarification.models import ClarificationAnswer, ClarificationQuestion
from audits.clarification.rules import due_by_itself
from audits.lifecycle.models import Audit
from reports.areas.counting import timeliness
from reports.areas.queries import facts_of_year
from reports.feeds.queries import entries_of
from tests.audits import asking
from tests.audits import review_stage as stage
from tests.audits.test_delegation import give

SCHOOL = "/s/900001/"
BOOKKEEPING = re.compile(r"^(SAVEPOINT|RELEASE|ROLLBACK)")


def page_of(review) -> str:
    return f"/p/eastmere/reviews/{review.pk}/questions/"


def parts(day: date) -> dict[str, int]:
    return {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}


def statements(client, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum(not BOOKKEEPING.match(query["sql"]) for query in captured.captured_queries)


def boxes(cast, asked, text: str, **more: object) -> dict[str, object]:
    """What the school's page sends."""
    entries = asking.entries_for(cast, asked)
    typed = {f"text_{key}": text for key in entries} | {f"read_{key}": entry.read for key, entry in entries.items()}
    return typed | more


def test_a_reader_collects_looks_once_more_and_sends(cast):
    review = asking.being_read(cast)
    client, place = cast.client("reviewer"), page_of(review)
    assert "Nothing has been asked yet" in client.get(place).content.decode()
    assert client.post(place, {"code": "LG2", "text": asking.LOG}).status_code == 302
    assert client.post(place, {"code": "", "text": asking.BOARD}).status_code == 302
    with cast.as_("reviewer"):
        first = ClarificationQuestion.objects.earliest("pk")
    assert client.post(f"{place}{first.pk}/", {"code": "LG2", "text": "Who reads the log?"}).status_code == 302
    preview = client.get(f"{place}send/").content.decode()
    assert "Question 1, about LG2" in preview
    assert "Question 2, about the whole return" in preview
    assert "Who reads the log?" in preview
    read = re.search(r'name="read" value="(\w+)"', preview)[1]
    due_on = due_by_itself(timezone.localdate(), closed=())
    assert f'value="{due_on.day}"' in preview
    late = client.post(f"{place}send/", {"read": read, **parts(date(2031, 1, 1))})
    assert (late.status_code, "Give the school until a day between" in late.content.decode()) == (422, True)
    done = client.post(f"{place}send/", {"read": read, **parts(due_on)}, follow=True).content.decode()
    assert f"The questions are with the school, which has until {due_on:%-d %B %Y}." in done
    assert "Paused since" in done
    assert client.post(f"{place}{first.pk}/", {"code": "LG2", "text": "Another."}).status_code == 409
    assert client.post(f"{place}{first.pk}/remove/").status_code == 409


@pytest.mark.parametrize("where", ["write", "withdraw", "answer"])
def test_a_childs_number_is_stopped_and_nothing_typed_is_lost(cast, where):
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    typed = "Was it about the child with NHS number 943 476 5919?"
    with cast.as_("reviewer"):
        key = ClarificationQuestion.objects.get(number=1).pk
    answer = cast.client({"answer": "dsl"}.get(where, "reviewer")).post(
        {
            "write": page_of(review),
            "withdraw": f"{page_of(review)}{key}/withdraw/",
            "answer": f"{SCHOOL}audit/questions/{asked.pk}/",
        }[where],
        {"write": {"code": "", "text": typed}, "withdraw": {"reason": typed}}.get(where)
        or boxes(cast, asked, typed, step="send"),
    )
    assert answer.status_code == 422
    assert "943 476 5919" in answer.content.decode()
    assert asking.standing(cast, asked) == "sent"


def test_a_school_saves_a_draft_is_told_what_is_missing_and_sends_all(cast):
    asked = asking.asked(cast, asking.being_read(cast))
    client, place = cast.client("dsl"), f"{SCHOOL}audit/questions/{asked.pk}/"
    assert "Answer the questions" in client.get(SCHOOL).content.decode()
    assert "Waiting for your answers" in client.get(f"{SCHOOL}audit/").content.decode()
    shown = client.get(place).content.decode()
    assert asking.LOG in shown
    assert "What you signed about LG2" in shown
    with cast.as_("dsl"):
        first, second = ClarificationQuestion.objects.order_by("number").values_list("pk", flat=True)
    half = {f"text_{first}": asking.SAID, f"read_{first}": 0, f"text_{second}": "", f"read_{second}": 0}
    kept = client.post(place, half | {"step": "draft"}, follow=True).content.decode()
    assert "Your answers are kept as a draft. Nothing is sent yet." in kept
    missing = client.post(place, half | {f"read_{first}": 1, "step": "send"})
    assert missing.status_code == 409
    assert "Write an answer to question 2." in missing.content.decode()
    sent = client.post(place, boxes(cast, asked, asking.SAID, step="send"), follow=True).content.decode()
    assert "Your answers are sent." in sent
    assert "It stands beside the signed copy and changes nothing in it." in sent
    assert client.post(place, boxes(cast, asked, "Other words.", step="send")).status_code in {409, 422}
    assert asking.SAID in cast.client("head").get(place).content.decode()


def test_what_somebody_else_saved_stands_beside_what_was_typed(cast):
    asked = asking.asked(cast, asking.being_read(cast))
    old = boxes(cast, asked, "My words.", step="draft")
    asking.drafted(cast, asked, "Words of the deputy.", "deputy_dsl")
    place = f"{SCHOOL}audit/questions/{asked.pk}/"
    client = cast.client("dsl")
    answer = client.post(place, old)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Words of the deputy." in shown
    assert "My words." in shown
    again = dict(re.findall(r'name="(read_\d+)"[^>]*value="(\d+)"', shown))
    assert set(again.values()) == {"1"}
    assert client.post(place, old | again).status_code == 302


def test_the_answers_stand_beside_the_signed_answer_and_in_the_letter(cast):
    review = asking.being_read(cast)
    asking.answered(cast, asking.asked(cast, review))
    reader = cast.client("reviewer")
    for page in (f"/p/eastmere/reviews/{review.pk}/lg2/", page_of(review)):
        assert asking.SAID in reader.get(page).content.decode()
    overview = reader.get(f"/p/eastmere/reviews/{review.pk}/").content.decode()
    assert "Questions answered" in overview
    assert asking.SAID in cast.client("scrutineer").get(page_of(review)).content.decode()
    stage.hand_in(cast, review)
    stage.draft(cast, cast.audit)
    stage.issue(cast, cast.audit)
    assert (
        "You answered 2 questions about your return."
        in cast.client("head").get(f"{SCHOOL}feedback/{cast.audit.pk}/").content.decode()
    )


def test_the_lead_sees_in_the_queue_who_waits_for_a_school(cast):
    review = asking.being_read(cast)
    lead, queue = cast.client("lead"), "/p/eastmere/reviews/"
    assert "Alder Lane" not in lead.get(f"{queue}?state=asked").content.decode()
    asked = asking.asked(cast, review)
    shown = lead.get(f"{queue}?state=asked").content.decode()
    assert "Waiting for the school" in shown
    assert f"until {asked.due_on:%-d %B %Y}" in shown
    asking.answered(cast, asked)
    assert "Alder Lane" not in lead.get(f"{queue}?state=asked").content.decode()


def test_the_same_new_date_stands_on_each_page(cast):
    review = asking.being_read(cast)
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(submitted_at=timezone.now() - timedelta(days=21))
        audit = Audit.objects.get(pk=cast.audit.pk)
    asked = asking.asked(cast, review)
    today = timezone.localdate()
    clock = feedback_clock(
        submitted_on=timezone.localdate(audit.submitted_at), workdays=30, today=today,
        pauses=[Pause(today, asked.due_on, is_open=True)],
    )  # fmt: skip
    words = clock.pause_words
    assert f"new date {clock.due_on:%-d %B %Y}" in words
    for who, address in (
        ("dsl", SCHOOL),
        ("lead", "/p/eastmere/reviews/"),
        ("reviewer", page_of(review)),
        ("reviewer", f"/p/eastmere/reviews/{review.pk}/"),
        ("lead", f"/p/eastmere/cycles/{cast.cycle.pk}/progress/"),
    ):
        assert words in cast.client(who).get(address).content.decode(), address
    with cast.as_("lead"):
        (entry,) = [e for e in entries_of(cast.actor("lead"), root="/") if e.uid.startswith("feedback-")]
        assert entry.on == clock.due_on
        facts = facts_of_year(tenant_id=cast.partnership.pk, year=2026).audits
        assert timeliness(facts, promise_workdays=30, today=clock.due_on).overdue == 0
    with cast.as_("dsl"):
        (entry,) = [e for e in entries_of(cast.actor("dsl"), root="/") if e.uid.startswith("feedback-due")]
        assert entry.on == clock.due_on


@pytest.mark.parametrize("number", [1, 12])
def test_pages_take_the_same_number_of_statements_whatever_was_asked(cast, number):
    review = asking.being_read(cast)
    asking.wrote(cast, review, *[("LG2", f"{asking.LOG} {place}") for place in range(number)])
    asked = asking.sent(cast, review)
    assert statements(cast.client("reviewer"), page_of(review)) <= 18
    assert statements(cast.client("dsl"), f"{SCHOOL}audit/questions/{asked.pk}/") <= 22
    assert statements(cast.client("dsl"), f"{SCHOOL}audit/questions/") <= 14


def test_a_contributor_sees_and_drafts_what_is_about_their_part_alone(cast):
    give(cast, "LG2")
    review = asking.being_read(cast)
    asked = asking.asked(cast, review)
    place, client = f"{SCHOOL}audit/questions/{asked.pk}/", cast.client("contributor")
    shown = client.get(place).content.decode()
    assert asking.LOG in shown
    assert asking.BOARD not in shown
    assert "Send all answers" not in shown
    with cast.as_("contributor"):
        (mine,) = ClarificationQuestion.objects.values_list("pk", flat=True)
    typed = {f"text_{mine}": "I look each Friday.", f"read_{mine}": 0}
    assert client.post(place, typed | {"step": "draft"}).status_code == 302
    assert client.post(place, typed | {f"read_{mine}": 1, "step": "send"}).status_code == 403
    assert "I look each Friday." in cast.client("dsl").get(place).content.decode()
    with cast.as_("contributor"):
        assert ClarificationAnswer.objects.count() == 1
    asking.drafted(cast, asked, "Words of the lead.")
    with cast.as_("contributor"):
        assert ClarificationAnswer.objects.count() == 1


def test_without_a_part_a_contributor_sees_no_question(cast):
    asked = asking.asked(cast, asking.being_read(cast))
    shown = cast.client("contributor").get(f"{SCHOOL}audit/questions/{asked.pk}/").content.decode()
    assert asking.LOG not in shown
    assert asking.BOARD not in shown
