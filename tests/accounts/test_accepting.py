"""From the link in the e-mail to the first page, and every link that does not open."""

import threading
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import check_password
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client
from django.utils import timezone

from lscp_portal.accounts.acceptance import Closed, InvitationClosed, accept, join
from lscp_portal.accounts.links import address_of, token_of
from lscp_portal.accounts.models import Invitation, Membership, Person
from tests.accounts.test_inviting import invite

GOOD = "four quiet herons fishing"
TYPED = {"full_name": "New Person", "password": GOOD, "again": GOOD}


def link(invitation) -> str:
    return urlsplit(address_of(invitation)).path


def test_a_new_person_opens_the_link_makes_an_account_and_is_in(cast):
    made = invite(cast, "head", "contributor", school=cast.here)
    client = Client()
    page = client.get(link(made))
    assert page.status_code == 200
    for words in ("Alder Lane Primary School", "Eastmere Safeguarding Children Partnership", "Contributor", "Head"):
        assert words in page.text
    assert not Person.objects.filter(email=made.email).exists()  # a mail filter that opens the link changes nothing
    done = client.post(link(made), TYPED)
    assert (done.status_code, done.url) == (302, "/s/900001/")
    person = Person.objects.get(email=made.email)
    assert check_password(GOOD, person.password)
    assert person.emailaddress_set.get().verified
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get("/s/900001/people/").status_code == 200


def test_the_link_works_once(cast):
    made = invite(cast, "lead", "reviewer")
    Client().post(link(made), TYPED)
    for answer in (Client().get(link(made)), Client().post(link(made), TYPED)):
        assert answer.status_code == 410
        assert "accepted already" in answer.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": timezone.now()}, "taken back"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "too old"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "too old"),
    ],
)
def test_a_closed_link_says_what_to_do(cast, change, words):
    made = invite(cast, "lead", "reviewer")
    Invitation.objects.filter(pk=made.pk).update(**change)
    answer = Client().post(link(made), TYPED)
    assert answer.status_code == 410
    assert words in answer.text
    assert not Person.objects.filter(email=made.email).exists()


def test_a_forged_link_is_not_there(cast):
    first, second = invite(cast, "lead", "reviewer"), invite(cast, "lead", "visitor")
    signature = token_of(second).partition(".")[2]
    for token in (f"{first.pk}.{signature}", f"{first.pk}.", "999999.x", "x", f"{first.pk}", f"{'9' * 30}.x"):
        answer = Client().get(f"/accounts/invitation/{token}/")
        assert answer.status_code == 404, token
        assert "copy the whole link" in answer.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"again": "something else entirely"}, "The two passwords are not the same"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "passwordpassword", "again": "passwordpassword"}, None),
        ({"full_name": ""}, "Enter full name"),
    ],
)
def test_a_wrong_form_comes_back_with_what_was_typed(cast, changed, words):
    made = invite(cast, "lead", "reviewer")
    answer = Client().post(link(made), TYPED | changed)
    if words:
        assert answer.status_code == 422
        assert words in answer.text
        assert GOOD not in answer.text


def test_somebody_known_signs_in_first_and_accepts_with_one_click(cast):
    made = invite(cast, "lead", "visitor", email=cast.people["reviewer"].email)
    stranger = Client()
    page = stranger.get(link(made))
    assert "Sign in, and then accept" in page.text
    assert stranger.post(link(made), TYPED).status_code == 403
    client = cast.client("reviewer")
    assert "Accept the invitation" in client.get(link(made)).text
    done = client.post(link(made))
    assert (done.status_code, done.url) == (302, "/p/eastmere/")
    roles = Membership.objects.filter(person=cast.people["reviewer"]).values_list("role", flat=True)
    assert set(roles) == {"reviewer", "visitor"}


def test_another_signed_in_person_cannot_accept(cast):
    made = invite(cast, "lead", "visitor")
    client = cast.client("reviewer")
    assert "Sign out first" in client.get(link(made)).text
    assert client.post(link(made)).status_code == 403
    assert not Membership.objects.filter(person=cast.people["reviewer"], role="visitor").exists()
    with pytest.raises(PermissionDenied):
        accept(token=token_of(made), person=cast.people["reviewer"])


def test_a_person_with_places_in_two_partnerships_chooses(cast):
    made = invite(cast, "elsewhere_lead", "scrutineer", email=cast.people["scrutineer"].email)
    accept(token=token_of(made), person=cast.people["scrutineer"])
    page = cast.client("scrutineer").get("/home/")
    assert page.status_code == 200
    for words in ("/p/eastmere/", "/p/harrowfold/", "Independent scrutineer"):
        assert words in page.text


def test_of_many_clicks_at_once_one_counts(committed_cast):
    made = invite(committed_cast, "lead", "reviewer")
    token, outcomes, together = token_of(made), [], threading.Barrier(6)

    def click():
        together.wait()
        try:
            outcomes.append(join(token=token, full_name="New Person", password=GOOD).pk)
        except (InvitationClosed, PermissionDenied) as problem:
            outcomes.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([found for found in outcomes if isinstance(found, int)]) == 1
    assert {found.why for found in outcomes if isinstance(found, InvitationClosed)} == {Closed.USED}
    assert Membership.objects.filter(person__email=made.email).count() == 1
