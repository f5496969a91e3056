"""A delegate from being named to the board report, in a browser without JavaScript."""

import json
from datetime import timedelta

import pytest

from audits.signing_delegates.models import SigningDelegate
from audits.signoff.copies import frozen_copy
from audits.signoff.drawing import copy_document
from audits.signoff.models import FrozenCopy, Signature
from lscp_portal.trail.models import Event
from tests.audits.answering import LOW, ready, save, sign_as, state_of, today
from tests.audits.chase_stage import CHAIRS, chase, due, move
from tests.audits.correcting import amended, answered, asked, standing
from tests.audits.delegating import SCHEME, day_typed, delegated, typed
from tests.audits.test_board_report import failures
from tests.audits.test_correction_old_page import seen
from tests.audits.test_correction_pages import PAGE as CORRECTION
from tests.audits.test_sign_actions import mail
from tests.audits.test_sign_pages import BACK, PAGE, signature, words

PLACE = "/s/900001/delegates/"
UNDER = f"for the chair of governors or proprietor, under {SCHEME}"


def row_of(cast) -> SigningDelegate:
    with cast.as_("dsl"):
        return SigningDelegate.objects.get()


def test_from_the_board_s_minute_to_the_board_report(cast):
    ready(cast)
    head = cast.client("head")
    assert "Nobody signs for the head or the chair." in words(head.get(PLACE))
    assert head.post(PLACE, typed(cast, "chair")).headers["Location"] == PLACE
    page = words(head.get(PLACE))
    for told in (f"{row_of(cast).delegate_name} for the chair", "Holds today", SCHEME, "by Head"):
        assert told.lower() in page.lower()
    sign_as(cast, "dsl")
    sign_as(cast, "head")
    assert "may sign for the chair." in words(cast.client("dsl").get(PAGE))
    governor = cast.client("link_governor")
    assert "you may sign for the chair" in words(governor.get("/s/900001/"))
    page = words(governor.get(PAGE))
    assert f"I sign {UNDER}. The governing board has discussed this audit." in page
    assert governor.post(PAGE, signature(cast, "chair")).headers["Location"] == "/s/900001/audit/copy/"
    assert state_of(cast) == "submitted"
    for place in ("/s/900001/audit/copy/", f"/s/900001/audit/board/{cast.audit.pk}/"):
        assert UNDER in words(cast.client("dsl").get(place))
    assert UNDER in words(cast.client("dsl").get(f"/s/900001/audit/copies/{cast.audit.pk}/1/copy.html"))
    with cast.as_("lead"):
        content = json.loads(FrozenCopy.objects.get().content)["signatures"]
        event = Event.objects.filter(kind="audit.signed").order_by("sequence").last()
        kinds = set(Event.objects.values_list("kind", flat=True))
    assert [one["delegated_under"] for one in content] == ["", "", SCHEME]
    assert event.facts["delegation"] == row_of(cast).pk
    assert "delegate.named" in kinds


def test_the_documents_of_copy_and_board_report_say_it_and_stay_tagged(cast):
    ready(cast)
    delegated(cast, "head")
    for who, step in (("dsl", "dsl"), ("deputy_dsl", "head"), ("chair", "chair")):
        sign_as(cast, who, step)
    with cast.as_("dsl"):
        document = copy_document(frozen_copy(audit_id=cast.audit.pk), partnership="Eastmere")
    assert f"for the headteacher or principal, under {SCHEME}" in document
    for place in (f"copies/{cast.audit.pk}/1/copy.pdf", f"board/{cast.audit.pk}/report.pdf"):
        assert failures(cast.client("dsl").get(f"/s/900001/audit/{place}").content) == []


