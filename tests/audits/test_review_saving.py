"""A reader's words are saved while they are typed: once, never over others, and the private ones stay private."""

from uuid import uuid4

import pytest

from audits.feedback.models import Feedback
from audits.review.models import Score
from tests.audits import review_stage as stage

QUEUE = "/p/eastmere/reviews/"
JSON = {"headers": {"accept": "application/json"}}
NOTE = "The headteacher was frank about the gap."


@pytest.fixture
def review(cast):
    stage.submit(cast, cast.audit)
    return stage.claim(cast, cast.audit)


def test_words_are_kept_before_a_level_is_chosen_and_do_not_count_as_one(cast, review):
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    saved = client.post(page, {"comment": "Which log?", "read": "0", "operation_id": uuid4().hex}, **JSON)
    assert (saved.status_code, saved.json()["revision"]) == (200, 1)
    assert "10 indicators have no level from you yet." in client.get(f"{QUEUE}{review.pk}/hand-in/").content.decode()
    assert "Which log?" in client.get(page).content.decode()


def test_a_change_sent_twice_counts_once_and_other_words_are_a_conflict(cast, review):
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    change = {"level": "secure", "comment": "Seen.", "read": "0", "operation_id": uuid4().hex}
    assert [client.post(page, change, **JSON).json()["revision"] for _ in range(3)] == [1, 1, 1]
    other = client.post(page, change | {"comment": "Not seen."}, **JSON)
    assert (other.status_code, other.json()["revision"]) == (409, 1)
    later = client.post(page, change | {"read": "1", "comment": "Seen in May.", "operation_id": uuid4().hex}, **JSON)
    assert later.json()["revision"] == 2
    with cast.as_("reviewer"):
        assert Score.objects.get().comment == "Seen in May."


def test_nothing_is_saved_that_is_empty_or_about_a_child(cast, review):
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    assert client.post(page, {"read": "0"}, **JSON).status_code == 422
    typed = {"private_note": "NHS number 943 476 5919 was in the file.", "read": "0"}
    assert "private_note" in client.post(page, typed, **JSON).json()["errors"]
    assert client.post(page, {"level": "not_checked", "read": "0"}, **JSON).status_code == 422
    with cast.as_("reviewer"):
        assert not Score.objects.exists()


def test_after_handing_in_nothing_changes_and_the_reader_is_told(cast, review):
    stage.hand_in(cast, review)
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    answer = client.post(page, {"level": "secure", "read": "1", "operation_id": uuid4().hex}, **JSON)
    assert answer.status_code == 423
    assert "handed in" in answer.json()["errors"]["__all__"][0]


def test_a_private_note_is_for_the_partnership_and_never_in_a_letter(cast, review):
    stage.score_all(cast, review)
    client = cast.client("reviewer")
    client.post(f"{QUEUE}{review.pk}/lg1/", {"level": "secure", "private_note": NOTE, "read": "1"})
    stage.recommend(cast, review)
    client.post(f"{QUEUE}{review.pk}/hand-in/")
    stage.waive(cast, cast.audit)
    stage.draft(cast, cast.audit)
    stage.issue(cast, cast.audit)
    assert NOTE in cast.client("lead").get(f"{QUEUE}{review.pk}/lg1/").content.decode()
    with cast.as_("lead"):
        assert NOTE not in str(Feedback.objects.values_list("content", flat=True).get())


def test_what_deserves_attention_comes_first_and_the_rest_is_folded_away(cast, review):
    page = cast.client("reviewer").get(f"{QUEUE}{review.pk}/").content.decode()
    assert page.index("Critical") < page.index("in which nothing stands out")
    assert '<details class="govuk-details" data-key="f">' in page
    by_section = cast.client("reviewer").get(f"{QUEUE}{review.pk}/?order=framework").content.decode()
    assert "in which nothing stands out" not in by_section
    assert "Leadership" in by_section


def test_keys_are_off_until_somebody_switches_them_on_for_herself(cast, review):
    client, page = cast.client("reviewer"), f"{QUEUE}{review.pk}/lg1/"
    assert b"review-keys.js" not in client.get(page).content
    back = client.post(f"{QUEUE}keys/", {"on": "yes", "next": page})
    assert back.headers["Location"] == page
    assert client.post(f"{QUEUE}keys/", {"on": "yes", "next": "https://example.org/"}).headers["Location"] == QUEUE
    assert b"review-keys.js" in client.get(page).content
    assert cast.client("lead").post(f"{QUEUE}keys/", {"on": "no"}).status_code == 302
    assert b"review-keys.js" in client.get(page).content
    client.post(f"{QUEUE}keys/", {"on": "no", "next": page})
    assert b"review-keys.js" not in client.get(page).content
