"""Helps tests of delegates: somebody who signs for the head or the chair, and what is written down about it."""

from datetime import date, timedelta

from audits.signing_delegates.actions import name_delegate
from audits.signing_delegates.models import SigningDelegate
from audits.signing_delegates.types import Delegation
from tests.audits.answering import today
from tests.people import Cast

SCHEME = "Full board, 12 September 2026, minute 4.3"
FITTING = {"chair": "link_governor", "head": "deputy_dsl"}  # step -> whom the rule lets sign for it


def said(cast: Cast, step: str, who: str = "", **changes: object) -> Delegation:
    """That `who` signs for the step for thirty days from today."""
    facts = {
        "step": step, "person_id": cast.people[who or FITTING[step]].pk, "minute_reference": SCHEME,
        "starts_on": today(), "ends_on": today() + timedelta(days=30),
    }  # fmt: skip
    return Delegation(**facts | changes)


def delegated(cast: Cast, step: str, who: str = "", *, by: str = "", **changes: object) -> SigningDelegate:
    """The other one of head and chair names `who`."""
    by = by or {"head": "chair", "chair": "head"}[step]
    with cast.as_(by):
        return name_delegate(actor=cast.actor(by), said=said(cast, step, who, **changes))


def typed(cast: Cast, step: str, who: str = "", **changes: object) -> dict[str, object]:
    """What a browser sends for the same."""
    facts = said(cast, step, who)
    days = {"starts_on": facts.starts_on, "ends_on": facts.ends_on}
    return {
        "step": step, "person_id": facts.person_id, "minute_reference": facts.minute_reference,
        **{f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in ("day", "month", "year")},
    } | changes  # fmt: skip


def day_typed(name: str, day: date) -> dict[str, int]:
    """One date as three boxes."""
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}
