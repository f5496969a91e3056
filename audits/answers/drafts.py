"""What a browser needs to keep what is typed and not yet saved: whose it is, of which answer, and a key.

The browser keeps such text encrypted (ADR "Drafts on a device"). The key comes with each page and is never kept there,
so nobody reads a draft who is not signed in as its writer. It is made from the server's secret and ends with the
person's sessions everywhere (Person.session_epoch).
"""

import base64
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from lscp_portal.accounts.models import Person

SALT = "audits.answers.drafts"
OWNER_LETTERS = 16


@dataclass(frozen=True, slots=True)
class DraftBox:
    """id: which answer; owner: whose, without naming anybody; key: 256 bits in base64."""

    id: str
    owner: str
    key: str


def draft_box(person: Person, *, of: str, code: str) -> DraftBox:
    """The box of one person for one indicator of an audit (`of`: "12") or a review ("review-12").

    The same on every page until the person's sessions are ended. No query.
    """
    key = salted_hmac(f"{SALT}.key", f"{person.pk}:{person.session_epoch}", algorithm="sha256").digest()
    owner = salted_hmac(f"{SALT}.owner", str(person.pk), algorithm="sha256").hexdigest()[:OWNER_LETTERS]
    return DraftBox(f"{of}:{code}", owner, base64.b64encode(key).decode())
