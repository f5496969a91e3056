"""When a reference has to be checked again."""

from datetime import date

from audits.frameworks.references.models import ReferenceCheck

NEVER = "Never checked"
NEW_EDITION = "There is a newer edition"
A_YEAR = "Last checked more than twelve months ago"


def why_due(*, checked_on: date | None, replaced_on: date | None, today: date) -> str:
    """Why it is due, or "". A reference is checked once in twelve months, and once more after a new edition."""
    if checked_on is None:
        return NEVER
    if replaced_on is not None and replaced_on >= checked_on:
        return NEW_EDITION
    return A_YEAR if today >= a_year_after(checked_on) else ""


def a_year_after(day: date) -> date:
    """The same day of the next year; 28 February for the 29th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


def key_of(reference: str) -> str:
    """The document's key in "KCSIE26 para 74"."""
    return reference.partition(" ")[0]


def rest_of(reference: str) -> str:
    """What follows the key: "para 74", or ""."""
    return reference.partition(" ")[2]


def outcome_words(outcome: str) -> str:
    """An outcome as people say it; "" for none."""
    return str(ReferenceCheck.Outcome(outcome).label) if outcome else ""
