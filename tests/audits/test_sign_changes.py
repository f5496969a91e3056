"""What a signer has not seen yet, what came back and why, and a page that had grown old."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError

from audits.signoff.actions import NO_BOARD, Board, give_back, mark_seen, sign
from audits.signoff.differences import latest_revision
from audits.signoff.models import GivenBack, Look
from audits.signoff.rules import board_has_met, codes_in
from lscp_portal.workflow import Refused
from tests.audits.answering import LOW, MINUTE, SECURE, Entry, ready, save, sign_as, state_of, today
from tests.audits.test_sign_pages import PAGE, signature, words

CHANGED = "What changed since you last looked"


def page_of(cast, who: str) -> str:
    return words(cast.client(who).get(PAGE))


def given_back(cast, who: str = "head", comment: str = "LG2 needs a nearer date, and look at sr1 too.") -> None:
    with cast.as_(who):
        give_back(actor=cast.actor(who), audit_id=cast.audit.pk, step=who, comment=comment)


def latest(cast) -> int:
    with cast.as_("dsl"):
        return latest_revision(audit_id=cast.audit.pk)


def test_a_signer_sees_after_a_return_exactly_what_was_changed(cast):
    ready(cast)
    sign_as(cast, "dsl")
    assert "All of it is new to you." in page_of(cast, "head")
    given_back(cast)
    assert "No answer was changed since you last looked." in page_of(cast, "head")
    changed = Entry("partly", 1, "The log has gaps.", "Close the gaps now.", "deputy head", LOW.action_due_on)
    save(cast, "dsl", "LG2", changed, read=1)
    save(cast, "dsl", "LG1", Entry("embedded", 2, SECURE.how_we_know), read=1)
    save(cast, "dsl", "LG1", SECURE, read=2)  # and back again
    sign_as(cast, "dsl")
    page = page_of(cast, "head").partition(CHANGED)[2].partition("I have read everything")[0]
    assert "What will be done: Close the gaps [new: now ] ." in page
    assert "LG2" in page
    assert "LG1" not in page


def test_opening_the_page_is_no_look_and_pressing_the_button_is(cast):
    ready(cast)
    browser = cast.client("head")
    browser.get(PAGE)
    assert "All of it is new to you." in words(browser.get(PAGE))
    answer = browser.post(PAGE + "seen/", {"audit": cast.audit.pk, "seen_up_to": latest(cast)})
    assert answer.headers["Location"] == PAGE
    assert "Next time you see only what was changed after now." in words(browser.get(PAGE))
    assert "No answer was changed since you last looked." in words(browser.get(PAGE))
    save(cast, "dsl", "LG1", LOW, read=1)
    page = words(browser.get(PAGE))
    assert "How far it is in place: [removed: Secure ] [new: Partly in place ]" in page


def test_nobody_has_read_what_is_not_there_yet(cast):
    ready(cast)
    with cast.as_("head"):
        mark_seen(actor=cast.actor("head"), audit_id=cast.audit.pk, up_to=latest_revision(audit_id=cast.audit.pk) + 99)
    save(cast, "dsl", "LG1", LOW, read=1)
    assert "Partly in place" in page_of(cast, "head").partition(CHANGED)[2].partition("I have read")[0]


def test_only_signers_of_this_school_keep_looks(cast):
    for who in ("contributor", "link_governor", "next_door_dsl"):
        with pytest.raises((PermissionDenied, cast.audit.DoesNotExist)), cast.as_(who):
            mark_seen(actor=cast.actor(who), audit_id=cast.audit.pk, up_to=0)
    assert CHANGED not in page_of(cast, "link_governor")


@pytest.mark.parametrize("data", [{}, {"audit": "x", "seen_up_to": "1"}, {"audit": "1", "seen_up_to": "-1"}])
def test_a_look_without_its_facts_is_a_bad_request(cast, data):
    assert cast.client("head").post(PAGE + "seen/", data).status_code == 400


def test_what_was_changed_under_an_open_page_is_not_signed_unseen(cast):
    ready(cast)
    browser = cast.client("dsl")
    before = latest(cast)
    save(cast, "deputy_dsl", "LG1", LOW, read=1)
    answer = browser.post(PAGE, signature(cast, "dsl", seen_up_to=str(before)))
    assert answer.status_code == 409
    assert "An answer was changed after you opened this page." in words(answer)
    assert f'name="seen_up_to" value="{latest(cast)}"' in answer.content.decode()
    assert state_of(cast) == "in_progress"
    assert browser.post(PAGE, signature(cast, "dsl", seen_up_to=str(latest(cast)))).status_code == 302


def test_every_return_stays_with_its_comment_and_the_dsl_finds_the_places(cast):
    ready(cast)
    sign_as(cast, "dsl")
    given_back(cast)
    page = cast.client("dsl").get("/s/900001/audit/")
    assert "Head, headteacher or principal" in words(page)
    assert "Answers it names: LG2" in words(page)
    assert 'href="/s/900001/audit/lg/lg2/"' in page.content.decode()
    sign_as(cast, "dsl")
    sign_as(cast, "head")
    given_back(cast, "chair", "Nothing of the kind.")
    page = page_of(cast, "dsl")
    assert page.index("Nothing of the kind.") < page.index("LG2 needs a nearer date")
    with cast.as_("dsl"):
        assert list(GivenBack.objects.order_by("pk").values_list("step", "codes")) == [("head", ["LG2"]), ("chair", [])]


def test_looks_and_returns_are_never_changed(cast):
    ready(cast)
    sign_as(cast, "dsl")
    given_back(cast)
    for model in (Look, GivenBack):
        for change in (lambda: model.objects.all().delete(), lambda: model.objects.update(audit=cast.audit)):  # noqa: B023
            with pytest.raises(DatabaseError), cast.as_("dsl"):
                change()


def test_the_chair_cannot_sign_without_a_meeting_that_was_held_and_minuted(cast):
    ready(cast)
    sign_as(cast, "dsl")
    sign_as(cast, "head")
    tomorrow = today().replace(year=today().year + 1)
    for board in (NO_BOARD, Board(tomorrow, MINUTE), Board(today(), " ")):
        with pytest.raises(Refused), cast.as_("chair"):
            sign(actor=cast.actor("chair"), audit_id=cast.audit.pk, step="chair", board=board)
    assert state_of(cast) == "head_signed"
    signed = sign_as(cast, "chair")
    assert (signed.board_met_on, signed.minute_reference) == (today(), MINUTE)
    assert MINUTE in words(cast.client("chair").get("/s/900001/audit/copy/"))


def test_a_meeting_today_is_no_meeting_to_come():
    assert list(board_has_met(met_on=today(), minute_reference="7", today=today())) == []


def test_codes_are_found_whatever_their_case_once_and_only_those_asked():
    assert codes_in("See lg2, LG2 and SR1; not LG99 nor A4.", {"LG2", "SR1"}) == ["LG2", "SR1"]


def test_the_sign_page_reads_as_much_for_many_changes_as_for_one(cast, django_assert_max_num_queries):
    ready(cast)
    sign_as(cast, "dsl")
    given_back(cast)
    save(cast, "dsl", "LG1", LOW, read=1)
    browser = cast.client("head")
    with django_assert_max_num_queries(35) as one:
        browser.get(PAGE)
    for code in ("LG3", "LG6", "CU1", "CU2"):
        save(cast, "dsl", code, LOW, read=1)
    with django_assert_max_num_queries(len(one.captured_queries)):
        browser.get(PAGE)
