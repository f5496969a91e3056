"""Interests are declared before anything is seen, and a conflict keeps its person out."""

import pytest
from django.core.exceptions import PermissionDenied

from audits.review.interests import declare_interest
from audits.review.models import Review
from lscp_portal.accounts.models import InterestDeclaration
from lscp_portal.trail.models import Event
from tests.audits import review_stage as stage

WHO = [  # typed from domain.md 7.1: who reads, visits or writes to schools declares, each for herself
    ("reviewer", True),
    ("visitor", True),
    ("lead", True),
    ("administrator", False),
    ("publisher", False),
    ("analyst", False),
    ("scrutineer", False),
]


@pytest.mark.parametrize(("who", "may"), WHO)
def test_who_declares(cast, who, may):
    actor = cast.actor(who)
    with cast.as_(who):
        if may:
            made = declare_interest(actor=actor, school_id=cast.here.pk)
            assert (made.person_id, made.has_conflict) == (cast.people[who].pk, False)
        else:
            with pytest.raises(PermissionDenied):
                declare_interest(actor=actor, school_id=cast.here.pk)


def test_a_conflict_cannot_be_taken_back_by_its_own_person(cast):
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        declare_interest(actor=actor, school_id=cast.here.pk, conflict="governor", details="Until May.")
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"), pytest.raises(PermissionDenied):
        declare_interest(actor=actor, school_id=cast.here.pk)


def test_a_conflict_declared_while_reading_gives_the_return_back(cast):
    audit = stage.audit_at(cast, "in_review")
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        declare_interest(actor=actor, school_id=cast.here.pk, conflict="friendship")
        audit.refresh_from_db()
        assert (audit.state, Review.objects.get().state) == ("submitted", "released")


def test_a_declaration_is_in_the_trail_without_its_words(cast):
    actor = cast.actor("reviewer")
    with cast.as_("reviewer"):
        declare_interest(actor=actor, school_id=cast.here.pk, conflict="complaint", details="In the spring.")
        event = Event.objects.order_by("-pk").first()
        assert event.kind == "interest.declared"
        assert "spring" not in str(event.facts)
        assert InterestDeclaration.objects.get().reason.endswith("In the spring.")


def test_the_cover_asks_for_the_declaration_first_and_leads_on_to_the_workspace(cast):
    stage.audit_at(cast, "submitted")
    client = cast.client("reviewer")
    cover = f"/p/eastmere/reviews/returns/{cast.audit.pk}/"
    asked = client.get(cover, follow=True)
    declare = asked.redirect_chain[-1][0]
    assert declare.startswith(f"/p/eastmere/reviews/interests/{cast.here.pk}/")
    assert "We sampled the records" not in asked.content.decode()
    assert client.post(declare, {}).status_code == 422
    assert client.post(declare, {"answer": "none"}).headers["Location"] == cover
    claimed = client.post(f"{cover}claim/")
    assert client.get(claimed.headers["Location"]).status_code == 200
    assert client.get(cover).headers["Location"] == claimed.headers["Location"]


def test_a_declared_conflict_closes_every_page_of_the_school_with_words(cast):
    stage.audit_at(cast, "reviewed")
    with cast.as_("lead"):
        review = Review.objects.get(state="submitted")
    second, lead = cast.client("second_reviewer"), cast.client("lead")
    declare = f"/p/eastmere/reviews/interests/{cast.here.pk}/"
    for client in (second, lead):
        assert client.post(declare, {"answer": "child_there"}).status_code == 302
    base = "/p/eastmere"
    pages = [
        (second, f"{base}/reviews/returns/{cast.audit.pk}/"),
        (second, declare),
        (lead, f"{base}/reviews/{review.pk}/"),
        (lead, f"{base}/reviews/{review.pk}/lg1/"),
        (lead, f"{base}/reviews/{review.pk}/side-by-side/"),
        (lead, f"{base}/reviews/{review.pk}/recommendations/"),
        (lead, f"{base}/feedback/{cast.audit.pk}/"),
        (lead, f"{base}/feedback/{cast.audit.pk}/preview/"),
    ]
    for client, page in pages:
        answer = client.get(page)
        assert answer.status_code == 403, page
        assert "You declared a conflict of interest" in answer.content.decode(), page
    assert "You declared a conflict" in lead.get(f"{base}/reviews/?state=reviewed").content.decode()
    with cast.as_("lead"):
        kept = Event.objects.filter(kind="interest.kept_out")
        assert sorted(row.facts["path"] for row in kept) == sorted(page for _client, page in pages)
        assert {row.record for row in kept} == {f"schools_school:{cast.here.pk}"}


def test_the_way_on_after_declaring_never_leads_to_another_site(cast):
    client = cast.client("reviewer")
    declare = f"/p/eastmere/reviews/interests/{cast.here.pk}/"
    for onward in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        answer = client.post(f"{declare}?next={onward}", {"answer": "none"})
        assert answer.headers["Location"] == "/p/eastmere/reviews/"
