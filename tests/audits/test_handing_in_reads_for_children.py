"""A reader's words are read again when the review is handed in: what warns and nobody confirmed is asked for."""

import pytest

from audits.review.actions import hand_in_review, score_indicator
from audits.review.models import Review, Score
from audits.review.types import ScoreEntry
from lscp_portal.workflow import Refused
from tests.audits.review_stage import claim, score_all, submit
from tests.audits.test_sign_pages import words
from tests.people import Cast

WARNS = "The log of child AB was not signed."
NUMBER = "999 000 0018"  # in a series that is given to nobody


def reading(cast: Cast) -> Review:
    """A review with a level and an innocent comment everywhere."""
    submit(cast, cast.audit)
    review = claim(cast, cast.audit)
    score_all(cast, review)
    return review


def write(cast: Cast, review: Review, **words: object) -> None:
    """Save LG1 again, as a page would or as another way would."""
    entry, actor = ScoreEntry("partly", **words), cast.actor("reviewer")
    with cast.as_("reviewer"):
        score_indicator(actor=actor, review_id=review.pk, code="LG1", entry=entry, read=1)


def refused_because(cast: Cast, review: Review) -> list:
    actor = cast.actor("reviewer")
    with pytest.raises(Refused) as refused, cast.as_("reviewer"):
        hand_in_review(actor=actor, review_id=review.pk)
    return refused.value.blockers


@pytest.mark.parametrize(("box", "label"), [("comment", "Comment to the school"), ("private_note", "Private note")])
def test_words_that_warn_and_were_not_confirmed_keep_it_from_being_handed_in(cast, box, label):
    review = reading(cast)
    write(cast, review, **{box: WARNS})
    (blocker,) = refused_because(cast, review)
    assert blocker.sentence.startswith(f"LG1, “{label}”: ")
    assert "AB" not in blocker.sentence
    assert (blocker.places, blocker.field) == ((("LG", "LG1"),), box)


def test_a_number_that_came_in_by_another_way_stops_it_too(cast):
    review = reading(cast)
    write(cast, review, comment=f"NHS number {NUMBER}")
    (blocker,) = refused_because(cast, review)
    assert NUMBER not in blocker.sentence


def test_what_the_reader_confirmed_when_saving_is_not_asked_again(cast):
    review = reading(cast)
    browser = cast.client("reviewer")
    page = f"/p/eastmere/reviews/{review.pk}/lg1/"
    typed = {"level": "partly", "comment": WARNS, "private_note": "", "read": 1}
    asked = browser.post(page, typed)
    assert asked.status_code == 422
    (digest,) = [one.digest for one in asked.context["form"].unconfirmed.values()]
    assert browser.post(page, typed | {"comment-no-child": digest}).status_code == 302
    with cast.as_("reviewer"):
        assert Score.objects.get(review=review, indicator__code="LG1").checked == [digest]
    assert digest in browser.get(page).content.decode()
    assert browser.post(f"/p/eastmere/reviews/{review.pk}/hand-in/").status_code == 302


def test_the_page_of_handing_in_leads_to_the_box_and_saving_there_opens_the_way(cast):
    review = reading(cast)
    write(cast, review, comment=WARNS)
    browser = cast.client("reviewer")
    address = f"/p/eastmere/reviews/{review.pk}/"
    page = browser.get(f"{address}hand-in/")
    assert page.status_code == 200
    assert f'href="{address}lg1/#id_comment"' in page.content.decode()
    assert "Hand in the review</button>" not in page.content.decode()
    told = browser.post(f"{address}hand-in/")
    assert told.status_code == 409
    assert f'href="{address}lg1/#id_comment"' in told.content.decode()
    form = browser.get(f"{address}lg1/").context["form"]
    (digest,) = [one.digest for one in form.warned.values()]
    sent = {"level": "partly", "comment": WARNS, "read": 2, "comment-no-child": digest}
    browser.post(f"{address}lg1/", sent)
    assert browser.post(f"{address}hand-in/").status_code == 302


def test_with_everything_scored_the_page_of_handing_in_still_opens_while_something_else_is_left(cast):
    review = reading(cast)
    write(cast, review, comment=WARNS)
    page = cast.client("reviewer").get(f"/p/eastmere/reviews/{review.pk}/hand-in/")
    assert "Back to the review" in words(page)
