"""“Still true?”: an earlier answer is shown, offered, and carried forward by one press for one indicator."""

import re
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from audits.answers.models import Answer
from audits.answers.types import Entry
from audits.carrying.models import CarriedForward
from audits.carrying.rules import can_be_carried, saw_less
from audits.carrying.types import Earlier
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.review.models import Review
from lscp_portal.trail.models import Event
from tests.audits import review_stage as stage
from tests.audits.answering import LOW, SECURE, address, save, send, typed
from tests.audits.last_year import ADVICE, REVIEWER, SAID, issue_letter, make_last_year
from tests.audits.test_answer_pages import answers, words
from tests.people import ASKED

SECTION = "/s/900001/audit/lg/"


@pytest.fixture
def before(cast):
    """Last year, with its letter."""
    audit = make_last_year(cast)
    issue_letter(cast, audit)
    return audit


def button(page, code="LG1"):
    """What the button “Still true” of this indicator sends."""
    form = page.content.decode().split(f"/{code.lower()}/still-true/")[1].split("</form>")[0]
    names = "audit|from_answer|read|operation_id|back|despite_review"  # the last one as somebody sends it who ticked it
    return dict(re.findall(rf'name="({names})" value="([^"]*)"', form))


def press(cast, who, said, code="LG1"):
    return cast.client(who).post(f"{address(code)}still-true/", said)


def test_a_section_shows_everything_beside_each_indicator_and_answers_nothing(cast, before):
    page = words(cast.client("dsl").get(SECTION))
    for said in (
        "What good evidence looks like", "Keeping children safe in education 2026, Part 2",
        "Last time: Full audit 2025", SAID, "The reviewer said: Partly in place", REVIEWER, ADVICE, "Still true?",
        "4 of your earlier answers can be carried forward here", "0 of 4 answered",
    ):  # fmt: skip
        assert said in page
    assert answers(cast) == 10  # last year's, and no other
    with cast.as_("dsl"):
        assert Answer.objects.filter(audit=cast.audit).count() == 0


def test_one_press_carries_one_answer_without_its_action_and_says_so(cast, before):
    browser = cast.client("link_governor")
    after = browser.post(f"{address('LG2')}still-true/", button(browser.get(SECTION), "LG2"))
    assert (after.status_code, after.headers["Location"]) == (302, f"{SECTION}#lg2")
    page = words(browser.get(SECTION))
    assert "LG2 is saved as last time. The reviewer sees that you carried it forward." in page
    assert "Link Governor said on" in page
    assert "1 of 4 answered" in page
    assert "Partly in place: needs an action" in page
    with cast.as_("dsl"):
        answer = Answer.objects.get(audit=cast.audit)
        carried = CarriedForward.objects.get()
    assert (answer.level, answer.strength, answer.how_we_know, answer.action) == ("partly", 2, SAID, "")
    assert (carried.answer_id, carried.cycle_name, carried.answer_revision) == (answer.pk, "Full audit 2025", 1)
    with cast.as_("lead"):
        assert Event.objects.filter(kind="answer.carried_forward").count() == 1


def test_the_button_on_the_indicators_page_comes_back_to_it(cast, before):
    browser = cast.client("dsl")
    after = browser.post(f"{address('LG1')}still-true/", button(browser.get(address("LG1"))))
    assert after.headers["Location"] == address("LG1")
    assert "Still true?" not in words(browser.get(address("LG1")))
    assert "Carried forward" in words(browser.get(address("LG1")))


def test_where_the_reviewer_saw_less_it_is_said_and_takes_a_tick(cast, before):
    browser = cast.client("dsl")
    page = browser.get(address("LG1"))
    assert "Your reviewer saw “Partly in place” here, you said “Secure”." in words(page)
    for where, back in ((page, address("LG1")), (browser.get(SECTION), f"{SECTION}#lg1")):
        refused = browser.post(f"{address('LG1')}still-true/", button(where) | {"despite_review": ""})
        assert refused.headers["Location"] == back
    assert "Nothing was carried forward for LG1: your reviewer saw less." in words(browser.get(SECTION))
    with cast.as_("dsl"):
        assert not CarriedForward.objects.exists()
    assert "Your reviewer saw" not in words(browser.get(address("LG2")))  # where the letter says nothing


@pytest.mark.parametrize(
    ("said", "seen", "is_less"),
    [
        ("secure", "partly", True), ("embedded", "secure", True), ("partly", "not_in_place", True),
        ("secure", "secure", False), ("partly", "secure", False), ("secure", "", False),
        ("not_applicable", "partly", True), ("secure", "not_checked", False),
    ],
)  # fmt: skip
def test_when_the_reviewer_saw_less(said, seen, is_less):
    assert saw_less(said=said, seen=seen) is is_less


def test_the_green_box_leads_to_the_next_indicator_without_an_answer(cast, before):
    browser = cast.client("dsl")
    save(cast, "dsl", "LG2", SECURE)
    browser.post(f"{address('LG1')}still-true/", button(browser.get(address("LG1"))))
    page = browser.get(address("LG1")).content.decode()
    way = re.search(r'<a [^>]*href="([^"]*)"[^>]*>Next indicator without an answer: (\w+)</a>', page)
    assert way.groups() == (address("LG3"), "LG3")
    for code in ASKED:
        if code not in {"LG1", "LG2", "LG3"}:
            save(cast, "dsl", code, SECURE)
    browser.post(f"{address('LG3')}still-true/", button(browser.get(address("LG3")), "LG3"))
    page = browser.get(address("LG3")).content.decode()
    assert "Every indicator has an answer now." in page
    assert "Next indicator without an answer" not in page


