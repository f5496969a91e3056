"""What mail servers answer: which refusals say that an address does not work, and what they mean in words.

Codes are those of RFC 3463 ("5.1.1"), or the bare reply of RFC 5321 ("550") where a server says no more. A refusal
for reasons of policy ("5.7.1", relaying denied) is about us, not about the address: one wrong setting of ours must not
close every inbox.
"""

import re
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

FIRST_PERMANENT = 500
ENHANCED = re.compile(r"\b(5\.[0-9]{1,3}\.[0-9]{1,3})\b")
OF_THE_SENDER = frozenset({"5.1.7", "5.1.8"})
BARE = frozenset({"550", "551", "552", "553"})
WORDS = {
    "5.1.1": "the address does not exist",
    "551": "the address does not exist",
    "550": "the address does not exist, or its server does not take mail for it",
    "5.1.2": "the part after the @ does not exist",
    "5.1.3": "it is not written as an address can be",
    "5.1.6": "the mailbox has moved",
    "5.1.10": "the address does not exist",
    "5.2.1": "the mailbox is switched off",
    "5.2.2": "the mailbox is full",
    "552": "the mailbox is full",
    "5.4.4": "the part after the @ does not exist",
}


def says_the_address_is_dead(code: str) -> bool:
    """Whether this code is about the reader's address or mailbox, and for good."""
    if code in BARE:
        return True
    if code in OF_THE_SENDER:
        return False
    return code in {"5.0.0", "5.4.4"} or code.startswith(("5.1.", "5.2."))


def reason_words(code: str) -> str:
    """Why mail does not arrive, for a sentence such as "mail does not arrive: …"."""
    return WORDS.get(code, "its mail server refuses it")


def code_of(problem: SMTPException) -> str | None:
    """The code by which a server refused this one reader for good; None when it is about anything else.

    Our e-mails have one reader each.
    """
    if isinstance(problem, SMTPRecipientsRefused):
        number, words = next(iter(problem.recipients.values()))
        return _dead(number, words, bare=True)
    if isinstance(problem, SMTPDataError):  # some servers look at the reader only once they have the letter
        return _dead(problem.smtp_code, problem.smtp_error, bare=False)
    return None


def _dead(number: int, words: bytes | str, *, bare: bool) -> str | None:
    if number < FIRST_PERMANENT:
        return None
    text = words.decode("ascii", "replace") if isinstance(words, bytes) else words
    found = ENHANCED.search(text)
    code = found[1] if found else str(number)
    return code if (found or bare) and says_the_address_is_dead(code) else None
