"""Sign-ins in the identity plane's trail: who got in, and for whom somebody tried in vain."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_login_failed

from lscp_portal.accounts.models import Person
from lscp_portal.trail.recording import record_identity


def note_sign_in(user: Person, **_signal: Any) -> None:  # noqa: ANN401 - a signal's arguments
    """Somebody signed in."""
    record_identity(user.pk, "person.signed_in", user)


def note_failure(credentials: dict[str, Any], **_signal: Any) -> None:  # noqa: ANN401 - a signal's arguments
    """Somebody did not. What was typed is not kept: it may be a password in the wrong box."""
    typed = str(credentials.get("email") or credentials.get("username") or "").lower()
    known = Person.objects.filter(email=typed).first() if typed else None
    record_identity(None, "person.sign_in_failed", known or Person())


def watch_sign_ins() -> None:
    """From now on, in this process."""
    user_logged_in.connect(note_sign_in, dispatch_uid="accounts.sign_in")
    user_login_failed.connect(note_failure, dispatch_uid="accounts.sign_in_failed")