def test_each_is_told_and_asked_in_turn(committed, committed_cast):
    cast = committed_cast
    ready(cast)
    row = delegated(cast, "chair")
    for who, step in (("dsl", "dsl"), ("head", "head"), ("link_governor", "chair")):
        sign_as(cast, who, step)
    cast.client("chair").post(f"{PLACE}{row.pk}/end/")
    person = {who: cast.people[who].pk for who in ("dsl", "head", "chair", "link_governor")}
    assert mail(cast, committed) == [
        ("delegate_named", person["link_governor"]),
        ("delegate_noted", person["chair"]),
        ("please_sign_head", person["head"]),
        ("please_sign_chair", person["chair"]),
        ("please_sign_chair", person["link_governor"]),
        ("audit_submitted", person["dsl"]),
        ("audit_submitted", person["head"]),
        ("audit_submitted", person["link_governor"]),
        ("delegate_ended", person["head"]),
        ("delegate_ended", person["link_governor"]),
    ]


def test_who_has_answered_is_neither_asked_nor_named_as_waiting(committed, committed_cast):
    cast = committed_cast
    ready(cast)
    save(cast, "deputy_dsl", "LG1", LOW, read=1)
    delegated(cast, "head")
    sign_as(cast, "dsl")
    assert ("please_sign_head", cast.people["deputy_dsl"].pk) not in mail(cast, committed)
    assert "may sign for the head." not in words(cast.client("dsl").get(PAGE))
    page = words(cast.client("deputy_dsl").get(PAGE))
    assert "nobody checks their own work" in page
    assert "I sign this declaration" not in page
    assert "Give it back" not in page
    assert "Has answered a part of this audit, so cannot sign it." in words(cast.client("dsl").get(PLACE))
    assert cast.client("deputy_dsl").post(PAGE, signature(cast, "head")).status_code == 409
    data = {"audit": cast.audit.pk, "step": "head", "comment": "Look again."}
    assert cast.client("deputy_dsl").post(BACK, data).status_code == 409


def test_a_delegate_gives_it_back_and_the_dsl_reads_for_whom(cast):
    ready(cast)
    delegated(cast, "head")
    sign_as(cast, "dsl")
    data = {"audit": cast.audit.pk, "step": "head", "comment": "LG2 needs a nearer date."}
    assert cast.client("deputy_dsl").post(BACK, data).headers["Location"] == "/s/900001/audit/"
    page = words(cast.client("dsl").get("/s/900001/audit/"))
    assert f"for the headteacher or principal, under {SCHEME}" in page


def test_a_delegate_keeps_how_far_they_have_read(cast):
    ready(cast)
    delegated(cast, "head")
    deputy = cast.client("deputy_dsl")
    assert "All of it is new to you." in words(deputy.get(PAGE))
    assert deputy.post(PAGE + "seen/", {"audit": cast.audit.pk, "seen_up_to": 999}).status_code == 302
    assert (
        cast.client("link_governor").post(PAGE + "seen/", {"audit": cast.audit.pk, "seen_up_to": 9}).status_code == 403
    )


def test_a_delegate_signs_a_correction(cast):
    ready(cast)
    delegated(cast, "chair")
    for who, step in (("dsl", "dsl"), ("head", "head"), ("chair", "chair")):
        sign_as(cast, who, step)
    correction = answered(cast, asked(cast))
    amended(cast, correction)
    for who, step in (("dsl", "dsl"), ("head", "head"), ("link_governor", "chair")):
        browser = cast.client(who)
        page = browser.get(CORRECTION)
        assert (UNDER in words(page)) == (who == "link_governor")
        assert browser.post(CORRECTION + "sign/", signature(cast, step, **seen(page))).status_code == 302
    assert standing(cast, correction) == "signed"
    assert UNDER in words(cast.client("dsl").get(f"/s/900001/audit/copies/{cast.audit.pk}/2/"))
    assert UNDER not in words(cast.client("dsl").get(f"/s/900001/audit/copies/{cast.audit.pk}/1/"))


