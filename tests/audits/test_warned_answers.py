"""What may point at a child is kept while somebody types, asked about, and stands in the way of a signature."""

import re

import pytest

from audits.answers.models import Answer
from lscp_portal.trail.models import Event
from lscp_portal.workflow import Refused
from tests.audits.answering import LOW, Entry, address, ready, save, send, sign_as, state_of, typed
from tests.people import ASKED

JSON = {"Accept": "application/json"}
POSTCODE = "ZE1 9ZZ"
WARNED = Entry("secure", 2, f"Sampled ten records of families near {POSTCODE}.")
SIGN = "/s/900001/audit/sign/"


def answer(cast) -> Answer:
    with cast.as_("dsl"):
        return Answer.objects.get(indicator__code="LG1")


def ticks(page: str) -> dict[str, str]:
    """Name -> value of each tick on a page that is drawn below words that were found."""
    found = re.findall(r'type="checkbox" id="\S+" name="(\S+-no-child)" value="([0-9a-f]{64})"', page)
    return dict(found)


def is_ticked(page: str, box: str) -> bool:
    """Whether the tick below this box stands."""
    return bool(re.search(rf'name="{box}-no-child"[^>]*>', page)[0].endswith(" checked>"))


def test_the_form_asks_first_shows_the_words_and_keeps_everything_typed(cast):
    page = send(cast.client("dsl"), "LG1", typed(cast, WARNED))
    text = page.content.decode()
    assert page.status_code == 422
    assert f"<strong>“{POSTCODE}”</strong> This looks like a postcode." in text
    assert "Change the words marked below “What shows it”, or tick that they are about no child" in text
    assert WARNED.how_we_know in text
    assert "I have checked: this is about no child" in text
    assert "This check does not find every name, so read the rest as well." in text
    with cast.as_("dsl"):
        assert not Answer.objects.exists()


def test_a_tick_keeps_it_and_the_trail_knows_kind_and_number_only(cast):
    browser = cast.client("dsl")
    page = send(browser, "LG1", typed(cast, WARNED)).content.decode()
    assert send(browser, "LG1", typed(cast, WARNED) | ticks(page)).status_code == 302
    assert len(answer(cast).checked) == 1
    with cast.as_("lead"):
        facts = Event.objects.filter(kind="answer.saved").values_list("facts", flat=True)
        assert [one["confirmed"] for one in facts] == [{"postcode": 1}]
        assert POSTCODE not in str(list(facts))
    again = browser.get(address("LG1")).content.decode()
    assert is_ticked(again, "how_we_know")


def test_other_words_need_another_tick_and_the_rest_of_the_text_does_not(cast):
    browser = cast.client("dsl")
    tick = ticks(send(browser, "LG1", typed(cast, WARNED)).content.decode())
    longer = Entry("secure", 2, WARNED.how_we_know + " All were complete.")
    assert send(browser, "LG1", typed(cast, longer) | tick).status_code == 302
    moved = Entry("secure", 2, longer.how_we_know.replace(POSTCODE, "ZE2 9ZZ"))
    refused = send(browser, "LG1", typed(cast, moved, read=1) | tick)
    assert refused.status_code == 422
    assert ticks(refused.content.decode()) != tick


def test_while_somebody_types_it_is_saved_told_and_not_called_checked(cast):
    browser = cast.client("dsl")
    said = send(browser, "LG1", typed(cast, WARNED), **JSON)
    assert said.status_code == 200
    warned = said.json()["warnings"]["how_we_know"]
    assert warned["lines"][0][0] == POSTCODE
    assert warned["is_confirmed"] is False
    assert (answer(cast).checked, answer(cast).clear_as) == ([], "")
    tick = {"how_we_know-no-child": warned["digest"]}
    told = send(browser, "LG1", typed(cast, WARNED, read=1) | tick, **JSON).json()
    assert told["warnings"]["how_we_know"]["is_confirmed"] is True
    assert told["revision"] == 2
    assert answer(cast).checked == [warned["digest"]]


def test_a_tick_taken_back_stands_open_again(cast):
    browser = cast.client("dsl")
    tick = {
        "how_we_know-no-child": send(browser, "LG1", typed(cast, WARNED), **JSON).json()["warnings"]["how_we_know"][
            "digest"
        ]
    }
    send(browser, "LG1", typed(cast, WARNED, read=1) | tick, **JSON)
    send(browser, "LG1", typed(cast, WARNED, read=2), **JSON)
    assert answer(cast).checked == []


def test_the_page_of_an_answer_that_was_saved_while_typing_still_asks(cast):
    save(cast, "dsl", "LG1", WARNED)
    page = cast.client("dsl").get(address("LG1")).content.decode()
    assert f"“{POSTCODE}”" in page
    assert is_ticked(page, "how_we_know") is False


def test_what_nobody_confirmed_stops_each_signature_with_a_link_and_without_the_words(cast):
    ready(cast)
    code = next(one for one in ASKED if one != "LG2")
    save(cast, "dsl", code, WARNED, read=1)
    with pytest.raises(Refused) as refused:
        sign_as(cast, "dsl")
    assert [one.sentence.split(":")[0] for one in refused.value.blockers] == [f"{code}, “What shows it”"]
    for page in (SIGN, "/s/900001/audit/"):
        text = cast.client("dsl").get(page).content.decode()
        assert f'href="{address(code)}' in text
        assert "“What shows it”: This looks like a postcode" in text
        assert POSTCODE not in text.replace(WARNED.how_we_know, "")
    browser = cast.client("dsl")
    tick = ticks(browser.get(address(code)).content.decode())
    assert send(browser, code, typed(cast, WARNED, read=2) | tick).status_code == 302
    sign_as(cast, "dsl")
    assert state_of(cast) == "internal_check"


def test_the_schools_own_people_are_no_finding_when_saving_and_when_signing(cast):
    ready(cast)
    own = cast.people["head"].full_name.split()[0]
    said = Entry("secure", 2, f"Each pupil called {own} to the gate; ring the office at {cast.here.postcode}.")
    save(cast, "dsl", "LG1", said, read=1)
    with cast.as_("dsl"):
        assert Answer.objects.get(indicator__code="LG1").clear_as
    sign_as(cast, "dsl")


def test_a_confirmed_warning_is_not_asked_about_again_when_another_box_changes(cast):
    browser = cast.client("dsl")
    tick = ticks(send(browser, "LG1", typed(cast, WARNED)).content.decode())
    send(browser, "LG1", typed(cast, WARNED) | tick)
    shown = ticks(browser.get(address("LG1")).content.decode())
    assert shown == tick
    changed = Entry("partly", 1, WARNED.how_we_know, LOW.action, LOW.action_owner, LOW.action_due_on)
    assert send(browser, "LG1", typed(cast, changed, read=1) | shown).status_code == 302


def test_words_that_are_clear_are_not_read_again(cast, monkeypatch):
    ready(cast)
    monkeypatch.setattr(
        "audits.lifecycle.child_details.warnings_in", lambda *_args, **_known: pytest.fail("read again")
    )
    sign_as(cast, "dsl")
