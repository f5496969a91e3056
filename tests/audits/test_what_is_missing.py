"""What keeps an audit from being signed: counted in words, each thing a link to where it is mended, and a way back."""

import re

import pytest

from audits.signoff.missing import how_much, missing_of
from lscp_portal.workflow import Blocker
from tests.audits.answering import SECURE, Entry, address, confirm, ready, save, sign_as, typed
from tests.audits.test_sign_pages import PAGE, words
from tests.people import ASKED

NO_ANSWER = Blocker("unanswered", "", (("LG", "LG1"), ("LG", "LG2")), "level", "2 indicators have no answer yet")
NO_ACTION = Blocker("low-needs-action", "", (("LG", "LG2"),), "action", "One answer needs an action")
PROFILE = Blocker("profile", "One question about your school is not answered yet.")
TWICE = Blocker("twice", "You have signed as head.")


def region(page: str) -> str:
    """What is missing, as markup."""
    return page.split('id="missing"')[1].split("</section>", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("blockers", "said"),
    [
        ([], ""),
        ([PROFILE], "One thing is missing before you can sign"),
        ([NO_ANSWER, NO_ACTION], "Two things are missing before you can sign"),  # LG2 once, however much it lacks
        ([NO_ANSWER, NO_ACTION, PROFILE], "Three things are missing before you can sign"),
        ([NO_ANSWER, TWICE], "You cannot sign now"),
    ],
)
def test_how_much_is_missing_is_said_in_words(blockers, said):
    assert how_much(blockers) == said


def test_for_whom_it_is_missing():
    assert how_much([PROFILE], who="the head") == "One thing is missing before the head can sign"
    assert how_much([TWICE], who="the head") == "The head cannot sign now"


def test_each_answer_is_a_link_to_the_control_that_mends_it_and_the_rest_is_kept_behind_one_line():
    many = Blocker("unanswered", "", tuple(("LG", f"LG{number}") for number in range(1, 16)), "level", "15 have none")
    (row,) = missing_of([many], urn=900001)
    assert row.links[0] == ("LG1", "/s/900001/audit/lg/lg1/?to=sign#id_level_0")
    assert (len(row.links), len(row.others), row.more) == (8, 7, "and 7 others")


def test_the_page_counts_links_and_opens_the_rest_without_javascript(cast):
    page = cast.client("dsl").get(PAGE).content.decode()
    missing = region(page)
    assert "11 things are missing before you can sign" in missing
    assert 'href="/s/900001/audit/profile/"' in missing
    hrefs = re.findall(r'href="(/s/900001/audit/[a-z]{2}/[^"]+)"', missing)
    assert [href.split("/")[5].upper() for href in hrefs] == list(ASKED)
    assert "and 2 others" in missing.split("<summary")[1].split("</summary>")[0]
    assert page.index('id="missing"') < page.index('class="lscp-steps"') < page.index("lscp-chart")


def test_somebody_who_does_not_sign_first_reads_for_whom_it_is_missing(cast):
    assert "missing before the designated safeguarding lead can sign" in words(cast.client("head").get(PAGE))


def test_the_field_that_lacks_something_is_linked(cast):
    ready(cast)
    save(cast, "dsl", "CU1", Entry("not_in_place"), read=1)
    save(cast, "dsl", "PP1", Entry("secure"), read=1)
    save(cast, "dsl", "DS1", Entry("secure", 2, "We supported a family. NHS number 999 000 0018."), read=1)
    missing = region(cast.client("dsl").get(PAGE).content.decode())
    for place in ("cu/cu1/?to=sign#id_action", "pp/pp1/?to=sign#id_strength_0", "ds/ds1/?to=sign#id_how_we_know"):
        assert f'href="/s/900001/audit/{place}"' in missing


def test_who_comes_from_there_is_led_back(cast):
    confirm(cast)
    browser = cast.client("dsl")
    page = browser.get(f"{address('LG1')}?to=sign").content.decode()
    assert "Back to signing" in page
    saved = browser.post(f"{address('LG1')}?to=sign", typed(cast, SECURE))
    assert saved.headers["Location"] == PAGE
    assert "Nine things are missing" in words(browser.get(PAGE))
    assert "Back to signing" not in browser.get(address("LG1")).content.decode()


def test_nothing_missing_leads_to_the_signature(cast):
    ready(cast)
    page = cast.client("dsl").get(PAGE).content.decode()
    assert 'id="missing"' not in page
    assert 'href="#signature"' in page
    assert 'id="signature"' in page


def test_the_audit_s_own_page_links_them_too(cast):
    page = cast.client("dsl").get("/s/900001/audit/").content.decode()
    assert 'href="/s/900001/audit/lg/lg1/?to=sign#id_level_0"' in page


@pytest.mark.parametrize(
    ("who", "said", "unsaid"),
    [("dsl", "You and your colleagues have written these answers.", "All of it is new to you."),
     ("head", "All of it is new to you.", "You and your colleagues")],
)  # fmt: skip
def test_the_first_look_is_told_by_what_somebody_did(cast, who, said, unsaid):
    ready(cast)
    if who == "head":
        sign_as(cast, "dsl")
    page = words(cast.client(who).get(PAGE))
    assert said in page
    assert unsaid not in page
    assert "for the first time" not in page
