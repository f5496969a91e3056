"""Helps tests of poor-quality returns: a signed and read return, a case, its mended return, and steps beyond."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from audits.corrections.models import Correction
from audits.escalation.actions import resolve_case, start_case, stop_case
from audits.escalation.models import CaseStep, PoorQualityCase
from audits.escalation.resubmitting import read_again
from audits.escalation.step_actions import confirm_step, propose_step, take_step, withdraw_step
from audits.escalation.types import Proposal
from audits.review.models import Review
from tests.audits import asking, correcting
from tests.audits import review_stage as stage
from tests.people import Cast

MISSING = "Say for LG2 how you know it. Nobody can follow it as it stands."
SUPPORT = "The education safeguarding adviser of the council sits down with your lead for half a day."
WHY = "The return can be followed now."
TO_AUTHORITY = Proposal(
    addressee="authority",
    organisation="Eastmere Council, education safeguarding",
    reason="The school has not mended its return in twenty working days.",
    shared="That the return was found too poor to answer, and which parts of it.",
)


def start(cast: Cast, who: str = "lead", **changes: object) -> dict[str, object]:
    """The arguments of start_case."""
    return {
        "audit_id": cast.audit.pk, "missing": MISSING, "support": SUPPORT, "codes": ["LG2"], "version": 1, **changes
    }  # fmt: skip


def started(cast: Cast, *, handed_in: bool = False) -> PoorQualityCase:
    """Signed, taken by the reviewer, found too poor by the lead."""
    review = asking.being_read(cast)
    if handed_in:
        stage.hand_in(cast, review)
    with cast.as_("lead"):
        return start_case(actor=cast.actor("lead"), **start(cast))


def correction_of(cast: Cast, case: PoorQualityCase) -> Correction:
    """What the case asks the school to mend."""
    with cast.as_("dsl"):
        return Correction.objects.get(case=case)


def signed_again(cast: Cast, case: PoorQualityCase) -> PoorQualityCase:
    """The school mends LG2 and all three sign; the worker has read it."""
    correction = correction_of(cast, case)
    correcting.amended(cast, correction)
    for who in ("dsl", "head", "chair"):
        correcting.signed(cast, correction, who)
    with cast.as_("lead"):
        read_again(case_id=case.pk, by=cast.people["chair"].pk)
        return PoorQualityCase.objects.get(pk=case.pk)


def resolved(cast: Cast, case: PoorQualityCase, version: int = 2) -> PoorQualityCase:
    """The lead accepts the mended return."""
    with cast.as_("lead"):
        return resolve_case(actor=cast.actor("lead"), case_id=case.pk, why=WHY, version=version)


def stopped(cast: Cast, case: PoorQualityCase) -> PoorQualityCase:
    """The lead stops the case."""
    with cast.as_("lead"):
        return stop_case(actor=cast.actor("lead"), case_id=case.pk, why="We had read an older version.")


@contextmanager
def after_its_day(case: PoorQualityCase):
    """The day after the mended return was due, at noon; only the clock of this process moves."""
    noon = timezone.now().replace(hour=12) + (case.due_on - timezone.localdate()) + timedelta(days=1)
    with patch.object(timezone, "now", lambda: noon):
        yield


def proposed(cast: Cast, case: PoorQualityCase, proposal: Proposal = TO_AUTHORITY, who: str = "lead") -> CaseStep:
    """A lead proposes a step, after the day of the case."""
    with after_its_day(case), cast.as_(who):
        return propose_step(actor=cast.actor(who), case_id=case.pk, proposal=proposal)


def confirmed(cast: Cast, step: CaseStep, who: str = "administrator") -> CaseStep:
    """A second person confirms it on the same day."""
    with after_its_day(step.case), cast.as_(who):
        return confirm_step(actor=cast.actor(who), step_id=step.pk)


def taken(cast: Cast, step: CaseStep, who: str = "lead") -> CaseStep:
    """The letter has gone out on that day."""
    with after_its_day(step.case), cast.as_(who):
        return take_step(actor=cast.actor(who), step_id=step.pk, taken_on=timezone.localdate())


def withdrawn(cast: Cast, step: CaseStep, who: str = "lead") -> CaseStep:
    """It was not needed."""
    with after_its_day(step.case), cast.as_(who):
        return withdraw_step(actor=cast.actor(who), step_id=step.pk, why="The school has written.")


def standing(cast: Cast, case: PoorQualityCase) -> str:
    """Its state now."""
    with cast.as_("lead"):
        return PoorQualityCase.objects.get(pk=case.pk).state


def review_of(cast: Cast, case: PoorQualityCase) -> Review:
    """The reading of its audit."""
    with cast.as_("lead"):
        return Review.objects.exclude(state="released").get(audit_id=case.audit_id)
