"""The letter's pages: the lead drafts and issues, the school reads and acknowledges, and nothing leaks before."""

import re

import pytest
from django.db import DatabaseError, transaction

from audits.feedback.actions import acknowledge_feedback
from audits.feedback.models import Feedback, FeedbackRating, RecommendationAnswer
from audits.review.models import Recommendation
from lscp_portal.workflow import Refused
from tests.audits import review_stage as stage

DRAFT = {"opening": "Thank you for this return.", "strengths": "Good records.", "read": ""}


def hidden(page, name) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def test_from_a_handed_in_review_to_a_closed_audit_by_the_pages(cast):
    stage.audit_at(cast, "reviewed")
    lead, head, dsl = cast.client("lead"), cast.client("head"), cast.client("dsl")
    ours, theirs = f"/p/eastmere/feedback/{cast.audit.pk}/", f"/s/900001/feedback/{cast.audit.pk}/"
    before = lead.get(ours).content.decode()
    assert "Write the opening of the letter." in before
    assert lead.post(f"{ours}issue/").status_code == 409
    assert lead.post(ours, {**DRAFT, "preview": "1"}).headers["Location"] == f"{ours}preview/"
    assert stage.COMMENT in lead.get(f"{ours}preview/").content.decode()
    assert head.get(theirs).status_code == 404
    assert lead.post(f"{ours}issue/").headers["Location"] == ours
    assert head.get("/s/900001/feedback/").headers["Location"] == theirs
    letter = head.get(theirs).content.decode()
    for words in ("Thank you for this return.", stage.COMMENT, "Name a deputy for the lead.", "Partly in place"):
        assert words in letter
    assert "Acknowledge" not in dsl.get(theirs).content.decode()
    assert dsl.post(theirs, {"words": "We agree."}).status_code == 403
    without_words = head.post(theirs, {"words": ""})
    assert without_words.status_code == 422
    assert "Say what the school says to this" in without_words.content.decode()
    assert "This field is required" not in without_words.content.decode()
    assert head.post(theirs, {"words": "We agree."}).status_code == 422
    with cast.as_("lead"):
        key = Recommendation.objects.get().pk
    partly = {"words": "We agree.", f"answer_{key}": "in_part"}
    refused = head.post(theirs, partly)
    assert refused.status_code == 422
    assert "Say why you do not accept recommendation 1 as it stands" in refused.content.decode()
    assert "We agree." in refused.content.decode()
    said = {**partly, f"reason_{key}": "The deputy begins in March, not in January."}
    assert head.post(theirs, said).status_code == 302
    assert head.post(theirs, said).status_code == 409
    for page in (dsl.get(theirs), lead.get(ours)):
        assert "We accept it in part." in page.content.decode()
        assert "The deputy begins in March, not in January." in page.content.decode()
    assert "We agree." in dsl.get(theirs).content.decode()
    assert "We agree." in lead.get(ours).content.decode()
    assert lead.post(f"{ours}close/").status_code == 409  # what the school accepted is still open
    assert "Carry it forward and close the audit" in lead.get(ours).content.decode()
    assert lead.post(f"{ours}close/", {"carry": "yes"}).status_code == 302
    assert "This audit is closed." in lead.get(ours).content.decode()
    assert lead.post(f"{ours}close/").status_code == 409


@pytest.mark.parametrize("state", ["submitted", "in_review", "reviewed"])
def test_before_issue_the_school_sees_nothing_of_the_review(cast, state):
    stage.audit_at(cast, state)
    if state == "reviewed":
        stage.draft(cast, cast.audit)
    for who in ("dsl", "head", "chair", "link_governor"):
        client = cast.client(who)
        page = client.get("/s/900001/feedback/")
        assert page.status_code == 200
        assert "There is no feedback yet" in page.content.decode()
        assert client.get(f"/s/900001/feedback/{cast.audit.pk}/").status_code == 404
        assert client.get("/p/eastmere/reviews/").status_code == 404
        assert client.get(f"/p/eastmere/feedback/{cast.audit.pk}/").status_code == 404


def test_a_letter_is_nowhere_for_other_schools_and_other_partnerships(cast):
    stage.audit_at(cast, "feedback_issued")
    for who, page in (
        ("next_door_head", f"/s/900002/feedback/{cast.audit.pk}/"),
        ("next_door_head", f"/s/900001/feedback/{cast.audit.pk}/"),
        ("elsewhere_head", f"/s/900050/feedback/{cast.audit.pk}/"),
        ("elsewhere_lead", f"/p/harrowfold/feedback/{cast.audit.pk}/"),
        ("elsewhere_lead", f"/p/harrowfold/feedback/{cast.audit.pk}/preview/"),
        ("elsewhere_lead", f"/p/eastmere/feedback/{cast.audit.pk}/"),
    ):
        assert cast.client(who).get(page).status_code == 404, (who, page)
    assert cast.client("elsewhere_lead").post(f"/p/harrowfold/feedback/{cast.audit.pk}/close/").status_code == 404


