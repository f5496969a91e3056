"""Second readings: last year's first ones are read twice and agreed, and this year's stand in every state."""

from collections.abc import Sequence

from audits.answers.models import Level
from audits.cycles.models import Cycle
from audits.frameworks.models import Indicator
from audits.lifecycle.models import Audit
from audits.moderation.actions import (
    agree_level,
    claim_second,
    hand_in_second,
    save_second_scores,
    settle,
    waive_second,
)
from audits.moderation.models import SecondReading
from audits.moderation.types import SecondEntry, Settled
from audits.review.models import Score
from audits.triage.actions import override_band
from audits.triage.models import TriageReading
from lscp_portal.accounts.models import Role
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.drawing import ORDER
from reports.demonstration.people import Crew
from reports.demonstration.reading import Desk
from reports.demonstration.stage import Stage

KEYS = [str(level) for level in ORDER]
NOBODY = "The other readers were on sick leave that month; the lead looked at the letter with the first reader."
SEEN_OTHERWISE = "The answer names what is written down; nothing in it shows that it is done."
AGREED = "The readers looked at the evidence together: the log of the spring term shows that it is done each week."
TO_SCHOOL = "The log of the spring term shows that this is done each week. Keep it up in the summer term."
BY_TELEPHONE = "The chair telephoned: the safeguarding lead and the deputy both leave at Easter."


def read_twice(stage: Stage, desk: Desk, readers: Sequence[Actor], *, place: int) -> None:
    """Where this return is read twice: another reviewer reads it, and the lead settles; or it is waived."""
    second_id = _waiting(stage, desk.lead, desk.audit_id)
    if second_id is None:
        return
    other = _other(desk.audit_id, readers, stage, desk.lead)
    if other is None or place % 4 == 3:  # noqa: PLR2004 - now and then
        with stage.as_(desk.lead):
            waive_second(actor=desk.lead, second_id=second_id, reason=NOBODY)
        return
    _read(stage, desk.lead, other, second_id, differs=bool(place % 2))
    with stage.as_(desk.lead):
        left = list(Indicator.objects.filter(pk__in=SecondReading.objects.get(pk=second_id).disagreeing))
        for one in left:
            settled = Settled(str(Level.SECURE), AGREED, TO_SCHOOL)
            agree_level(actor=desk.lead, second_id=second_id, code=one.code, settled=settled)
        if left:
            settle(actor=desk.lead, second_id=second_id)


def show_open_ones(stage: Stage, staff: Crew, cycle: Cycle) -> None:
    """What was read this year becomes priority: the first one is read again and differs, the others wait.

    Where there is only one, somebody is reading it.
    """
    lead, readers = staff.one(Role.LEAD), staff.people[Role.REVIEWER]
    with stage.as_(lead):
        found = Audit.objects.filter(cycle=cycle, state=Audit.State.REVIEWED).exclude(school__in=lead.conflicts)
        audits = list(found.order_by("school__urn").values_list("pk", flat=True))
        for audit_id in audits:
            latest = TriageReading.objects.filter(audit=audit_id).order_by("-pk").values_list("pk", flat=True)[0]
            override_band(actor=lead, audit_id=audit_id, read=latest, band="priority", reason=BY_TELEPHONE)
    for audit_id in audits[:1]:
        second_id, other = _waiting(stage, lead, audit_id), _other(audit_id, readers, stage, lead)
        if second_id is None or other is None:
            return
        if len(audits) > 1:
            _read(stage, lead, other, second_id, differs=True)
        else:
            with stage.as_(other):
                claim_second(actor=other, second_id=second_id)


def _waiting(stage: Stage, lead: Actor, audit_id: int) -> int | None:
    with stage.as_(lead):
        found = SecondReading.objects.filter(audit=audit_id, state=SecondReading.State.WAITING)
        second_id: int | None = found.values_list("pk", flat=True).first()
    return second_id


def _other(audit_id: int, readers: Sequence[Actor], stage: Stage, lead: Actor) -> Actor | None:
    """A reviewer who did not read it first, and is cleared."""
    with stage.as_(lead):
        row = SecondReading.objects.filter(audit=audit_id).values_list("school_id", "first_readers").first()
    school_id, first = row or (0, [])
    return next((one for one in readers if one.person_id not in first and school_id in one.cleared), None)


def _read(stage: Stage, lead: Actor, other: Actor, second_id: int, *, differs: bool) -> None:
    """The other reviewer's levels: mostly the same, some one apart; with `differs` the first critical one as well."""
    with stage.as_(lead):
        first = SecondReading.objects.values_list("first_id", flat=True).get(pk=second_id)
        rows = Score.objects.filter(review_id=first).order_by("indicator__position")
        said = list(rows.values_list("indicator__code", "level", "indicator__is_critical"))
    critical = [code for code, level, is_critical in said if is_critical and level in KEYS]
    entries = {}
    for place, (code, level, is_critical) in enumerate(said):
        is_moved = code == critical[0] if is_critical and differs else place % 7 == 3 and not is_critical  # noqa: PLR2004 - some
        is_other = is_moved and level in KEYS
        entries[code] = SecondEntry(_next_to(level) if is_other else level, SEEN_OTHERWISE if is_other else "")
    with stage.as_(other):
        claim_second(actor=other, second_id=second_id)
        save_second_scores(actor=other, second_id=second_id, entries=entries)
        hand_in_second(actor=other, second_id=second_id)


def _next_to(level: str) -> str:
    """One level lower, or one higher than the lowest."""
    place = KEYS.index(level)
    return KEYS[place - 1] if place else KEYS[1]
