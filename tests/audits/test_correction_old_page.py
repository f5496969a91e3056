"""A correction is signed as it was read: what was changed after the page was opened is not signed unseen."""

import re

import pytest

from audits.corrections.signing import give_back
from tests.audits.answering import LOW, Entry
from tests.audits.correcting import BETTER, amended, answered, asked, send_in, signed, standing
from tests.audits.test_correction_pages import PAGE
from tests.audits.test_sign_pages import signature, words

OTHER = Entry("partly", 1, "The log has gaps in two terms.", LOW.action, LOW.action_owner, LOW.action_due_on)


@pytest.fixture
def opened(cast):
    """Granted and changed once: the DSL may sign."""
    send_in(cast)
    correction = answered(cast, asked(cast))
    amended(cast, correction)
    return cast, correction


def seen(page) -> dict[str, str]:
    """What the page was drawn with."""
    found = dict(re.findall(r'name="(seen_up_to|correction_id)" value="(\d+)"', page.content.decode()))
    assert set(found) == {"seen_up_to", "correction_id"}
    return found


def test_a_page_read_before_the_wording_was_changed_is_not_signed(opened):
    cast, correction = opened
    browser = cast.client("dsl")
    old = seen(browser.get(PAGE))
    amended(cast, correction, entry=OTHER, read=1)
    answer = browser.post(PAGE + "sign/", signature(cast, "dsl", **old))
    assert answer.status_code == 409
    assert "An answer was changed after you opened this page." in words(answer)
    assert standing(cast, correction) == "granted"
    assert browser.post(PAGE + "sign/", signature(cast, "dsl", **seen(answer))).status_code == 302
    assert standing(cast, correction) == "dsl_signed"


def test_the_head_who_read_it_before_it_went_back_reads_it_again(opened):
    cast, correction = opened
    signed(cast, correction, "dsl")
    browser = cast.client("head")
    old = seen(browser.get(PAGE))
    with cast.as_("head"):
        give_back(actor=cast.actor("head"), correction_id=correction.pk, step="head", comment="Which term?")
    amended(cast, correction, entry=OTHER, read=1)
    signed(cast, correction, "dsl")
    assert browser.post(PAGE + "sign/", signature(cast, "head", **old)).status_code == 409
    assert standing(cast, correction) == "dsl_signed"


def test_a_wording_that_is_there_for_the_first_time_counts_as_a_change(cast):
    send_in(cast)
    correction = answered(cast, asked(cast, "LG1", "LG2"))
    amended(cast, correction)
    old = seen(cast.client("dsl").get(PAGE))
    amended(cast, correction, "LG1", BETTER)
    assert cast.client("dsl").post(PAGE + "sign/", signature(cast, "dsl", **old)).status_code == 409


def test_the_correction_before_does_not_count(opened):
    cast, correction = opened
    old = seen(cast.client("dsl").get(PAGE))
    assert cast.client("dsl").post(PAGE + "end/").status_code == 302
    second = answered(cast, asked(cast, "LG1"))
    amended(cast, second, "LG1", BETTER)
    assert cast.client("dsl").post(PAGE + "sign/", signature(cast, "dsl", **old)).status_code == 409
    assert standing(cast, second) == "granted"
    assert correction.pk != second.pk


@pytest.mark.parametrize("data", [{}, {"correction_id": "x", "seen_up_to": "1"}, {"correction_id": "1"}])
def test_a_signature_without_what_was_seen_is_a_bad_request(opened, data):
    cast, _correction = opened
    assert cast.client("dsl").post(PAGE + "sign/", signature(cast, "dsl", **data)).status_code == 400


def test_a_correction_of_another_school_is_not_there(opened):
    cast, correction = opened
    other = {"correction_id": str(correction.pk), "seen_up_to": "1"}
    data = signature(cast, "dsl", **other) | {"audit": cast.next_door_audit.pk}
    assert cast.client("next_door_dsl").post("/s/900002/audit/correction/sign/", data).status_code == 404
