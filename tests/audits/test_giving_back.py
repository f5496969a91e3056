"""Giving a return back with a word, for oneself or for somebody who cannot go on, and taking it up again."""

import pytest
from django.core.exceptions import PermissionDenied

from audits.lifecycle.models import Audit
from audits.review.actions import claim_audit, hand_in_review, release_review, resume_review, take_back_review
from audits.review.models import Review, Score
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.audits import review_stage as stage
from tests.audits.test_clarification_letters import letters
from tests.audits.test_review_pages import QUEUE, statements

WHY = "No time before the letter is due."


@pytest.fixture
def review(cast) -> Review:
    stage.submit(cast, cast.audit)
    return stage.claim(cast, cast.audit)


def released(cast, review, why: str = WHY) -> Review:
    with cast.as_("reviewer"):
        return release_review(actor=cast.actor("reviewer"), review_id=review.pk, why=why)


def taken_back(cast, review, why: str = "Away for weeks.") -> Review:
    with cast.as_("lead"):
        return take_back_review(actor=cast.actor("lead"), review_id=review.pk, why=why)


def test_a_word_is_kept_with_who_and_when_and_is_not_in_the_trail(cast, review):
    given = released(cast, review)
    assert (given.released_why, given.released_by_id) == (WHY, cast.people["reviewer"].pk)
    assert given.released_at is not None
    with cast.as_("lead"):
        event = Event.objects.order_by("-pk").first()
        assert event.kind == "review.released"
        assert "letter" not in str(event.facts)


def test_the_same_reader_goes_on_and_everything_is_there(cast, review):
    stage.score_all(cast, review, but=3)
    stage.recommend(cast, review)
    released(cast, review)
    with cast.as_("reviewer"):
        again = resume_review(actor=cast.actor("reviewer"), review_id=review.pk)
        assert again.resumed_at is not None
        assert again.scores.count() == 7
        assert again.recommendations.count() == 1
        assert Audit.objects.get(pk=cast.audit.pk).state == "in_review"
    client = cast.client("reviewer")
    for code in ("pp6", "ds1", "ds2"):
        saved = client.post(f"{QUEUE}{review.pk}/{code}/", {"level": "secure", "read": "0"})
        assert saved.status_code == 302, code
    assert stage.attempt(cast, "reviewer", hand_in_review, review_id=review.pk) == "submitted"


def test_the_same_reader_may_start_afresh_instead(cast, review):
    stage.score_all(cast, review)
    released(cast, review)
    with cast.as_("reviewer"):
        second = claim_audit(actor=cast.actor("reviewer"), audit_id=cast.audit.pk)
        assert second.pk != review.pk
        assert second.scores.count() == 0
        with pytest.raises(Refused):
            resume_review(actor=cast.actor("reviewer"), review_id=review.pk)


def test_once_somebody_else_reads_it_there_is_nothing_to_take_up(cast, review):
    stage.score_all(cast, review)
    released(cast, review)
    second = stage.claim(cast, cast.audit, "second_reviewer")
    with cast.as_("second_reviewer"):
        assert Score.objects.filter(review=second).count() == 0
    with cast.as_("reviewer"), pytest.raises(Refused):
        resume_review(actor=cast.actor("reviewer"), review_id=review.pk)


def test_the_lead_gives_back_with_a_reason_and_the_reader_finds_it(cast, review):
    with pytest.raises(Refused):
        taken_back(cast, review, why=" ")
    taken_back(cast, review)
    cover = cast.client("reviewer").get(f"{QUEUE}returns/{cast.audit.pk}/").content.decode()
    assert "gave this return back for you" in cover
    assert "Away for weeks." in cover
    with cast.as_("reviewer"):
        assert resume_review(actor=cast.actor("reviewer"), review_id=review.pk).state == "claimed"


def test_the_reader_is_told_once_each_time_and_the_letter_leads_to_the_reason(committed_cast, committed):
    cast = committed_cast
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    taken_back(cast, review)
    place, lead = f"{QUEUE}returns/{cast.audit.pk}/", cast.people["lead"].pk
    assert letters(committed, "review_taken_back") == [(cast.people["reviewer"].pk, place, lead)]


def test_no_reader_takes_a_return_out_of_anothers_hands(cast, review):
    cast.declare("second_reviewer", cast.here)
    with cast.as_("second_reviewer"), pytest.raises(PermissionDenied):
        take_back_review(actor=cast.actor("second_reviewer"), review_id=review.pk, why="Mine.")


def test_giving_back_and_taking_up_by_the_pages(cast, review):
    client, base = cast.client("reviewer"), f"{QUEUE}{review.pk}/"
    client.post(f"{base}lg1/", {"level": "partly", "read": "0"})
    assert "You have scored 1 of 10" in client.get(f"{base}release/").content.decode()
    typed = "NHS number 943 476 5919 was in the file."
    assert client.post(f"{base}release/", {"why": typed}).status_code == 422
    assert client.post(f"{base}release/", {"why": WHY}).status_code == 302
    assert client.post(f"{base}release/", {"why": WHY}).status_code == 409
    assert "cannot be given back" in client.get(f"{base}release/").content.decode()
    assert WHY in cast.client("lead").get(base).content.decode()
    cover = client.get(f"{QUEUE}returns/{cast.audit.pk}/").content.decode()
    assert "You had scored 1 of 10." in cover
    assert WHY in cover
    assert "Start afresh" in cover
    assert client.post(f"{base}resume/").headers["Location"] == base
    assert client.post(f"{base}resume/").status_code == 409
    lead = cast.client("lead")
    assert f"{base}take-back/" in lead.get(base).content.decode()
    assert lead.post(f"{base}take-back/", {"why": ""}).status_code == 422
    assert lead.post(f"{base}take-back/", {"why": "Away."}).status_code == 302
    assert lead.post(f"{base}take-back/", {"why": "Away."}).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("reviewer", 403), ("second_reviewer", 403), ("scrutineer", 403), ("visitor", 403), ("elsewhere_lead", 404)],
)
def test_who_sees_the_page_on_which_the_lead_takes_back(cast, review, who, status):
    assert cast.client(who).get(f"{QUEUE}{review.pk}/take-back/").status_code == status


def test_somebody_elses_earlier_reading_is_not_on_the_cover(cast, review):
    released(cast, review)
    cast.declare("second_reviewer", cast.here)
    client = cast.client("second_reviewer")
    assert WHY not in client.get(f"{QUEUE}returns/{cast.audit.pk}/").content.decode()
    assert statements(client, f"{QUEUE}returns/{cast.audit.pk}/") <= 12
