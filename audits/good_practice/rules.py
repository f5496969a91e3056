"""When a school has to say again that it still does what it shares."""

from datetime import date, timedelta

CONFIRMED_FOR = timedelta(days=365)
ASKED_BEFORE = timedelta(days=30)
SHOWN_AFTER = timedelta(days=60)


def next_confirmation(day: date) -> date:
    """Good practice is reviewed yearly (domain 7.2)."""
    return day + CONFIRMED_FOR


def is_shown(confirm_by: date, *, today: date) -> bool:
    """Whether others still find it: until sixty days after the school should have confirmed it."""
    return today <= confirm_by + SHOWN_AFTER


def can_be_confirmed(confirm_by: date, *, today: date) -> bool:
    """From thirty days before it is due; earlier there is nothing to say."""
    return today >= confirm_by - ASKED_BEFORE
