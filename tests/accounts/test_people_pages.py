"""The pages of people: who sees whom, forms that come back, and what is foreign is not there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lscp_portal.accounts.models import Invitation, Membership
from tests.accounts.test_inviting import invite

AREA, SCHOOL = "/p/eastmere/people/", "/s/900001/people/"


def test_the_partnership_sees_its_staff_and_invitations(cast):
    invite(cast, "lead", "analyst", email="analyst.two@eastmere.lscp.test")
    page = cast.client("lead").get(AREA)
    assert page.status_code == 200
    for words in ("Second Reviewer", "reviewer@people.lscp.test", "analyst.two@eastmere.lscp.test", "Invite somebody"):
        assert words in page.text
    for words in ("elsewhere", "dsl@people.lscp.test"):
        assert words not in page.text


def test_a_reviewer_sees_people_but_no_buttons(cast):
    invite(cast, "lead", "analyst")
    page = cast.client("reviewer").get(AREA).text
    for words in ("Invite somebody", "has left</a>", "Send again", "Take back"):
        assert words not in page


def test_a_school_sees_its_own_people_and_who_is_missing(cast):
    Membership.objects.filter(pk=cast.memberships["chair"].pk).update(ends_on="2026-01-31")
    page = cast.client("dsl").get(SCHOOL)
    assert page.status_code == 200
    for words in ("Link Governor", "head@people.lscp.test", "Somebody is missing", "Chair of governors or proprietor"):
        assert words in page.text
    for words in ("next-door", "elsewhere", "lead@people.lscp.test"):
        assert words not in page.text


def test_a_school_with_all_three_signatories_is_not_told_off(cast):
    assert "Somebody is missing" not in cast.client("chair").get(SCHOOL).text


@pytest.mark.parametrize(
    ("search", "found", "hidden"),
    [
        ("beacon", "next-door-head@people", ">head@people"),
        ("900001", "link-governor@people", "next-door"),
        ("next door ch", "next-door-chair@people", "next-door-head@people"),
        ("cobblers", "Nobody was found for “cobblers”", "elsewhere-head"),
    ],
)
def test_people_of_schools_are_found_by_school_urn_and_name(cast, search, found, hidden):
    page = cast.client("administrator").get(AREA + "schools/", {"q": search})
    assert page.status_code == 200
    assert found in page.text
    assert hidden not in page.text


def test_a_page_that_is_no_number_is_the_first(cast):
    for page in ("x", "-1", "7"):
        assert cast.client("lead").get(AREA + "schools/", {"page": page}).status_code == 200


def test_the_list_asks_the_database_as_often_for_a_hundred_people_as_for_ten(cast):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(AREA)
        return len(asked)

    client = cast.client("lead")
    before = queries()
    for number in range(20):
        invite(cast, "lead", "analyst", email=f"analyst{number}@eastmere.lscp.test")
    assert queries() == before <= 12


INVITATION = {"full_name": "Nora Bell", "email": "nora@school.lscp.test"}


def test_a_head_invites_a_chair_from_the_page(cast):
    client = cast.client("head")
    form = client.get(SCHOOL + "invite/").text
    assert "Chair of governors or proprietor" in form
    assert "Publisher" not in form
    done = client.post(
        SCHOOL + "invite/",
        INVITATION | {"role": "chair", "ends_on_day": "31", "ends_on_month": "8", "ends_on_year": "2028"},
    )
    assert (done.status_code, done.url) == (302, SCHOOL)
    assert "Nora Bell is invited" in client.get(SCHOOL).text
    made = Invitation.objects.get(email="nora@school.lscp.test")
    assert (made.role, made.school_id, str(made.ends_on)) == ("chair", cast.here.pk, "2028-08-31")


def test_the_dsl_is_not_offered_the_chair_and_cannot_post_it_either(cast):
    client = cast.client("dsl")
    assert "Chair of governors" not in client.get(SCHOOL + "invite/").text
    assert client.post(SCHOOL + "invite/", INVITATION | {"role": "chair"}).status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"role": "dsl", "school": ""}, "Choose the school this person works for"),
        ({"role": "reviewer", "school": "here"}, "Choose no school"),
        ({"role": "dsl", "school": "elsewhere"}, "Choose one of the answers"),
        ({"role": "king"}, "Choose one of the answers"),
        ({"role": "reviewer", "email": "nora"}, "valid email"),
        ({"role": "reviewer", "ends_on_day": "1", "ends_on_month": "1", "ends_on_year": "2020"}, "must be on or after"),
    ],
)
def test_a_wrong_invitation_comes_back_with_what_was_typed(cast, typed, words):
    schools = {"here": cast.here.pk, "elsewhere": cast.elsewhere.pk}
    posted = INVITATION | {name: schools.get(value, value) for name, value in typed.items()}
    answer = cast.client("lead").post(AREA + "invite/", posted)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Nora Bell" in answer.text
    assert not Invitation.objects.exists()


def test_an_invitation_that_cannot_be_made_is_a_conflict_that_says_why(cast):
    posted = INVITATION | {"role": "reviewer", "email": cast.people["reviewer"].email, "school": ""}
    answer = cast.client("lead").post(AREA + "invite/", posted)
    assert answer.status_code == 409
    assert "has this role already" in answer.text


def test_leaving_is_asked_for_and_ends_access_at_the_next_request(cast):
    contributor, head = cast.client("contributor"), cast.client("head")
    assert contributor.get(SCHOOL).status_code == 200
    address = f"{SCHOOL}{cast.memberships['contributor'].pk}/leaves/"
    assert "Has Contributor left?" in head.get(address).text
    assert contributor.get(SCHOOL).status_code == 200
    assert head.post(address).status_code == 302
    gone = contributor.get(SCHOOL)
    assert (gone.status_code, gone.url) == (302, f"/accounts/login/?next={SCHOOL}")
    cast.people["contributor"].refresh_from_db()
    back = cast.client("contributor")
    assert back.get(SCHOOL).status_code == 404
    assert "You do not work anywhere here now" in back.get("/home/").text
    assert head.post(address).status_code == 409


def test_an_invitation_is_sent_again_and_taken_back_from_the_page(cast):
    made = invite(cast, "dsl", "contributor", school=cast.here)
    client, address = cast.client("dsl"), f"{SCHOOL}invitations/{made.pk}/"
    assert client.get(address + "revoke/").status_code == 405
    assert client.post(address + "resend/").status_code == 302
    assert client.post(address + "revoke/").status_code == 302
    assert client.post(address + "resend/").status_code == 409
    made.refresh_from_db()
    assert (made.times_sent, made.revoked_at is not None) == (2, True)


@pytest.mark.parametrize("who", ["contributor", "chair", "link_governor"])
def test_other_people_of_a_school_invite_nobody(cast, who):
    client = cast.client(who)
    assert client.get(SCHOOL).status_code == 200
    assert client.get(SCHOOL + "invite/").status_code == 403
    assert client.post(f"{SCHOOL}{cast.memberships['dsl'].pk}/leaves/").status_code == 403


@pytest.mark.parametrize("who", ["reviewer", "visitor", "publisher", "analyst", "scrutineer"])
def test_other_staff_of_the_partnership_invite_nobody(cast, who):
    client = cast.client(who)
    assert client.get(AREA).status_code == 200
    assert client.get(AREA + "invite/").status_code == 403
    assert client.post(f"{AREA}{cast.memberships['dsl'].pk}/leaves/").status_code == 403


def test_people_of_other_places_are_not_there(cast):
    foreign = invite(cast, "elsewhere_lead", "reviewer")
    next_door = invite(cast, "next_door_head", "contributor", school=cast.next_door)
    head, lead = cast.client("head"), cast.client("lead")
    for client, address in (
        (head, "/s/900002/people/"),
        (head, "/s/900050/people/"),
        (head, "/p/eastmere/people/"),
        (head, f"{SCHOOL}{cast.memberships['next_door_dsl'].pk}/leaves/"),
        (head, f"{SCHOOL}{cast.memberships['elsewhere_dsl'].pk}/leaves/"),
        (lead, "/p/harrowfold/people/"),
        (lead, f"{AREA}{cast.memberships['elsewhere_dsl'].pk}/leaves/"),
    ):
        assert client.get(address).status_code == 404, address
    for client, root, invitation in ((head, SCHOOL, next_door), (head, SCHOOL, foreign), (lead, AREA, foreign)):
        for verb in ("resend", "revoke"):
            assert client.post(f"{root}invitations/{invitation.pk}/{verb}/").status_code == 404


def test_the_partnerships_own_membership_is_not_a_schools_to_end(cast):
    assert cast.client("head").post(f"{SCHOOL}{cast.memberships['lead'].pk}/leaves/").status_code == 403
