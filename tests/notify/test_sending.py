"""From an action to the mail server: numbers in the outbox, words from the worker."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from lscp_portal.accounts import actions
from lscp_portal.accounts.links import address_of
from lscp_portal.accounts.models import Invitation, Person
from lscp_portal.notify.posting import queue
from lscp_portal.notify.tasks import send
from lscp_portal.outbox.worker import scope_of
from tests.accounts.test_inviting import invite


def posted(database):
    """What lies in the outbox, oldest first: (task, key, arguments)."""
    with database.as_admin() as cursor:
        cursor.execute("SELECT task, key, arguments FROM lscp.outbox_message ORDER BY created_at, key")
        return cursor.fetchall()


def deliver(cast, database):
    for _, _, arguments in posted(database):
        send(scope_of(cast.partnership.pk), **arguments)


def ask(cast, **changes):
    with cast.as_("lead"):
        wanted = {
            "template": "visit_scheduled",
            "key": "visit:7",
            "to": [cast.people["head"].pk, cast.people["dsl"].pk, cast.people["head"].pk],
            "path": "/s/900001/visits/7/",
            "by": cast.people["lead"].pk,
            "school_id": cast.here.pk,
            "visit_on": date(2027, 1, 5),
        }
        queue(**wanted | changes)


WORKER = """
import django
django.setup()
from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.outbox.worker import do
from lscp_portal.notify import tasks
for message_id in list(OutboxMessage.objects.values_list("pk", flat=True)):
    do(message_id)
print("left:", OutboxMessage.objects.filter(done_at=None).count())
"""


def test_the_workers_own_login_may_read_what_it_needs_and_marks_each_as_done(committed, committed_cast):
    invite(committed_cast, "head", "chair", email="chair@school.lscp.test", school=committed_cast.here)
    ask(committed_cast)
    console = {"LSCP_PROCESS": "worker", "LSCP_TEST_EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    done = subprocess.run(
        [sys.executable, "-c", WORKER], env={**os.environ, **console}, capture_output=True, text=True, check=True
    )
    assert "left: 0" in done.stdout, done.stdout + done.stderr
    assert done.stdout.count("Message-ID: ") == 3


def test_each_person_gets_one_message_however_often_it_is_asked_for(committed, committed_cast):
    ask(committed_cast)
    ask(committed_cast)
    deliver(committed_cast, committed)
    assert sorted(message.to for message in mail.outbox) == [["dsl@people.lscp.test"], ["head@people.lscp.test"]]
    message = mail.outbox[0]
    assert message.subject == "A visit to Alder Lane Primary School on 5 January 2027"
    assert "Lead has arranged a visit to Alder Lane Primary School on Tuesday 5 January 2027." in message.body
    assert "http://localhost:8000/s/900001/visits/7/" in message.body
    assert message.alternatives[0].mimetype == "text/html"


def test_the_outbox_holds_numbers_and_no_words(committed, committed_cast):
    ask(committed_cast)
    for _, _, arguments in posted(committed):
        assert arguments["facts"] == {"school_id": committed_cast.here.pk, "visit_on": "2027-01-05"}
        assert not {"name", "email", "subject", "text"} & set(arguments)


def test_a_repeat_has_the_same_message_id(committed, committed_cast):
    ask(committed_cast, to=[committed_cast.people["head"].pk])
    deliver(committed_cast, committed)
    deliver(committed_cast, committed)
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    tenant, person = committed_cast.partnership.pk, committed_cast.people["head"].pk
    assert first == second
    assert first.startswith(f"<{tenant}.visit_scheduled.visit.7.{person}.")


def test_nobody_whose_account_is_closed_gets_mail(committed, committed_cast):
    ask(committed_cast)
    Person.objects.filter(pk=committed_cast.people["head"].pk).update(is_active=False)
    deliver(committed_cast, committed)
    assert [message.to for message in mail.outbox] == [["dsl@people.lscp.test"]]


def test_another_partnerships_school_cannot_be_named(cast):
    arguments = {
        "person_id": cast.people["head"].pk,
        "by": None,
        "path": "/s/1/",
        "facts": {"school_id": cast.elsewhere.pk},
    }
    with pytest.raises(Exception, match="does not exist"):
        send(scope_of(cast.partnership.pk), template="feedback_issued", reference="x", **arguments)


def test_a_path_that_is_no_path_is_refused(cast):
    with pytest.raises(ValueError, match="must begin with a slash"):
        ask(cast, path="https://elsewhere.test/")


def test_an_invitation_carries_its_link_and_a_second_sending_is_another_message(committed, committed_cast):
    made = invite(committed_cast, "head", "chair", email="chair@school.lscp.test", school=committed_cast.here)
    with committed_cast.as_("head"):
        actions.resend_invitation(actor=committed_cast.actor("head"), invitation_id=made.pk)
    assert all(address_of(made) not in str(row) and made.secret not in str(row) for row in posted(committed))
    deliver(committed_cast, committed)
    assert [message.to for message in mail.outbox] == [["chair@school.lscp.test"]] * 2
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 2
    assert all(address_of(made) in message.body for message in mail.outbox)
    assert "Head invites you to work on safeguarding audits at Alder Lane Primary School" in mail.outbox[0].body


@pytest.mark.parametrize("change", [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(1)}])
def test_an_invitation_that_is_no_longer_open_is_not_sent(committed, committed_cast, change):
    made = invite(committed_cast, "lead", "reviewer")
    Invitation.objects.filter(pk=made.pk).update(**change)
    deliver(committed_cast, committed)
    assert mail.outbox == []
