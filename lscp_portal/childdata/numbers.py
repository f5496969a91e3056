"""Numbers that name one person, told from ordinary numbers by their check character."""

import re
from collections.abc import Iterator

from lscp_portal.childdata.types import Finding, Kind

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # no I, O or S
UPN = re.compile(r"\b([A-Z])[ -]?(\d{3})[ -]?(\d{4})[ -]?(\d{2})[ -]?(\d{2}[\dA-Z])\b", re.IGNORECASE)
TEN_DIGITS = re.compile(r"(?<![\d+])(?<!\d[ .-])(\d{3})([ .-]?)(\d{3})\2(\d{4})(?!\d)(?![ .-]\d)")
AFTER_COUNTRY_CODE = re.compile(r"\+\d{2}[ -]?(?:\(0\))?$")
NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    re.IGNORECASE,
)
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


def personal_numbers(text: str) -> Iterator[Finding]:
    """Every number in the text that names one person. All of them block."""
    for found in UPN.finditer(text):
        if is_upn("".join(found.groups())):
            yield Finding(Kind.UPN, *found.span(), "block")
    for found in TEN_DIGITS.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()]
        if is_nhs_number(found[1] + found[3] + found[4]) and not AFTER_COUNTRY_CODE.search(before):
            yield Finding(Kind.NHS_NUMBER, *found.span(), "block")
    for found in NATIONAL_INSURANCE.finditer(text):
        yield Finding(Kind.NATIONAL_INSURANCE, *found.span(), "block")
    for kind, pattern in ((Kind.LEARNER_NUMBER, LEARNER_NUMBER), (Kind.PASSPORT, PASSPORT)):
        for found in pattern.finditer(text):
            yield Finding(kind, *found.span(1), "block")