def test_nobody_signs_twice_by_way_of_a_delegation(cast):
    """The head, who signed, cannot be named for the chair; who signed as one cannot sign as the other."""
    page = cast.client("chair").post(PLACE, typed(cast, "chair", "head"))
    assert page.status_code == 422
    assert "Choose who signs" in words(page)
    ready(cast)
    delegated(cast, "head")
    sign_as(cast, "dsl")
    sign_as(cast, "deputy_dsl", "head")
    assert cast.client("deputy_dsl").post(PAGE, signature(cast, "chair")).status_code == 403


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"step": ""}, "Choose for whom"),
        ({"person_id": ""}, "Choose who signs"),
        ({"step": "head"}, "For the head signs a deputy designated safeguarding lead"),
        ({"minute_reference": ""}, "Enter where the minutes or the scheme of delegation say so"),
        ({"minute_reference": "UPN A123456789012"}, "unique pupil number"),
        (day_typed("ends_on", today() - timedelta(days=1)), "The last day must not be before the first."),
        (day_typed("ends_on", today() + timedelta(days=500)), "Give a year at most."),
        ({"starts_on_month": "13"}, "From must have a month from 1 to 12"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_what_was_typed_stays(cast, changes, told):
    data = typed(cast, "chair") | changes
    page = cast.client("head").post(PLACE, data)
    assert page.status_code == 422
    assert told in words(page)
    assert "<title>Error: " in page.content.decode()
    assert f'value="{data["ends_on_year"]}"' in page.content.decode()


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        ("head", 200, 302), ("chair", 200, 302), ("dsl", 200, 403), ("deputy_dsl", 200, 403),
        ("link_governor", 200, 403), ("contributor", 403, 403), ("next_door_dsl", 404, 404), ("lead", 404, 404),
    ],
)  # fmt: skip
def test_who_reads_and_who_writes(cast, who, read, write):
    browser = cast.client(who)
    assert browser.get(PLACE).status_code == read
    assert browser.post(PLACE, typed(cast, "chair")).status_code == write


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("head", 302), ("chair", 302), ("link_governor", 302), ("dsl", 403), ("deputy_dsl", 403), ("contributor", 404),
        ("next_door_dsl", 404), ("lead", 404),
    ],
)  # fmt: skip
def test_head_chair_and_the_delegate_end_it(cast, who, status):
    row = delegated(cast, "chair")
    assert cast.client(who).post(f"{PLACE}{row.pk}/end/").status_code == status
    assert (row_of(cast).ended_at is not None) == (status == 302)
    assert cast.client("head").get(f"{PLACE}{row.pk}/end/").status_code == 405


def test_what_was_signed_under_it_stands_when_it_ends(cast):
    ready(cast)
    row = delegated(cast, "head")
    sign_as(cast, "dsl")
    sign_as(cast, "deputy_dsl", "head")
    cast.client("head").post(f"{PLACE}{row.pk}/end/")
    with cast.as_("dsl"):
        assert Signature.objects.filter(step="head", fallen_at=None).exists()
    assert "Ended on" in words(cast.client("head").get(PLACE))


def test_a_school_without_anybody_who_fits_is_told_whom_to_invite(cast):
    for who in ("deputy_dsl", "link_governor"):
        cast.memberships[who].person.memberships.update(ends_on=today() - timedelta(days=1))
    assert "Invite the vice-chair as a link governor" in words(cast.client("head").get(PLACE))


def test_reminders_of_the_chair_reach_the_delegate_too(cast, monkeypatch):
    due(cast, cast.audit)
    move(cast, cast.audit, "in_progress", "internal_check", "head_signed")
    delegated(cast, "chair", ends_on=CHAIRS + timedelta(days=5))
    told = {letter.person_id for letter in chase(cast, CHAIRS).letters}
    assert told == {cast.people["chair"].pk, cast.people["link_governor"].pk}


def test_the_page_reads_as_much_for_many_as_for_one(cast, django_assert_max_num_queries):
    delegated(cast, "chair")
    browser = cast.client("head")
    with django_assert_max_num_queries(30) as one:
        browser.get(PLACE)
    for number in range(1, 6):
        start = today() + timedelta(days=31 * number)
        delegated(cast, "chair", starts_on=start, ends_on=start + timedelta(days=20))
    with django_assert_max_num_queries(len(one.captured_queries)):
        browser.get(PLACE)
