"""Mail that does not arrive: refused, come back, held back, and tried again when a person says so."""

import io
import sys
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from lscp_portal.notify.addresses import dead_addresses, mark_dead, mark_working, try_again
from lscp_portal.notify.bounces import bounces_in, tenant_in
from lscp_portal.notify.delivery import message_id_of
from lscp_portal.notify.models import Delivery, UndeliverableAddress
from lscp_portal.notify.replies import reason_words, says_the_address_is_dead
from lscp_portal.notify.tasks import send
from lscp_portal.outbox.worker import scope_of
from tests.notify.refusing import mail_server, notification, ordinary_letter

HEAD, CHAIR = "head@people.lscp.test", "chair@people.lscp.test"

CODES = {  # typed by hand from RFC 3463: is it about the reader's address, for good?
    "5.1.1": True, "5.1.2": True, "5.1.3": True, "5.1.6": True, "5.1.10": True, "5.0.0": True,
    "5.1.7": False, "5.1.8": False,  # the sender's address
    "5.2.0": True, "5.2.1": True, "5.2.2": True,
    "5.3.4": False, "5.4.1": False, "5.4.4": True, "5.5.1": False, "5.6.1": False,
    "5.7.1": False, "5.7.26": False,  # policy: about us
    "550": True, "551": True, "552": True, "553": True, "554": False, "500": False,
    "4.2.2": False, "2.1.5": False, "450": False, "": False,
}  # fmt: skip


@pytest.mark.parametrize(("code", "is_dead"), CODES.items())
def test_only_codes_about_the_reader_close_an_inbox(code, is_dead):
    assert says_the_address_is_dead(code) == is_dead


def write_to(cast, who, key="visit:7"):
    """What the worker does with one letter."""
    person = cast.people[who]
    send(
        scope_of(cast.partnership.pk), template="feedback_issued", reference=f"feedback_issued:{key}:{person.pk}",
        person_id=person.pk, by=None, path="/s/900001/feedback/", facts={"school_id": cast.here.pk},
    )  # fmt: skip


def outcomes(cast):
    with cast.as_("administrator"):
        return list(Delivery.objects.order_by("pk").values_list("email", "outcome", "code"))


REPLIES = [  # what RCPT is answered with, and what becomes of the letter
    ("550 5.1.1 User unknown", "refused", "5.1.1"),
    ("550 No such user here", "refused", "550"),
    ("552 5.2.2 Over quota", "refused", "5.2.2"),
    ("554 5.7.1 Relay access denied", "tried again", ""),
    ("550 5.7.26 DMARC policy", "tried again", ""),
    ("554 Transaction failed", "tried again", ""),
    ("451 4.3.0 Try later", "tried again", ""),
]


@pytest.mark.parametrize(("reply", "outcome", "code"), REPLIES)
def test_a_refusal_for_good_is_kept_and_anything_else_is_tried_again(cast, reply, outcome, code):
    with mail_server({HEAD: reply}):
        if outcome == "tried again":
            with pytest.raises(SMTPException):
                write_to(cast, "head")
            assert (outcomes(cast), UndeliverableAddress.objects.count()) == ([], 0)
        else:
            write_to(cast, "head")
            assert outcomes(cast) == [(HEAD, outcome, code)]
            assert UndeliverableAddress.objects.get().code == code


def test_nothing_more_is_sent_to_a_dead_address_until_a_person_says_try_again(cast):
    with mail_server({HEAD: "550 5.1.1 User unknown"}) as server:
        write_to(cast, "head", "first")
        del server.replies[HEAD]
        write_to(cast, "head", "second")
        write_to(cast, "chair", "second")
        assert server.received == [CHAIR]
        assert outcomes(cast)[1] == (HEAD, "held_back", "")
        with cast.as_("administrator"):
            found = dead_addresses()[HEAD]
            try_again(actor=cast.actor("administrator"), address_id=found.id)
            assert dead_addresses()[HEAD].is_retried
        write_to(cast, "head", "third")
        assert server.received == [CHAIR, HEAD]
    with cast.as_("administrator"):
        assert dead_addresses() == {}


def test_an_address_that_refuses_again_is_dead_again(cast):
    with mail_server({HEAD: "550 5.1.1 User unknown"}):
        write_to(cast, "head", "first")
        with cast.as_("dsl"):
            try_again(actor=cast.actor("dsl"), address_id=dead_addresses()[HEAD].id)
        write_to(cast, "head", "second")
    row = UndeliverableAddress.objects.get()
    assert (row.times, row.retry_at, row.cleared_at) == (2, None, None)


def test_a_letter_sent_twice_after_a_crash_has_one_outcome(cast):
    write_to(cast, "head")
    write_to(cast, "head")
    assert outcomes(cast) == [(HEAD, "sent", "")]
    assert len({message.message()["Message-ID"] for message in mail.outbox}) == 1


def test_what_is_kept_of_a_letter_holds_none_of_its_words():
    assert {field.name for field in Delivery._meta.get_fields()} == {
        "id", "tenant", "message_id", "template", "email", "person_id", "about_school_id", "outcome", "code",
        "first_at", "changed_at",
    }  # fmt: skip


