"""Numbers that name one person, told from ordinary numbers by their check character."""

# ruff: noqa: ARG001 - tests of rules share one signature

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from lscp_portal.childdata.types import Kind, Rule

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O or S
UPN = re.compile(r"\b([A-Z])[ -]?(\d{3})[ -]?(\d{4})[ -]?(\d{2})[ -]?(\d{2}[\dA-Z])\b", re.IGNORECASE)
TEN_DIGITS = re.compile(r"(?<![\d+])(?<!\d[ .-])(\d{3})([ .-]?)(\d{3})\2(\d{4})(?!\d)(?![ .-]\d)")
AFTER_COUNTRY_CODE = re.compile(r"\+\d{2}[ -]?(?:\(0\))?$")
NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    re.IGNORECASE,
)
CALLED_NHS = re.compile(r"\bNHS\b[^.!?\n\d]{0,24}$", re.IGNORECASE)
LABEL_REACH = 28  # characters before a number in which "NHS" still belongs to it
LEARNER_NUMBER = re.compile(r"\b(?:ULN|unique learner number)\b\D{0,12}(\d{10})\b", re.IGNORECASE)
PASSPORT = re.compile(r"\bpassport\b(?:\s+(?:number|no\.?))?\D{0,6}(\d{9})\b", re.IGNORECASE)


def is_upn(text: str) -> bool:
    """Thirteen characters: a check letter, eleven digits, then a digit, or a letter for a temporary number (DfE)."""
    upn = text.upper()
    if not re.fullmatch(r"[A-Z]\d{11}[\dA-Z]", upn):
        return False
    values = [int(mark) if mark.isdigit() else UPN_LETTERS.find(mark) for mark in upn[1:]]
    if -1 in values:
        return False
    total = sum(weight * value for weight, value in enumerate(values, start=2))
    return UPN_LETTERS[total % 23] == upn[0]


def is_nhs_number(digits: str) -> bool:
    """Ten digits, the last one checking the others modulo 11 (NHS Data Dictionary); never one digit ten times."""
    if not re.fullmatch(r"\d{10}", digits) or len(set(digits)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


def is_learner_number(digits: str) -> bool:
    """Ten digits, the last one being 10 less the others' weighted sum modulo 11 (Learning Records Service)."""
    if not re.fullmatch(r"[1-9]\d{9}", digits) or len(set(digits)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return total % 11 != 0 and 10 - total % 11 == int(digits[9])


def passes_as_upn(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """The five parts of a UPN, without what stands between them, have the right check letter."""
    return is_upn("".join(found.groups()))


def is_called_nhs_number(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """Ten digits that pass the check of an NHS number, behind "NHS"."""
    return _passes(found, is_nhs_number) and CALLED_NHS.search(_before(found)) is not None


def is_bare_nhs_number(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """The same without the label."""
    return _passes(found, is_nhs_number) and CALLED_NHS.search(_before(found)) is None


def is_bare_learner_number(found: re.Match[str], staff: AbstractSet[str]) -> bool:
    """Ten digits that pass the check of a ULN and not that of an NHS number."""
    return _passes(found, is_learner_number) and not _passes(found, is_nhs_number)


# All block but ten digits without a label: two in eleven of them pass one of the two check digits (18.2 %), so a
# pass alone only warns.
PERSONAL_NUMBERS = (
    Rule(Kind.UPN, UPN, "block", test=passes_as_upn),
    Rule(Kind.NHS_NUMBER, TEN_DIGITS, "block", test=is_called_nhs_number),
    Rule(Kind.NHS_NUMBER, TEN_DIGITS, test=is_bare_nhs_number),
    Rule(Kind.LEARNER_NUMBER, TEN_DIGITS, test=is_bare_learner_number),
    Rule(Kind.NATIONAL_INSURANCE, NATIONAL_INSURANCE, "block"),
    Rule(Kind.LEARNER_NUMBER, LEARNER_NUMBER, "block", group=1),
    Rule(Kind.PASSPORT, PASSPORT, "block", group=1),
)


def _passes(found: re.Match[str], check: Callable[[str], bool]) -> bool:
    digits = found[1] + found[3] + found[4]
    return check(digits) and AFTER_COUNTRY_CODE.search(_before(found)) is None


def _before(found: re.Match[str]) -> str:
    return found.string[max(0, found.start() - LABEL_REACH) : found.start()]
