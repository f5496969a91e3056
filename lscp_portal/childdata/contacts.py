"""E-mail addresses, phone numbers and postcodes of people; never the published ones of a service."""

# ruff: noqa: ARG001 - tests of rules share one signature

import re
from collections.abc import Set as AbstractSet

from lscp_portal.childdata.types import Finding, Kind, Known, Rule
from lscp_portal.childdata.words import word_list

EMAIL = re.compile(r"\b([A-Z0-9][A-Z0-9._%+-]{0,63})@[A-Z0-9-]{1,63}(?:\.[A-Z0-9-]{1,63}){1,6}\b", re.IGNORECASE)
ROLE_WORDS = word_list("role_mailboxes")
# 01, 02 and 07 may belong to a person. 03, 08 and three-digit numbers are services and helplines.
PHONE = re.compile(r"(?<![\d+])(?:\+44[ -]?(?:\(0\))?[ -]?|0)(?:7\d{3}|[12]\d{1,3})(?:[ -]?\d{2,4}){2,3}(?!\d)")
POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[\dA-HJKMNPR-Y]? ?\d[ABD-HJLNP-UW-Z]{2})\b")
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z_][\w.]{2,29}\b(?!@)")
PHONE_DIGITS = frozenset({10, 11})
TEN_DIGITS = frozenset({Kind.NHS_NUMBER, Kind.LEARNER_NUMBER})  # without a label a telephone may pass for one


def is_of_a_person(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """No word of the mailbox is a role or a service."""
    return not ROLE_WORDS & set(re.split(r"[._+-]", found[1].lower()))


def is_dialled_in_full(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """As many digits as a number with its area code has."""
    return len(_dialled(found[0])) in PHONE_DIGITS


# Ways to reach or find one person. A service's own mailbox, helpline or emergency number is left alone.
CONTACT_DETAILS = (
    Rule(Kind.EMAIL, EMAIL, test=is_of_a_person),
    Rule(Kind.HANDLE, HANDLE),
    Rule(Kind.PHONE, PHONE, test=is_dialled_in_full),
    Rule(Kind.POSTCODE, POSTCODE),
)


def is_own(finding: Finding, words: str, known: Known) -> bool:
    """Whether these words are the school's own mailbox, telephone or postcode."""
    if finding.kind is Kind.EMAIL:
        return words.lower() in {mailbox.lower() for mailbox in known.mailboxes}
    if finding.kind is Kind.POSTCODE:
        return _bare(words) in {_bare(postcode) for postcode in known.postcodes}
    is_digits = finding.kind is Kind.PHONE or (finding.kind in TEN_DIGITS and finding.severity == "warn")
    return is_digits and _dialled(words) in {_dialled(telephone) for telephone in known.telephones}


def _bare(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def _dialled(telephone: str) -> str:
    return re.sub(r"\D", "", telephone.replace("+44", "0").replace("(0)", ""))