WHO_SEES = [  # whose address does not work, who looks, is it seen
    ("head", "administrator", True),
    ("head", "dsl", True),
    ("next_door_head", "administrator", True),
    ("next_door_head", "dsl", False),
    ("lead", "administrator", True),
    ("lead", "dsl", False),
    ("elsewhere_head", "administrator", False),
    ("elsewhere_head", "dsl", False),
]


@pytest.mark.parametrize(("whose", "who", "is_seen"), WHO_SEES)
def test_a_dead_address_is_seen_by_its_own_place_only(cast, whose, who, is_seen):
    email = cast.people[whose].email
    mark_dead(email=email, kind="bounced", code="5.1.1", template="audit_opened")
    number = UndeliverableAddress.objects.get().pk
    with cast.as_(who):
        assert (email in dead_addresses()) == is_seen
        if not is_seen:
            with pytest.raises(UndeliverableAddress.DoesNotExist):
                try_again(actor=cast.actor(who), address_id=number)


@pytest.mark.parametrize("who", ["reviewer", "chair", "contributor", "link_governor"])
def test_only_those_who_invite_may_say_try_again(cast, who):
    with cast.as_(who), pytest.raises(PermissionDenied):
        try_again(actor=cast.actor(who), address_id=1)


@pytest.mark.parametrize("code", [code for code, is_dead in CODES.items() if is_dead])
def test_every_reason_has_words_without_a_code(code):
    assert not any(sign.isdigit() for sign in reason_words(code))


def sent(cast, who="head"):
    """A letter that has left, by its Message-ID."""
    write_to(cast, who)
    return mail.outbox[-1].message()["Message-ID"]


def read(capsys, monkeypatch, *raw):
    """The command's lines, each message piped to standard input."""
    for message in raw:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(message)))
        call_command("read_bounces")
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("returned", ["headers", "whole"])
def test_a_letter_that_comes_back_closes_its_address(cast, capsys, monkeypatch, returned):
    raw = notification("forwarded@elsewhere.test", message_id=sent(cast), returned=returned)
    assert read(capsys, monkeypatch, raw) == ["1 kept, 0 not ours, 0 not for good, or no notification"]
    assert outcomes(cast) == [(HEAD, "bounced", "5.1.1")]
    assert UndeliverableAddress.objects.get().email == HEAD


BELIEVED = [  # what the notification says, and whether it is believed
    ({"returned": "nothing"}, "1 kept"),
    ({"returned": "nothing", "email": "x@forward.test", "original": HEAD}, "1 kept"),
    ({"returned": "nothing", "email": CHAIR}, "1 not ours"),  # nobody wrote to the chair
    ({"message_id": "<1.feedback_issued.visit.7.1.0123456789abcdef@localhost>"}, "1 not ours"),
    ({"message_id": "<not-ours@example.test>"}, "1 not ours"),
    ({"status": "4.2.2", "returned": "nothing"}, "1 not for good"),
    ({"action": "delayed", "returned": "nothing"}, "1 not for good"),
    ({"status": "5.7.1", "returned": "nothing"}, "1 not for good"),
]


@pytest.mark.parametrize(("said", "outcome"), BELIEVED)
def test_a_notification_is_believed_only_about_letters_we_sent(cast, capsys, monkeypatch, said, outcome):
    sent(cast)
    assert outcome in read(capsys, monkeypatch, notification(**said))[0]
    assert UndeliverableAddress.objects.exists() == (outcome == "1 kept")


def test_other_letters_and_rubbish_are_passed_over(cast, capsys, monkeypatch):
    raw = (ordinary_letter(), b"", b"\xff\x00" * 100, notification()[:300], b"Content-Type: multipart/report\n\n--")
    assert all("1 not for good" in line for line in read(capsys, monkeypatch, *raw))


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reading(raw):
    assert isinstance(bounces_in(notification()[:500] + raw), list)


def test_an_inbox_is_read_once(cast, capsys, tmp_path):
    for part in ("new", "cur", "tmp"):
        (tmp_path / part).mkdir()
    (tmp_path / "new" / "1.M1P1.host").write_bytes(notification(message_id=sent(cast)))
    (tmp_path / "new" / "2.M1P1.host").write_bytes(ordinary_letter())
    for _ in range(2):
        call_command("read_bounces", "--maildir", str(tmp_path))
    assert capsys.readouterr().out.splitlines() == [
        "1 kept, 0 not ours, 1 not for good, or no notification",
        "0 kept, 0 not ours, 0 not for good, or no notification",
    ]
    assert len(list((tmp_path / "cur").iterdir())) == 2


def test_a_late_bounce_closes_an_address_that_was_thought_to_work(cast, capsys, monkeypatch):
    message_id = sent(cast)
    mark_dead(email=HEAD, kind="refused", code="550", template="x")
    mark_working(email=HEAD)
    read(capsys, monkeypatch, notification(message_id=message_id))
    assert UndeliverableAddress.objects.get().cleared_at is None


def test_a_message_id_cannot_be_guessed_and_names_its_partnership():
    one, other = message_id_of("7:a:b"), message_id_of("7:a.b")
    assert one.rpartition(".")[0] == other.rpartition(".")[0]
    assert one != other
    assert tenant_in(one) == 7
    assert tenant_in("<x.7@localhost>") is None
