"""When a school has to say again that it still does what it shares."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from audits.good_practice.models import GoodPractice
from lscp_portal.workflow import Blocker

CONFIRMED_FOR = timedelta(days=365)
ASKED_BEFORE = timedelta(days=30)
SHOWN_AFTER = timedelta(days=60)


def next_confirmation(day: date) -> date:
    """Good practice is reviewed yearly (domain 7.2)."""
    return day + CONFIRMED_FOR


def is_shown(confirm_by: date, *, today: date) -> bool:
    """Whether others still find it: until sixty days after the school should have confirmed it."""
    return today <= confirm_by + SHOWN_AFTER


def is_asked_again(practice: GoodPractice) -> Iterator[Blocker]:
    """From thirty days before it is due; earlier there is nothing to say."""
    if practice.confirm_by and timezone.localdate() < practice.confirm_by - ASKED_BEFORE:
        yield Blocker("early", f"Your school has to say so by {practice.confirm_by:%-d %B %Y}, not yet.")
