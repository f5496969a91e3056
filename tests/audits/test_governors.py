"""A governor's view: what to ask, what a good answer sounds like, and the note of a visit."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audits.answers.types import Entry
from audits.frameworks.reading import load_framework, shipped_frameworks
from audits.governors.models import GovernorVisit
from audits.governors.queries import governor_page
from audits.governors.questions import all_questions, questions_of
from audits.governors.rules import THREE, three_to_ask
from audits.governors.types import Standing
from audits.lifecycle.models import Audit
from lscp_portal.childdata.detector import find_child_details
from tests.audits import review_stage as stage
from tests.audits.answering import LOW, save
from tests.audits.test_answer_pages import words

PARTS = "Designated safeguarding lead: authority, cover and support; Leadership, governance and accountability"
PAGE, NEW = "/s/900001/governors/", "/s/900001/governors/visit/"
TODAY = timezone.localdate


def form(**changes):
    """What a browser sends."""
    day = TODAY()
    said = {
        "visited_on_day": day.day, "visited_on_month": day.month, "visited_on_year": day.year, "sections": ["LG", "DS"],
        "looked_at": "The log of training; five lunchtime staff.", "found": "Four of five knew the route.",
        "agreed": "The deputy trains the fifth by Friday.", "serves_as_evidence": "yes", "read": "",
    }  # fmt: skip
    return said | changes


def written(cast, who="link_governor", **changes):
    """A note, by its address."""
    after = cast.client(who).post(NEW, form(**changes))
    assert after.status_code == 302, words(after)
    return after.headers["Location"]


def test_every_section_of_the_shipped_frameworks_has_three_questions():
    for path in shipped_frameworks():
        for section in load_framework(path).sections:
            assert section.code in all_questions()
    for code, questions in all_questions().items():
        assert len(questions) == THREE, code
        assert len({one.ask for one in questions}) == THREE
        for one in questions:
            assert one.ask.endswith("?")
            assert one.good.endswith((".", "?", "”"))
            assert not find_child_details(f"{one.ask} {one.good} {one.again}")
    assert questions_of("ZZ") == all_questions()[""]


def test_what_is_weak_and_unseen_is_asked_first(cast):
    save(cast, "dsl", "DS1", LOW)
    save(cast, "dsl", "PP6", Entry("partly", 0, "We think so.", "Look.", "head", date(2027, 1, 31)))
    page = words(cast.client("link_governor").get(PAGE))
    three = page.split("Three things to ask")[1].split("What governors saw")[0]
    assert three.index("How much protected time") < three.index("only true of this school")
    assert "1 critical answer here is low; no governor’s note in this cycle yet." in three
    assert three.count("A good answer:") == THREE
    written(cast, sections=["DS"])
    three = words(cast.client("link_governor").get(PAGE)).split("Three things to ask")[1].split("What governors saw")[0]
    assert "How much protected time" not in three


@given(st.permutations(["A", "B", "C", "D", "E"]), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_the_choice_does_not_depend_on_order_but_for_ties(codes, low):
    standing = {code: Standing(code=code, title=code, low=number) for code, number in zip("ABCDE", low, strict=True)}
    chosen = {one.code for one in three_to_ask([standing[code] for code in codes])}
    rest = set(standing) - chosen
    assert len(chosen) == THREE
    assert min(standing[code].low for code in chosen) >= max(standing[code].low for code in rest)


def test_without_an_audit_the_page_says_so(cast):
    with cast.as_("lead"):
        cast.cycle.__class__.objects.create(
            tenant=cast.partnership, framework=cast.framework, name="Coming", year=2027, mode="full",
            opens_on=date(2027, 9, 1), due_on=date(2027, 12, 1),
        )  # fmt: skip
    assert cast.client("next_door_link_governor").get("/s/900002/governors/").status_code == 200
    assert "No visit is written down yet" in words(cast.client("link_governor").get(PAGE))


@pytest.mark.parametrize("who", ["link_governor", "chair"])
def test_a_governor_writes_a_note_that_the_school_reads(cast, who):
    address = written(cast, who)
    for reader in ("dsl", "head", who):
        page = words(cast.client(reader).get(address))
        for said in ("five lunchtime staff", "Four of five", "by Friday", PARTS, "reviewer reads it too"):
            assert said in page
    assert cast.client("contributor").get(address).status_code in {403, 404}
    assert cast.client("next_door_link_governor").get(address.replace("900001", "900002")).status_code == 404
    assert "1 visit of a governor" in words(cast.client("dsl").get("/s/900001/audit/lg/"))


@pytest.mark.parametrize("who", ["link_governor", "chair"])
def test_a_governors_first_page_names_the_three_questions_and_leads_to_the_note(cast, who):
    page = cast.client(who).get("/s/900001/")
    three = re.findall(r"<strong>([^<]*)</strong><br>", page.text)
    with cast.as_(who):
        assert three == [one.question.ask for one in governor_page(audit=cast.audit).three]
    assert len(three) == 3
    assert f'href="{NEW.removeprefix("/s/900001/")}"' in page.text
    assert "Three things to ask" not in words(cast.client("dsl").get("/s/900001/"))


def test_parts_are_called_by_their_titles(cast):
    written(cast, "chair")
    page = words(cast.client("chair").get(PAGE))
    assert PARTS in page
    assert "DS, LG" not in page
    assert "LG: " not in page
    assert "LG: " not in words(cast.client("chair").get(NEW))


@pytest.mark.parametrize("who", ["dsl", "head", "deputy_dsl", "contributor"])
def test_nobody_else_writes_one(cast, who):
    assert cast.client(who).post(NEW, form()).status_code == 403
    assert "Write down a visit" not in words(cast.client(who).get(PAGE))


@pytest.mark.parametrize("field", ["looked_at", "found", "agreed"])
def test_a_childs_details_are_refused_in_every_box_and_nothing_is_kept(cast, field):
    page = cast.client("chair").post(NEW, form(**{field: "UPN A123456789012 was seen."}))
    assert page.status_code == 422
    assert "unique pupil number" in words(page)
    with cast.as_("dsl"):
        assert not GovernorVisit.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sections": []}, "parts did you look at"), ({"found": ""}, "Enter"), ({"looked_at": ""}, "Enter"),
        ({"visited_on_year": 2099}, "on or before"), ({"serves_as_evidence": ""}, "There is a problem"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(cast, changes, why):
    page = cast.client("chair").post(NEW, form(**changes))
    assert page.status_code == 422
    assert why.lower() in words(page).lower()
    assert "The deputy trains the fifth by Friday." in words(page)


def test_only_the_writer_corrects_and_two_windows_lose_nothing(cast):
    address = written(cast)
    browser = cast.client("link_governor")
    for other in ("chair", "dsl"):
        assert cast.client(other).post(f"{address}correct/", form(read="1")).status_code == 403
    assert browser.post(f"{address}correct/", form(read="1", found="All five knew it.")).status_code == 302
    assert "All five knew it." in words(browser.get(address))
    late = browser.post(f"{address}correct/", form(read="1", found="None knew it."))
    assert late.status_code == 409
    assert "All five knew it." in words(late)
    assert "None knew it." in words(late)
    with pytest.raises(DatabaseError), cast.as_("chair"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE audits_governorvisit SET found = 'x' RETURNING id")
        if not cursor.fetchall():
            raise DatabaseError


def test_the_reviewer_reads_what_may_serve_as_evidence_and_nothing_else(cast):
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(due_on=TODAY() + timedelta(days=9))
    written(cast)
    written(cast, "chair", found="Not for the partnership.", serves_as_evidence="no")
    stage.submit(cast, cast.audit)
    review = stage.claim(cast, cast.audit)
    reader = cast.client("reviewer")
    page = words(reader.get(f"/p/eastmere/reviews/{review.pk}/governors/"))
    assert "Four of five" in page
    assert "Not for the partnership." not in page
    assert "What governors saw" in words(reader.get(f"/p/eastmere/reviews/{review.pk}/"))
    with cast.as_("lead"):
        assert GovernorVisit.objects.count() == 1


def test_ten_notes_take_the_statements_of_one(cast, django_assert_max_num_queries):
    for _number in range(10):
        written(cast)
    browser = cast.client("chair")
    with django_assert_max_num_queries(14):
        assert browser.get(PAGE).status_code == 200
