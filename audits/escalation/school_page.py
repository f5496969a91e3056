"""A case as the school sees it: the letter, whose turn it is, and steps that were taken. Only in a school's scope."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from audits.corrections.models import Correction
from audits.escalation.models import PoorQualityCase
from audits.escalation.pages import OpenCase, SchoolCase
from audits.escalation.policies import may_see_letter
from audits.escalation.rules import OPEN
from audits.escalation.turns import Turn, turn_of
from audits.escalation.wording import letter_of, standing_of, steps_shown
from audits.signing_delegates.queries import in_place, standing_in
from audits.signoff.models import Signature
from lscp_portal.tenancy.actor import Actor

State = PoorQualityCase.State
ASKED_AGAIN = "The partnership has asked your school to mend this audit and to sign it again."
SIGNED_AGAIN = "It is signed again. The partnership looks at the new version before it writes its feedback."


def school_case(*, actor: Actor, case_id: int) -> SchoolCase:
    """One case. Four queries. Raises PoorQualityCase.DoesNotExist."""
    case = PoorQualityCase.objects.select_related("audit__cycle", "school").get(pk=case_id)
    correction = _with_signature(actor, Correction.objects.filter(case=case)).order_by("-pk").first()
    return SchoolCase(
        id=case.pk,
        audit_id=case.audit_id,
        letter=letter_of(case, correction),
        is_open=case.state in OPEN,
        standing=standing_of(case),
        turn=_turn(actor, correction) if correction else None,
        ended_at=case.ended_at,
        ended_why=case.ended_why,
        steps=steps_shown(list(case.steps.order_by("pk")), case, {}, None),
    )


def open_case(*, actor: Actor, audit_id: int) -> OpenCase | None:
    """The case that is open about this audit, for the school's other pages. One query; two while the school mends."""
    asked = Correction.objects.filter(case__audit_id=audit_id, case__state__in=OPEN).select_related("case")
    correction = _with_signature(actor, asked).order_by("-pk").first()
    if correction is None or correction.case is None:
        return None
    case: PoorQualityCase = correction.case
    turn = _turn(actor, correction)
    if turn is None:
        words = SIGNED_AGAIN if case.state == State.RESUBMITTED else standing_of(case)
        return OpenCase(id=case.pk, state="Signed again", standing=words, title="", text="")
    was_due = "was to be" if case.due_on < timezone.localdate() else "is to be"
    return OpenCase(
        id=case.pk,
        state="Being mended",
        standing=ASKED_AGAIN,
        title=turn.title if may_see_letter(actor, case) else "",
        text="The partnership has written to your chair and head about your return. "
        f"It {was_due} mended and signed again by {case.due_on:%A %-d %B %Y}. {turn.way}",
    )


def _with_signature(actor: Actor, rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """Corrections, each with whether this person's signature stands under it."""
    own = Signature.objects.filter(correction=OuterRef("pk"), person_id=actor.person_id, fallen_at=None)
    return rows.annotate(has_signed=Exists(own))


def _turn(actor: Actor, correction: Correction) -> Turn | None:
    """Of this person; a role may be lent to them for signing. One query."""
    roles = in_place(actor, standing_in(actor)).roles
    has_signed = correction.has_signed  # type: ignore[attr-defined] # annotated
    return turn_of(correction.state, roles=roles, has_signed=has_signed)
