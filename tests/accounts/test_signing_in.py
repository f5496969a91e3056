"""Signing in by e-mail address, in vain and with success, a new password by code, and out again."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from lscp_portal.accounts.demonstration import ACCOUNTS, make_demonstration_person
from lscp_portal.accounts.models import Role

PASSWORD = "four quiet herons fishing"  # noqa: S105 - opens nothing


@pytest.fixture
def head(cast):
    person = cast.people["head"]
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    return person


def trail_of_people(database) -> list[tuple[str, int | None]]:
    with database.as_admin() as cursor:
        cursor.execute("SELECT kind, person_id FROM lscp.trail_event WHERE tenant_id = 0 ORDER BY sequence")
        return cursor.fetchall()


def sign_in(client, email, password):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_the_address_in_any_case_and_the_password_lead_to_the_one_place(head):
    client = Client()
    assert client.get("/accounts/login/").status_code == 200
    done = sign_in(client, head.email.upper(), PASSWORD)
    assert (done.status_code, done.url) == (302, "/home/")
    assert client.get("/home/").url == "/s/900001/"
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get("/s/900001/people/").url == "/accounts/login/?next=/s/900001/people/"


@pytest.mark.parametrize("email", ["head@people.lscp.test", "nobody@people.lscp.test"])
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(head, email):
    answer = sign_in(Client(), email, "not the password at all")
    assert answer.status_code == 200
    assert "not correct" in answer.text


def test_sign_ins_and_failures_are_in_the_trail(committed, committed_cast):
    person = committed_cast.people["head"]
    person.set_password(PASSWORD)
    person.save(update_fields=["password"])
    sign_in(Client(), person.email, "wrong")
    sign_in(Client(), "nobody@people.lscp.test", "wrong")
    sign_in(Client(), person.email, PASSWORD)
    kinds = trail_of_people(committed)
    assert kinds == [("person.sign_in_failed", None), ("person.sign_in_failed", None), ("person.signed_in", person.pk)]
    connection.close()


def test_nobody_signs_up_alone(db):
    answer = Client().post(
        "/accounts/signup/", {"email": "a@b.lscp.test", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "Accounts come by invitation" in answer.text


def test_a_new_password_comes_by_code(head):
    client, new = Client(), PASSWORD + " twice"
    asked = client.post("/accounts/password/reset/", {"email": head.email})
    (message,) = mail.outbox
    assert message.subject == "Your code for a new password"
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", message.body, re.MULTILINE)[0]
    entered = client.post(asked.url, {"code": code})
    assert "Choose a new password" in client.get(entered.url).text
    done = client.post(entered.url, {"password1": new, "password2": new})
    assert "Your password is changed" in client.get(done.url).text
    assert sign_in(Client(), head.email, PASSWORD).status_code == 200
    assert sign_in(Client(), head.email, new).status_code == 302
    assert "tell your partnership" in mail.outbox[-1].body


def test_an_unknown_address_gets_no_message_but_the_same_page(head):
    known = Client().post("/accounts/password/reset/", {"email": head.email})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@people.lscp.test"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert len(mail.outbox) == 1


def test_without_a_mail_server_the_page_still_stands(head, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # the discard port: nobody listens
    assert Client().post("/accounts/password/reset/", {"email": head.email}).status_code == 302


def test_what_was_typed_when_the_session_ended_is_shown_back_but_no_password(cast):
    typed = {"full_name": "Nora Bell", "password": PASSWORD, "again": PASSWORD}
    answer = Client().post("/s/900001/people/invite/", typed)
    assert answer.status_code == 401
    assert "Nora Bell" in answer.text
    assert PASSWORD not in answer.text


def test_a_form_that_was_open_too_long_says_so(head):
    client = Client(enforce_csrf_checks=True)
    client.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/s/900001/people/invite/", {"full_name": "Nora Bell"})
    assert answer.status_code == 403
    assert "Nora Bell" in answer.text


def test_there_is_one_demonstration_account_for_every_role():
    assert [account.role for account in ACCOUNTS] == list(Role)
    assert ACCOUNTS[-1].email == "link-governor@demo.lscp.test"


def test_the_shared_password_opens_demonstration_accounts_only_in_a_demonstration(db, settings):
    person = make_demonstration_person(email="head@demo.lscp.test", full_name="Ian Mercer")
    assert sign_in(Client(), person.email, settings.DEMO_PASSWORD).status_code == 302
    settings.DEMONSTRATION = False
    with pytest.raises(ImproperlyConfigured):
        make_demonstration_person(email="chair@demo.lscp.test", full_name="Dorothy Lane")