@pytest.mark.parametrize("who", ["reviewer", "visitor", "publisher", "administrator", "analyst", "scrutineer"])
def test_only_the_lead_opens_a_draft_and_staff_read_what_is_issued(cast, who):
    stage.audit_at(cast, "reviewed")
    stage.draft(cast, cast.audit)
    client, page = cast.client(who), f"/p/eastmere/feedback/{cast.audit.pk}/"
    assert client.get(page).status_code == 403
    assert client.post(f"{page}issue/").status_code == 403
    stage.issue(cast, cast.audit)
    read = client.get(page)
    assert read.status_code == 200
    assert "Close the audit" not in read.content.decode()


def test_a_draft_changed_meanwhile_shows_both_wordings(cast):
    stage.audit_at(cast, "reviewed")
    client, page = cast.client("lead"), f"/p/eastmere/feedback/{cast.audit.pk}/"
    client.post(page, DRAFT)
    answer = client.post(page, {**DRAFT, "opening": "A second wording."})
    assert answer.status_code == 409
    assert "Thank you for this return." in answer.content.decode()
    assert "A second wording." in answer.content.decode()
    again = client.post(page, {**DRAFT, "opening": "A second wording.", "read": hidden(answer, "read")})
    assert again.status_code == 302


def test_details_of_a_child_stay_out_of_the_letter_and_of_the_answer(cast):
    stage.audit_at(cast, "feedback_issued")
    answer = cast.client("head").post(
        f"/s/900001/feedback/{cast.audit.pk}/", {"words": "Pupil A123456789012 is safe, NHS number 943 476 5919."}
    )
    assert answer.status_code == 422
    assert "NHS number" in answer.content.decode()


def test_every_recommendation_needs_an_answer_and_a_no_needs_a_reason(cast):
    audit = stage.audit_at(cast, "feedback_issued")
    head = cast.actor("head")
    with cast.as_("head"):
        said = stage.acknowledgement(audit)
        (key,) = said["answers"]
        for answers in ({}, {key: ("reject", " ")}, {key: ("in_part", "")}):
            with pytest.raises(Refused), transaction.atomic():
                acknowledge_feedback(actor=head, **{**said, "answers": answers})
        assert not RecommendationAnswer.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            RecommendationAnswer.objects.create(
                recommendation_id=key, answer="reject", reason="", by_id=1, **audit.owner
            )
        acknowledge_feedback(actor=head, **{**said, "answers": {key: ("reject", "We have two deputies.")}})
        with pytest.raises(DatabaseError), transaction.atomic():
            RecommendationAnswer.objects.update(answer="accept")


RATING = {"is_clear": "yes", "is_fair": "partly", "is_useful": "no", "words": "Write it shorter."}


def test_a_school_rates_the_letter_and_changes_its_mind_until_the_audit_is_closed(cast):
    stage.audit_at(cast, "feedback_issued")
    letter = cast.client("dsl").get(f"/s/900001/feedback/{cast.audit.pk}/")
    with cast.as_("lead"):
        key = cast.audit.feedback.pk
    address, ratings = f"/s/900001/feedback/{key}/rate/", "/p/eastmere/feedback/ratings/"
    assert address not in letter.content.decode()
    assert cast.client("dsl").post(address, RATING).status_code == 409
    stage.acknowledge(cast, cast.audit)
    assert "No school has said anything yet" in cast.client("lead").get(ratings).content.decode()
    assert cast.client("dsl").post(address, RATING).status_code == 302
    assert "Change what you said" in cast.client("dsl").get(f"/s/900001/feedback/{cast.audit.pk}/").content.decode()
    assert cast.client("chair").post(address, {**RATING, "is_useful": "yes"}).status_code == 302
    page = cast.client("scrutineer").get(ratings).content.decode()
    assert "Write it shorter." in page
    assert "Fewer than 10 schools have answered" in page
    for who, status in (("link_governor", 403), ("contributor", 404)):
        assert cast.client(who).post(address, RATING).status_code == status
    assert cast.client("reviewer").get(ratings).status_code == 403
    assert (
        "Write it shorter" not in cast.client("reviewer").get(f"/p/eastmere/feedback/{cast.audit.pk}/").content.decode()
    )
    stage.close(cast, cast.audit)
    assert cast.client("head").post(address, RATING).status_code == 409
    with cast.as_("lead"):
        assert FeedbackRating.objects.get().is_useful == "yes"


def test_as_many_long_words_as_the_boxes_take_are_kept(cast):
    stage.audit_at(cast, "feedback_issued")
    theirs = f"/s/900001/feedback/{cast.audit.pk}/"
    with cast.as_("lead"):
        key = Recommendation.objects.get().pk
    long = " ".join(["counterproductively"] * 80)
    said = {"words": "We see it differently.", f"answer_{key}": "reject", f"reason_{key}": long}
    assert cast.client("head").post(theirs, said).status_code == 302
    rated = {"is_clear": "yes", "is_fair": "no", "is_useful": "partly", "words": f"{long} {long}"[: 20 * 150 - 1]}
    with cast.as_("lead"):
        letter = Feedback.objects.get().pk
    assert cast.client("head").post(f"/s/900001/feedback/{letter}/rate/", rated).status_code == 302
    with cast.as_("lead"):
        assert RecommendationAnswer.objects.get().reason == long
        assert FeedbackRating.objects.get().words == rated["words"]
