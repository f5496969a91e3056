"""The bank's pages, and phrases beside an indicator, in a browser without JavaScript; and their statements."""

import re

import pytest
from django.utils import timezone

from audits.phrases.models import Phrase
from audits.review.models import Recommendation, Score
from lscp_portal.calendar.working_days import working_days_after
from tests.audits import phrasing
from tests.audits import review_stage as stage
from tests.audits.test_review_pages import QUEUE, statements

BANK = "/p/eastmere/reviews/phrases/"


@pytest.fixture
def review(cast):
    stage.submit(cast, cast.audit)
    return stage.claim(cast, cast.audit)


def saved(cast) -> Score:
    with cast.as_("reviewer"):
        return Score.objects.get()


def test_the_button_puts_the_phrase_at_the_end_saves_and_stays(cast, review):
    phrase = phrasing.a_comment(cast)
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    shown = client.get(page).content.decode()
    assert f'name="phrase" value="{phrase.pk}"' in shown
    assert 'data-key="5"' in shown
    sent = {"level": "partly", "comment": "Good so far.", "read": "0", "phrase": str(phrase.pk)}
    answer = client.post(page, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert (saved(cast).comment, saved(cast).level) == (f"Good so far. {phrasing.COMMENT}", "partly")
    assert "The phrase stands at the end of your comment" in client.get(page).content.decode()
    with cast.as_("lead"):
        assert Phrase.objects.get().used == 1


@pytest.mark.parametrize("phrase", ["", "0", "999999", "x", "99999999999999999999", "-1"])
def test_a_phrase_that_is_not_there_changes_nothing(cast, review, phrase):
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    answer = client.post(page, {"level": "partly", "comment": "Mine.", "read": "0", "phrase": phrase})
    assert answer.status_code == 302
    assert saved(cast).comment == "Mine."


def test_what_becomes_too_long_is_not_saved_and_not_counted(cast, review):
    phrase = phrasing.a_comment(cast)
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    answer = client.post(page, {"comment": "word " * 248, "read": "0", "phrase": str(phrase.pk)})
    assert answer.status_code == 422
    assert phrasing.COMMENT in answer.content.decode()
    with cast.as_("lead"):
        assert Phrase.objects.get().used == 0


def test_only_readers_who_score_are_offered_phrases(cast, review):
    phrasing.a_comment(cast)
    assert phrasing.COMMENT not in cast.client("lead").get(f"{QUEUE}{review.pk}/lg1/").content.decode()


def test_a_recommendation_is_filled_from_a_phrase_and_counted_once_added(cast, review):
    phrase = phrasing.a_recommendation(cast, workdays=10)
    client, base = cast.client("reviewer"), f"{QUEUE}{review.pk}/"
    assert f"recommendations/?about=lg1&amp;phrase={phrase.pk}" in client.get(f"{base}lg1/").content.decode()
    page = client.get(f"{base}recommendations/?about=lg1&phrase={phrase.pk}").content.decode()
    due = working_days_after(timezone.localdate(), 10)
    assert phrasing.ADVICE in page
    assert phrasing.HELP in page
    assert re.search(rf'name="due_on_day" value="{due.day}"', page)
    sent = {
        "text": phrasing.ADVICE, "help_from": phrasing.HELP, "code": "LG1", "phrase": str(phrase.pk),
        "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year,
    }  # fmt: skip
    assert client.post(f"{base}recommendations/", sent).status_code == 302
    with cast.as_("reviewer"):
        assert Recommendation.objects.get().due_on == due
        assert Phrase.objects.get().used == 1
    for odd in ("x", "0", "9" * 30, str(phrasing.a_comment(cast).pk)):
        assert client.get(f"{base}recommendations/?phrase={odd}").status_code == 200


def test_a_comment_is_kept_as_a_phrase_without_the_name_of_the_school(cast, review):
    client, base = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    assert client.get(f"{base}keep-phrase/").status_code == 404
    client.post(base, {"level": "partly", "comment": "Alder Lane Primary School logs it well.", "read": "0"})
    assert f"{base}keep-phrase/" in client.get(base).content.decode()
    form = client.get(f"{base}keep-phrase/").content.decode()
    assert "Alder Lane Primary School logs it well." in form
    sent = {"about": phrasing.about(cast, "LG1"), "text": "At alder lane primary school all is well."}
    refused = client.post(f"{base}keep-phrase/", sent)
    assert refused.status_code == 422
    assert "Take the name of the school out" in refused.content.decode()
    assert client.post(f"{base}keep-phrase/", sent | {"text": "It is logged well."}).headers["Location"] == base
    assert "It is logged well." in client.get(base).content.decode()
    with cast.as_("lead"):
        assert (Phrase.objects.get().code, Phrase.objects.get().upstream) == ("LG1", cast.framework.upstream)


def test_nobody_keeps_the_comment_of_another_reader(cast, review):
    stage.score_all(cast, review)
    for who in ("lead", "second_reviewer", "scrutineer"):
        assert cast.client(who).get(f"{QUEUE}{review.pk}/lg1/keep-phrase/").status_code == 403


def test_from_an_empty_bank_to_a_retired_phrase_by_the_pages(cast):
    client = cast.client("lead")
    assert "The bank is empty" in client.get(BANK).content.decode()
    assert client.post(f"{BANK}new-comment/", {"about": "", "text": ""}).status_code == 422
    typed = "NHS number 943 476 5919 was in the file."
    assert client.post(f"{BANK}new-comment/", {"about": "", "text": typed}).status_code == 422
    assert client.post(f"{BANK}new-comment/", {"about": "x y", "text": "Good."}).status_code == 422
    assert client.post(f"{BANK}new-comment/", {"about": "", "text": "Good."}).status_code == 302
    assert client.post(f"{BANK}new-comment/", {"about": "", "text": "Good."}).status_code == 422
    advice = {"about": phrasing.about(cast, "LG1"), "text": "Do it.", "help_from": "", "workdays": "60"}
    assert client.post(f"{BANK}new-recommendation/", advice).status_code == 422
    assert client.post(f"{BANK}new-recommendation/", advice | {"help_from": "The training team"}).status_code == 302
    shown = client.get(BANK).content.decode()
    assert "2 phrases" in shown
    assert "Help: The training team. Due within 60 working days." in shown
    with cast.as_("lead"):
        phrase = Phrase.objects.get(kind="recommendation")
    page = f"{BANK}{phrase.pk}/"
    assert "Do it." in client.get(page).content.decode()
    change = {"text": "Do it by spring.", "help_from": "Us", "workdays": "30", "read": "1"}
    assert client.post(page, change).status_code == 302
    assert client.post(page, change).status_code == 422
    assert "Do it by spring." in client.get(f"{BANK}?q=spring&kind=recommendation").content.decode()
    assert "No phrase is like this" in client.get(f"{BANK}?q=winter").content.decode()
    assert client.post(f"{page}retire/").status_code == 302
    assert "Do it by spring." not in client.get(BANK).content.decode()
    assert "Do it by spring." in client.get(f"{BANK}?retired=on").content.decode()
    assert "It is on record and offered to nobody." in client.get(page).content.decode()
    for odd in ("page=0", "page=99999", "kind=x", "section=%00", "q=%00", "section=toolong"):
        assert client.get(f"{BANK}?{odd}").status_code == 200, odd


WHO_SEES = [  # who, the bank, adding, a phrase's own page, counting by POST
    ("reviewer", 200, 200, 403, 204),
    ("lead", 200, 200, 200, 403),
    ("scrutineer", 200, 403, 403, 403),
    ("administrator", 403, 403, 403, 403),
    ("visitor", 403, 403, 403, 403),
    ("publisher", 403, 403, 403, 403),
    ("analyst", 403, 403, 403, 403),
    ("elsewhere_lead", 404, 404, 404, 404),
    ("dsl", 404, 404, 404, 404),
]


@pytest.mark.parametrize(("who", "bank", "new", "own", "used"), WHO_SEES)
def test_who_sees_the_bank_and_who_keeps_it(cast, who, bank, new, own, used):
    page, client = f"{BANK}{phrasing.a_comment(cast).pk}/", cast.client(who)
    assert client.get(BANK).status_code == bank
    assert client.get(f"{BANK}new-comment/").status_code == new
    assert client.get(page).status_code == own
    assert client.post(f"{page}used/").status_code == used


@pytest.mark.parametrize("number", [1, 120])
def test_the_bank_takes_the_same_statements_whatever_it_holds(cast, number):
    phrase = phrasing.a_comment(cast)
    with cast.as_("lead"):
        Phrase.objects.bulk_create(
            Phrase(
                tenant=cast.partnership, kind="comment", upstream=cast.framework.upstream, code="LG1",
                text=f"Phrase {place}.", written_by_id=cast.people["reviewer"].pk,
            )
            for place in range(number)
        )  # fmt: skip
    lead = cast.client("lead")
    assert statements(lead, BANK) <= 11
    assert statements(lead, f"{BANK}?q=phrase&section=LG") <= 11
    assert statements(lead, f"{BANK}{phrase.pk}/") <= 11
    assert statements(cast.client("reviewer"), f"{BANK}new-comment/") <= 8