def test_pressed_twice_it_is_carried_once(cast, before):
    said = button(cast.client("dsl").get(SECTION))
    assert [press(cast, "dsl", said).status_code for _ in range(2)] == [302, 302]
    with cast.as_("dsl"):
        assert CarriedForward.objects.count() == 1
        assert Answer.objects.get(audit=cast.audit).revision == 1


def test_words_that_somebody_typed_are_never_written_over(cast, before):
    said = button(cast.client("dsl").get(SECTION))
    save(cast, "link_governor", "LG1", Entry(how_we_know="I asked the DSL."))
    refused = press(cast, "dsl", said)
    assert refused.status_code == 409
    assert "This audit has words of its own already" in words(refused)
    with cast.as_("dsl"):
        assert Answer.objects.get(audit=cast.audit).how_we_know == "I asked the DSL."
    assert "lg1/still-true/" not in cast.client("dsl").get(SECTION).content.decode()


def test_an_answer_emptied_again_can_be_carried(cast, before):
    save(cast, "dsl", "LG1", SECURE)
    save(cast, "dsl", "LG1", Entry(), read=1)
    assert press(cast, "dsl", button(cast.client("dsl").get(SECTION))).status_code == 302


def test_nothing_is_offered_without_an_earlier_audit_nor_for_what_was_not_checked(cast):
    assert "Still true?" not in words(cast.client("dsl").get(SECTION))
    make_last_year(cast, levels={"LG1": "not_checked"})
    page = cast.client("dsl").get(SECTION).content.decode()
    assert "lg1/still-true/" not in page
    assert "lg2/still-true/" in page


def test_an_indicator_whose_meaning_changed_has_a_new_code_and_nothing_to_carry(cast, before):
    with cast.as_("lead"):
        new = Indicator.objects.get(framework=cast.framework, code="LG4").pk
        Audit.objects.filter(pk=cast.audit.pk).update(indicator_ids=[*cast.audit.indicator_ids, new])
    page = cast.client("dsl").get(SECTION).content.decode()
    assert "lg4/still-true/" not in page
    assert "lg3/still-true/" in page


def test_who_only_reads_sees_last_time_and_no_button(cast, before):
    for page in (cast.client("head").get(SECTION), cast.client("head").get(address("LG1"))):
        assert "Last time: Full audit 2025" in words(page)
        assert "still-true" not in page.content.decode()
    assert press(cast, "head", button(cast.client("dsl").get(SECTION))).status_code == 403


@pytest.mark.parametrize("change", [{"from_answer": "0"}, {"audit": "0"}, {"operation_id": "x"}])
def test_a_form_that_was_tampered_with_changes_nothing(cast, before, change):
    assert press(cast, "dsl", button(cast.client("dsl").get(SECTION)) | change).status_code in {404, 409}
    with cast.as_("dsl"):
        assert not CarriedForward.objects.exists()


def test_signed_audits_take_nothing_any_more(cast, before):
    said = button(cast.client("dsl").get(SECTION))
    with cast.as_("dsl"):
        for state in ("in_progress", "internal_check"):
            Audit.objects.filter(pk=cast.audit.pk).update(state=state)
    assert press(cast, "dsl", said).status_code == 423


def test_the_reviewer_sees_which_answers_were_carried_and_which_changed_since(cast, before):
    for code in ("LG1", "LG2"):
        press(cast, "dsl", button(cast.client("dsl").get(SECTION), code), code)
    send(cast.client("dsl"), "LG2", typed(cast, LOW, read=1))
    with cast.as_("dsl"):
        for state in ("internal_check", "head_signed", "submitted"):
            extra = {"submitted_at": "2026-11-01T12:00Z"} if state == "submitted" else {}
            Audit.objects.filter(pk=cast.audit.pk).update(state=state, **extra)
    review = stage.claim(cast, cast.audit)
    reader, base = cast.client("reviewer"), f"/p/eastmere/reviews/{review.pk}/"
    assert words(reader.get(base)).count("Carried forward") == 2
    assert "Carried forward from Full audit 2025: the school said on" in words(reader.get(f"{base}lg1/"))
    assert "Begun from the answer in Full audit 2025, and changed by the school" in words(reader.get(f"{base}lg2/"))
    with cast.as_("lead"):
        assert Review.objects.count() == 1


def test_what_was_carried_is_kept_for_ever(cast, before):
    press(cast, "dsl", button(cast.client("dsl").get(SECTION)))
    for line in ("UPDATE audits_carriedforward SET cycle_name = 'x'", "DELETE FROM audits_carriedforward"):
        with pytest.raises(DatabaseError), cast.as_("dsl"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(line)


@pytest.mark.parametrize(
    ("level", "now", "offered"),
    [
        ("secure", None, True), ("secure", Entry(), True), ("not_applicable", None, True),
        ("not_checked", None, False), ("", None, False), ("secure", SECURE, False),
        ("secure", Entry(action="Soon."), False),
    ],
)  # fmt: skip
def test_what_may_be_carried(level, now, offered):
    earlier = Earlier(answer_id=1, audit_id=1, cycle="2025", submitted_on=None, said=Entry(level=level))
    assert can_be_carried(earlier, now) is offered
    assert not can_be_carried(None, now)


def test_two_operations_of_two_people_do_not_meet(cast, before):
    said = button(cast.client("dsl").get(SECTION))
    assert press(cast, "dsl", said).status_code == 302
    assert press(cast, "link_governor", said | {"operation_id": str(uuid.uuid4())}).status_code == 409
