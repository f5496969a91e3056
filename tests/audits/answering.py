"""Helps tests of answering and signing: what is typed, what is sent, and an audit that is ready to be signed."""

import uuid
from datetime import date

from django.test import Client
from django.utils import timezone

from audits.answers.actions import confirm_profile, save_answer
from audits.answers.types import Entry, Saved
from audits.lifecycle.models import Audit
from audits.signoff.actions import NO_BOARD, Board, sign
from audits.signoff.models import Signature
from tests.people import ASKED, Cast

SECURE = Entry("secure", 2, "Sampled ten records with the deputy; the note is in the governors’ folder.")
LOW = Entry("partly", 1, "The log has gaps.", "Close the gaps.", "deputy head", date(2027, 3, 31))
FEATURES = (
    "commissions_ap", "lets_premises", "homestay", "boarding", "early_years", "sixth_form", "special", "ap", "trust",
)  # fmt: skip
DERIVED = {"early_years"}
MINUTE = "Full board, minute 7.2"


def save(cast: Cast, who: str, code: str, entry: Entry, *, read: int = 0, operation: uuid.UUID | None = None) -> Saved:
    """Save one answer of the cast's audit as `who`."""
    with cast.as_(who):
        return save_answer(
            actor=cast.actor(who), audit_id=cast.audit.pk, code=code, entry=entry, read=read,
            operation_id=operation or uuid.uuid4(),
        )  # fmt: skip


def confirm(cast: Cast, who: str = "dsl", **changes: bool) -> Audit:
    """Confirm the profile as the register has it, with changes."""
    answers = {feature: feature in DERIVED for feature in FEATURES} | changes
    with cast.as_(who):
        return confirm_profile(actor=cast.actor(who), audit_id=cast.audit.pk, answers=answers)


def ready(cast: Cast) -> None:
    """Everything answered and confirmed, one answer low with its action: the DSL may sign."""
    confirm(cast)
    for code in ASKED:
        save(cast, "dsl", code, LOW if code == "LG2" else SECURE)


def sign_as(cast: Cast, who: str, step: str = "") -> Signature:
    """`who` signs, as the step of the same name unless another is given."""
    step = step or who
    with cast.as_(who):
        board = Board(today(), MINUTE) if step == "chair" else NO_BOARD
        return sign(actor=cast.actor(who), audit_id=cast.audit.pk, step=step, board=board)


def typed(cast: Cast, entry: Entry, *, read: int = 0, operation: uuid.UUID | None = None) -> dict[str, object]:
    """What a browser sends for this entry."""
    day = entry.action_due_on
    return {
        "audit": cast.audit.pk, "read": read, "operation_id": operation or uuid.uuid4(),
        "level": entry.level, "strength": "" if entry.strength is None else entry.strength,
        "how_we_know": entry.how_we_know, "action": entry.action, "action_owner": entry.action_owner,
        "action_due_on_day": day.day if day else "", "action_due_on_month": day.month if day else "",
        "action_due_on_year": day.year if day else "",
    }  # fmt: skip


def address(code: str, urn: int = 900001) -> str:
    """The page of an indicator of the cast's audits."""
    return f"/s/{urn}/audit/{code[:2].lower()}/{code.lower()}/"


def send(client: Client, code: str, data: dict[str, object], **headers: str):
    """Press “Save and continue”."""
    return client.post(address(code), data, headers=headers)


def state_of(cast: Cast, who: str = "dsl") -> str:
    """The state of the cast's audit now."""
    with cast.as_(who):
        return Audit.objects.get(pk=cast.audit.pk).state


def today() -> date:
    """In London."""
    return timezone.localdate()
