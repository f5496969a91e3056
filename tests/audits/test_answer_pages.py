"""Answering in a browser without JavaScript, and the address that saves while somebody types."""

import re
import uuid
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from audits.answers.models import Answer
from audits.cycles.models import Cycle
from lscp_portal.accounts.models import Membership
from tests.audits.answering import LOW, SECURE, address, ready, save, send, sign_as, state_of, typed
from tests.people import ASKED, make_audit, make_school

JSON = {"Accept": "application/json"}
HOME = "/s/900001/audit/"


def words(response) -> str:
    """The page's text on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def answers(cast) -> int:
    with cast.as_("dsl"):
        return Answer.objects.count()


def test_a_governor_answers_from_the_task_list_to_the_next_indicator(cast):
    browser = cast.client("link_governor")
    page = browser.get(HOME)
    assert "0 of 10 answered" in words(page)
    assert "Start the audit" in words(page)
    assert "Leadership, governance and accountability" in words(browser.get(HOME + "lg/"))
    page = browser.get(address("LG1"))
    for said in (
        "The board has a named member", "This one is critical.", "What good evidence looks like",
        "Minuted appointment", "Keeping children safe in education 2026, Part 2", "Missing, out of date",
        "We have not checked yet", "Someone tested it in practice", "Nothing saved for LG1 yet.",
    ):  # fmt: skip
        assert said in words(page)
    assert "Does not apply to us" not in words(page)
    after = send(browser, "LG1", typed(cast, SECURE))
    assert (after.status_code, after.headers["Location"]) == (302, address("LG2"))
    assert "LG1 is saved." in words(browser.get(address("LG2")))
    assert "LG1 is saved." not in words(browser.get(address("LG2")))
    assert "by Link Governor" in words(browser.get(address("LG1")))
    assert "1 of 10 answered" in words(browser.get(HOME))
    assert state_of(cast) == "in_progress"


def test_saving_the_last_indicator_leads_back_to_the_task_list(cast):
    after = send(cast.client("dsl"), ASKED[-1], typed(cast, SECURE))
    assert after.headers["Location"] == HOME


def test_a_low_answer_is_kept_and_the_lists_say_that_it_needs_an_action(cast):
    browser = cast.client("dsl")
    low = typed(cast, LOW) | {"action": "", "action_owner": ""}
    assert send(browser, "LG2", low).status_code == 302
    assert "1 of 4 answered, 1 needs an action" in words(browser.get(HOME))
    assert "Partly in place: needs an action" in words(browser.get(HOME + "lg/"))


def test_impact_without_proof_comes_back_with_an_offer_and_the_typed_words(cast):
    browser = cast.client("dsl")
    data = typed(cast, SECURE) | {"level": "embedded", "strength": "1"}
    page = send(browser, "LG1", data)
    assert page.status_code == 422
    assert "Choose “Secure”, or evidence strength “Sampled”" in words(page)
    assert SECURE.how_we_know in words(page)
    assert "What you see here is not saved yet." in words(page)
    assert "<title>Error: " in page.content.decode()
    assert answers(cast) == 0
    assert send(browser, "LG1", data | {"level": ["embedded", "secure"]}).status_code == 302  # the offered button
    with cast.as_("dsl"):
        assert Answer.objects.get().level == "secure"


@pytest.mark.parametrize("field", ["how_we_know", "action", "action_owner"])
def test_a_childs_details_are_refused_in_every_free_text_and_nothing_is_kept(cast, field):
    data = typed(cast, LOW) | {field: "UPN A123456789012 moved class."}
    page = send(cast.client("dsl"), "LG1", data)
    assert page.status_code == 422
    assert "unique pupil number" in words(page)
    assert "A123456789012" in page.content.decode()
    assert answers(cast) == 0
    reply = send(cast.client("dsl"), "LG1", data, **JSON)
    assert reply.status_code == 422
    assert "unique pupil number" in reply.json()["errors"][field][0]
    assert answers(cast) == 0


def test_a_wrong_date_keeps_what_was_typed(cast):
    page = send(cast.client("dsl"), "LG1", typed(cast, LOW) | {"action_due_on_month": "13"})
    assert page.status_code == 422
    assert "must have a month from 1 to 12" in words(page)
    assert LOW.action in words(page)


def test_two_editors_see_both_wordings_and_choose(cast):
    save(cast, "dsl", "LG1", SECURE)
    browser = cast.client("link_governor")
    page = send(browser, "LG1", typed(cast, LOW))
    text = page.content.decode()
    assert page.status_code == 409
    for said in (SECURE.how_we_know, LOW.how_we_know, "Saved by Dsl", "What you wrote", "Keep mine", "Keep theirs"):
        assert said in words(page)
    assert words(page).count("Different") == 6
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text))
    kept.pop("csrfmiddlewaretoken", None)
    assert kept["read"] == "1"
    assert send(browser, "LG1", kept).status_code == 302
    with cast.as_("dsl"):
        answer = Answer.objects.get()
    assert (answer.revision, answer.level, answer.action_due_on) == (2, "partly", date(2027, 3, 31))


def test_autosave_says_when_and_which_revision(cast):
    reply = send(cast.client("dsl"), "LG1", typed(cast, SECURE), **JSON)
    assert reply.status_code == 200
    assert reply.json()["revision"] == 1
    assert reply.json()["saved_at"]


def test_an_autosave_sent_twice_is_saved_once(cast):
    browser, data = cast.client("dsl"), typed(cast, SECURE, operation=uuid.uuid4())
    first, again = (send(browser, "LG1", data, **JSON).json() for _ in range(2))
    assert first == again


def test_autosave_hears_of_a_conflict_with_the_other_words(cast):
    save(cast, "dsl", "LG1", SECURE)
    reply = send(cast.client("deputy_dsl"), "LG1", typed(cast, LOW), **JSON)
    assert reply.status_code == 409
    assert (reply.json()["by"], reply.json()["is_own"], reply.json()["revision"]) == ("Dsl", False, 1)
    assert reply.json()["answer"]["how_we_know"] == SECURE.how_we_know


def test_a_conflict_with_oneself_is_said_to_be_one(cast):
    save(cast, "dsl", "LG1", SECURE)
    browser = cast.client("dsl")
    told = send(browser, "LG1", typed(cast, LOW), **JSON).json()
    assert (told["is_own"], told["by"]) == (True, "Dsl")
    page = words(send(browser, "LG1", typed(cast, LOW)))
    for said in ("You saved this answer in another tab or device", "Keep what I wrote here", "Keep the other"):
        assert said in page
    for not_said in ("Somebody", "theirs", "Two people"):
        assert not_said not in page


def test_what_good_looks_like_is_the_indicators_own_or_what_the_scale_calls_good(cast):
    page = words(cast.client("dsl").get(address("LG1")))
    assert "What good looks like Secure: In place for everyone it should cover" in page
    section = words(cast.client("dsl").get("/s/900001/audit/lg/"))
    assert section.count("What good looks like") == 1
    guidance = {"why": "", "looks_like": "Governors ask what changed.", "evidence": ""}
    drawn = render_to_string(
        "audits/answers/guidance.html", {"guidance": guidance, "good": ["x"], "said": "", "heading": "h2"}
    )
    assert "Governors ask what changed." in drawn
    assert "<li>" not in drawn


def test_a_signed_audit_answers_423_and_shows_the_words_that_were_not_kept(cast):
    ready(cast)
    sign_as(cast, "dsl")
    browser = cast.client("dsl")
    assert send(browser, "LG1", typed(cast, LOW, read=1), **JSON).status_code == 423
    page = send(browser, "LG1", typed(cast, LOW, read=1))
    assert page.status_code == 423
    assert LOW.how_we_know in words(page)
    page = browser.get(address("LG1"))
    assert "data-autosave" not in page.content.decode()
    assert "What the school says" in words(page)


@pytest.mark.parametrize("who", ["head", "chair"])
def test_head_and_chair_read_the_answers_and_may_not_write(cast, who):
    browser = cast.client(who)
    assert '<form method="post" novalidate data-autosave>' not in browser.get(address("LG1")).content.decode()
    assert send(browser, "LG1", typed(cast, LOW)).status_code == 403
    assert answers(cast) == 0


PAGES = ["", "all/", "profile/", "lg/", "lg/lg1/", "sign/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["next_door_dsl", "elsewhere_dsl", "lead", "reviewer"])
def test_the_pages_of_another_school_are_not_there(cast, who, page):
    assert cast.client(who).get(HOME + page).status_code == 404


@pytest.mark.parametrize("foreign", ["next_door_audit", "elsewhere_audit"])
def test_a_foreign_audit_cannot_be_named_in_ones_own_place(cast, foreign):
    browser, key = cast.client("dsl"), getattr(cast, foreign).pk
    assert send(browser, "LG1", typed(cast, LOW) | {"audit": key}).status_code == 404
    assert browser.get(f"{HOME}earlier/{key}/").status_code == 404
    assert browser.get(f"{HOME}earlier/{key}/copy/").status_code == 404
    assert browser.get(f"{HOME}earlier/{key}/copy.json").status_code == 404


@pytest.mark.parametrize("page", ["zz/", "lg/lg4/", "lg/cu1/", "copy/", "copy.json"])
def test_what_is_not_there_is_404(cast, page):
    assert cast.client("dsl").get(HOME + page).status_code == 404


def test_a_school_without_an_audit_is_told_what_will_happen(cast):
    with cast.as_("lead"):
        new = make_school(cast.partnership, 900009, "New School", "ZZ1 9ZZ")
    Membership.objects.create(
        person=cast.people["dsl"], tenant=cast.partnership, role="dsl", starts_on=date(2026, 9, 1),
        school_id=new.pk, school_urn=new.urn, school_name=new.name,
    )  # fmt: skip
    browser = cast.client("dsl")
    assert "There is no audit for your school yet." in words(browser.get("/s/900009/audit/"))
    for page in ("all/", "profile/", "sign/", "lg/", "copy/"):
        assert browser.get(f"/s/900009/audit/{page}").status_code == 404


def test_the_latest_open_cycle_is_the_audit_and_earlier_ones_stay_readable(cast):
    save(cast, "dsl", "LG1", SECURE)
    with cast.as_("lead"):
        later = Cycle.objects.create(
            tenant=cast.partnership, framework=cast.framework, name="Full audit 2027", year=2027, mode="full",
            opens_on=date(2027, 9, 1), due_on=date(2027, 12, 1),
        )  # fmt: skip
        Cycle.objects.filter(pk=later.pk).update(state="open", opened_at=timezone.now(), opened_by_id=1)
        make_audit(later, cast.here)
    browser = cast.client("dsl")
    page = browser.get(HOME)
    assert "Full audit 2027" in words(page)
    assert "0 of 10 answered" in words(page)
    assert f"{HOME}earlier/{cast.audit.pk}/" in page.content.decode()
    assert SECURE.how_we_know in words(browser.get(f"{HOME}earlier/{cast.audit.pk}/"))


def test_a_signed_out_editor_gets_the_words_back(cast):
    browser = cast.client("dsl")
    browser.logout()
    page = send(browser, "LG1", typed(cast, LOW))
    assert page.status_code == 401
    assert LOW.how_we_know in words(page)
