"""The last look before a letter leaves, and the mark once it has left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from audits.chasing.board import answered_of, chasing_now, holders_of, ladder_version, lead_to_ask, link_to
from audits.chasing.models import ChaseLetter, ChaseMatter, ChasePause
from audits.chasing.rules import roles_now
from audits.chasing.types import Ladder, Line, Reader
from audits.chasing.wording import Envelope, email_of, left_to_do
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Person
from lscp_portal.notify.messages import Letter
from lscp_portal.tenancy.models import Partnership
from schools.holidays.queries import closures

NO_LONGER = "The return came in, or it is somebody else’s turn now."
PAUSED = "The school was left in peace meanwhile."
TOO_LATE = "It could not be sent on its day."


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter that may leave. reference: what its Message-ID is made of."""

    letter: Letter
    to: str
    reference: str


def letter_to_send(*, letter_id: int) -> Ready | None:
    """The letter, written from what is true now; None when it must not leave, and then the log says why.

    Schools whose return came in since it was queued are left out of it. 12 queries.
    """
    letter = ChaseLetter.objects.select_for_update(of=("self",), no_key=True).get(pk=letter_id)
    if letter.outcome != ChaseLetter.Outcome.QUEUED:
        return None
    if letter.on_day != timezone.localdate():  # tomorrow may be a holiday, and tomorrow has letters of its own
        _withhold(letter, TOO_LATE)
        return None
    return ready_to_go(letter)


def ready_to_go(letter: ChaseLetter) -> Ready | None:
    """A queued letter, written; None when nothing is left to say to its reader, and then it is withheld."""
    matters = list(letter.matters.select_related("audit__cycle", "school").order_by("school__name", "pk"))
    held, readers = holders_of({matter.school_id for matter in matters}, person_id=letter.person_id)
    ladder = ladder_version(letter.ladder_version)
    due = [matter for matter in _still_chased(matters) if _is_for(matter, ladder, held)]
    paused = set(ChasePause.objects.filter(ended_at=None, until__gte=letter.on_day).values_list("audit_id", flat=True))
    left = [matter for matter in due if matter.audit_id not in paused]
    reader = readers.get(letter.person_id, Reader(letter.person_id, "", "has left the school"))
    why = (reader.unreachable and f"The reader {reader.unreachable}.") or (not due and NO_LONGER) or PAUSED
    if reader.unreachable or not left:
        _withhold(letter, why)
        return None
    written = _written(letter, ladder, left, reader)
    to = Person.objects.values_list("email", flat=True).get(pk=letter.person_id)
    return Ready(written, to, f"{letter.tenant_id}:{letter.key}")


def mark_sent(*, letter_id: int, letter: Letter) -> None:
    """It has left: what it said is kept. A second mark changes nothing."""
    ChaseLetter.objects.filter(pk=letter_id, outcome=ChaseLetter.Outcome.QUEUED).update(
        outcome=ChaseLetter.Outcome.SENT, sent_at=timezone.now(), subject=letter.subject[:300], text=letter.text
    )


def _still_chased(matters: Sequence[ChaseMatter]) -> list[ChaseMatter]:
    waiting = set(
        Audit.objects.filter(chasing_now(), pk__in=[matter.audit_id for matter in matters]).values_list("pk", flat=True)
    )
    return [matter for matter in matters if matter.audit_id in waiting]


def _is_for(matter: ChaseMatter, ladder: Ladder, held: Mapping[int, Mapping[str, tuple[int, ...]]]) -> bool:
    """Whether the reader is still one of those whom the step is for."""
    step = ladder.step(matter.step)
    return step is not None and bool(set(roles_now(step, matter.audit.state)) & set(held.get(matter.school_id, {})))


def _withhold(letter: ChaseLetter, why: str) -> None:
    """Nothing is sent; the log says why."""
    letter.outcome, letter.number, letter.why = ChaseLetter.Outcome.WITHHELD, None, why
    letter.save(update_fields=["outcome", "number", "why"])


def _written(letter: ChaseLetter, ladder: Ladder, matters: Sequence[ChaseMatter], reader: Reader) -> Letter:
    """The words of the furthest step that is left."""
    steps = [step for matter in matters if (step := ladder.step(matter.step))]
    counts = answered_of(matter.audit_id for matter in matters)
    first = matters[0].school
    envelope = Envelope(
        reader=reader.name,
        day=letter.on_day,
        partnership=Partnership.objects.get(pk=letter.tenant_id),
        lines=[
            Line(
                matter.school.name,
                matter.audit.due_on,
                left_to_do(matter.audit.state, answered=counts[matter.audit_id][0], asked=counts[matter.audit_id][1]),
            )
            for matter in matters
        ],
        link=link_to([matter.school.urn for matter in matters]),
        contact=lead_to_ask(),
        closed=closures().of(la_code=first.la_code, trust_uid=first.trust_uid),
    )
    return email_of(max(steps, key=lambda step: step.offset), envelope)
