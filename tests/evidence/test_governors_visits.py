"""A governor's note that may serve as evidence can be chosen as evidence of an answer, and links to itself."""

import pytest
from django.db import IntegrityError, transaction

from audits.evidence.models import EvidenceItem
from audits.signoff.models import FrozenCopy
from tests.audits import review_stage as stage
from tests.audits.answering import ready, sign_as
from tests.audits.test_answer_pages import words
from tests.audits.test_delegation import give
from tests.audits.test_governors import TODAY, written

ITEMS = "/s/900001/audit/lg/lg1/evidence/"


def note(cast, **changes):
    """A governor's note on LG and DS, by its id."""
    return int(written(cast, **changes).rstrip("/").rsplit("/", 1)[1])


def choose(cast, note_id, who="dsl", path=ITEMS):
    return cast.client(who).post(f"{path}visit/{note_id}/")


def items(cast):
    with cast.as_("dsl"):
        return list(EvidenceItem.objects.filter(removed_at=None))


def test_a_visit_is_offered_chosen_once_and_linked(cast):
    chosen = note(cast)
    page = words(cast.client("dsl").get(ITEMS))
    assert f"Visit of {TODAY():%-d %B %Y} , Link Governor, link governor" in page
    assert choose(cast, chosen).headers["Location"] == ITEMS
    assert choose(cast, chosen).status_code == 302  # a second press
    (item,) = items(cast)
    assert (item.visit_id, item.kind, item.dated_on) == (chosen, "visit", TODAY())
    page = cast.client("dsl").get(ITEMS)
    assert f'href="/s/900001/governors/{chosen}/"' in page.content.decode()
    assert "Use it as evidence" not in words(page)
    assert f"Governor’s visit of {TODAY():%-d %B %Y}" in words(cast.client("head").get("/s/900001/audit/lg/lg1/"))


def test_what_stays_in_the_school_or_is_about_another_section_is_not_offered(cast):
    private = note(cast, serves_as_evidence="no")
    note(cast, sections=["DS"])
    assert "Use it as evidence" not in words(cast.client("dsl").get(ITEMS))
    assert choose(cast, private).status_code == 404
    assert items(cast) == []


@pytest.mark.parametrize(
    ("who", "status"), [("head", 403), ("chair", 403), ("contributor", 403), ("next_door_dsl", 404), ("reviewer", 404)]
)
def test_only_those_who_answer_and_see_the_notes_choose_one(cast, who, status):
    chosen = note(cast)
    give(cast, "LG1")
    reply = choose(cast, chosen, who)
    assert reply.status_code in {status, 404}
    assert items(cast) == []


def test_a_contributor_reads_that_there_was_a_visit_and_has_no_link(cast):
    choose(cast, note(cast))
    give(cast, "LG1")
    page = cast.client("contributor").get(ITEMS)
    assert "Governor’s visit of" in words(page)
    assert "/governors/" not in page.content.decode().split("<main")[1]


def test_a_visit_taken_out_and_chosen_again_is_not_put_back_beside_itself(cast):
    chosen = note(cast)
    choose(cast, chosen)
    (first,) = items(cast)
    cast.client("dsl").post(f"/s/900001/evidence/{first.pk}/remove/")
    choose(cast, chosen)
    reply = cast.client("dsl").post(f"/s/900001/evidence/{first.pk}/put-back/")
    assert reply.status_code == 409
    assert "among the evidence already" in words(reply)
    with cast.as_("dsl"), pytest.raises(IntegrityError, match="evidence_item_visit_once"), transaction.atomic():
        EvidenceItem.objects.filter(pk=first.pk).update(removed_at=None, removed_by_id=None)


def test_the_reviewer_follows_it_to_the_note(cast):
    chosen = note(cast, visited_on_day=12, visited_on_month=3, visited_on_year=2026)  # before this cycle
    unnamed = note(cast, visited_on_day=13, visited_on_month=3, visited_on_year=2026)
    choose(cast, chosen)
    ready(cast)
    for who in ("dsl", "head", "chair"):
        sign_as(cast, who)
    with cast.as_("dsl"):
        assert "Governor’s visit of" in FrozenCopy.objects.get().content
    review = stage.claim(cast, cast.audit)
    page = cast.client("reviewer").get(f"/p/eastmere/reviews/{review.pk}/lg1/").content.decode()
    assert f'href="/p/eastmere/reviews/{review.pk}/governors/#note-{chosen}"' in page
    notes = cast.client("reviewer").get(f"/p/eastmere/reviews/{review.pk}/governors/")
    assert f'id="note-{chosen}"' in notes.content.decode()
    assert "12 March 2026" in words(notes)
    assert f'id="note-{unnamed}"' not in notes.content.decode()
