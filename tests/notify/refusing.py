"""A mail server that refuses some readers, and notifications such as mail servers write them."""

from contextlib import contextmanager
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from django.test import override_settings

from tests.stack import free_port


class Refusing:
    """`replies`: address -> what RCPT is answered with."""

    def __init__(self, replies):
        self.replies, self.received = replies, []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
        if reply := self.replies.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.received.append(envelope.rcpt_tos[0])
        return "250 OK"


@contextmanager
def mail_server(replies):
    """Real SMTP on this machine; e-mails of the test go there."""
    handler = Refusing(replies)
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port):
            yield handler
    finally:
        server.stop()


NOTIFICATION = """\
From: Mail Delivery System <MAILER-DAEMON@mail.example.test>
To: no-reply@lscp.test
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.test

Final-Recipient: rfc822; {final}
{original}Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--cut
{returned}
--cut--
"""


def notification(
    email="head@people.lscp.test", *, message_id="", status="5.1.1", action="failed", original="", returned="headers"
) -> bytes:
    """A delivery status notification. returned: headers, whole or nothing of the letter."""
    copy = f"Message-ID: {message_id}\nSubject: The audit is open\n"
    part = {
        "headers": f"Content-Type: text/rfc822-headers\n\n{copy}",
        "whole": f"Content-Type: message/rfc822\n\n{copy}\nDear Head,\n",
        "nothing": "Content-Type: text/plain\n\nno more",
    }[returned]
    line = f"Original-Recipient: rfc822;{original}\n" if original else ""
    return NOTIFICATION.format(final=email, original=line, action=action, status=status, returned=part).encode()


def ordinary_letter() -> bytes:
    """A letter from a person, in the same inbox."""
    message = EmailMessage()
    message["From"], message["Subject"] = "head@people.lscp.test", "Out of office"
    message.set_content("Back on Monday.")
    return message.as_bytes()
