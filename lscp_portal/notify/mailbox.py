"""The messages the demonstration's mail catcher keeps."""

import mailbox
import re
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from django.utils import timezone

KEY = re.compile(r"^[0-9]+\.[A-Za-z0-9_.-]+$")
SHOWN = 100


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One caught message: whom it is for, and its plain words."""

    key: str
    to: str
    subject: str
    caught_at: datetime
    text: str
    message_id: str


def newest(*, folder: str, search: str = "") -> list[CaughtMail]:
    """The newest messages first, a hundred at most; `search` in the reader's address or the subject."""
    box = _open(folder)
    if box is None:
        return []
    found: list[CaughtMail] = []
    for key in sorted(box.keys(), key=_when, reverse=True):
        mail = _read(box, key)
        if search.lower() in f"{mail.to} {mail.subject}".lower():
            found.append(mail)
        if len(found) == SHOWN:
            break
    return found


def one(*, folder: str, key: str) -> CaughtMail | None:
    """One message, or None. A key is a file's name, so nothing that could lead out of the folder is looked at."""
    box = _open(folder) if KEY.match(key) else None
    return _read(box, key) if box is not None and key in box else None


def _open(folder: str) -> mailbox.Maildir | None:
    """The Maildir, or None while nothing has been caught."""
    return mailbox.Maildir(folder, create=False) if folder and Path(folder, "new").is_dir() else None


def _read(box: mailbox.Maildir, key: str) -> CaughtMail:
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(box.get_bytes(key))
    body = message.get_body(("plain",))
    return CaughtMail(
        key=key,
        to=str(message.get("To", "")),
        subject=str(message.get("Subject", "")),
        caught_at=datetime.fromtimestamp(_when(key)[0], tz=timezone.get_current_timezone()),
        text=str(body.get_content()) if body else "",
        message_id=str(message.get("Message-ID", "")),
    )


def _when(key: str) -> tuple[int, int]:
    """Second and microsecond of a Maildir name such as 1764000000.M123456P77Q1.host."""
    found = re.match(r"^([0-9]+)\.M([0-9]+)", key)
    return (int(found[1]), int(found[2])) if found else (0, 0)
