"""The caught mail: listed, found, readable, with working links and no markup of its own."""

import importlib
import mailbox
from email.message import EmailMessage

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

import lscp_portal.urls

MARKUP = "<script>alert(1)</script>"


@pytest.fixture
def folder(tmp_path, settings):
    settings.MAIL_FOLDER = str(tmp_path / "mail")
    return mailbox.Maildir(settings.MAIL_FOLDER)


def caught(folder, to: str, subject: str, text: str) -> str:
    message = EmailMessage()
    message["To"], message["Subject"], message["Message-ID"] = to, subject, "<1@localhost>"
    message.set_content(text)
    message.add_alternative(f"<p>{MARKUP}</p>", subtype="html")
    return folder.add(message)


def test_messages_are_listed_newest_first_and_found_by_reader(folder, db):
    for number in range(3):
        caught(folder, f"person{number}@lscp.test", f"Message {number}", "Words")
    page = Client().get("/demo/mail/").text
    assert page.index("Message 2") < page.index("Message 1") < page.index("Message 0")
    assert "Message 1" not in Client().get("/demo/mail/", {"q": "person2"}).text


def test_a_message_is_text_with_a_link_that_works(folder, db):
    key = caught(folder, "head@lscp.test", "Für Sie: bitte", f"Open http://localhost:8000/s/900001/?a=1&b=2 {MARKUP}")
    page = Client().get(f"/demo/mail/{key}/").text
    assert "Für Sie: bitte" in page
    assert 'href="http://localhost:8000/s/900001/?a=1&amp;b=2"' in page
    assert MARKUP not in page


@pytest.mark.parametrize("key", ["..", "1764000000.M1P1Q1.nobody", "x", "1.%2e%2e"])
def test_a_message_that_is_not_there_is_not_there(folder, db, key):
    assert Client().get(f"/demo/mail/{key}/").status_code == 404


def test_without_a_folder_the_list_is_empty(db, settings):
    settings.MAIL_FOLDER = ""
    assert "Nothing has been sent yet" in Client().get("/demo/mail/").text


def test_the_page_is_a_demonstrations_only():
    settings.DEMONSTRATION = False
    try:
        without = importlib.reload(lscp_portal.urls).urlpatterns
    finally:
        settings.DEMONSTRATION = True
        importlib.reload(lscp_portal.urls)
    with pytest.raises(Resolver404):
        resolve("/demo/mail/", urlconf=tuple(without))
