"""Chase for one day, hold a letter back, leave a school in peace, say what a call came to."""

from collections.abc import Sequence
from datetime import date
from itertools import count

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone

from audits.chasing.board import board, chasing_now
from audits.chasing.models import ChaseLetter, ChaseMatter, ChasePause, ChaseTask
from audits.chasing.policies import may_chase
from audits.chasing.rules import plan_ahead, plan_of_day
from audits.chasing.types import DayPlan, PlannedLetter
from audits.cycles.models import Cycle
from audits.lifecycle.actions import locked_audit
from audits.lifecycle.models import Audit
from lscp_portal.outbox.posting import post_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused

SEND = "audits.send_chase_letter"
NO_LETTER = Blocker("no_letter", "There is no such letter on this day any more. Look at the day again.")


def chase(*, day: date) -> DayPlan:
    """Queue the letters of this day and list what is to be done by hand; the plan that was carried out.

    A second time on the same day there is nothing left to do. 15 statements and one for each open cycle, whatever the
    number of schools. Every letter is written down together with the message that sends it.
    """
    cycles = {cycle.pk: cycle for cycle in _locked_cycles()}
    now = board()
    plan = plan_of_day(day, now)
    letters = _write(plan.letters, day=day, version=now.ladder.version)
    ChaseTask.objects.bulk_create(
        ChaseTask(
            tenant_id=cycles[audit.cycle_id].tenant_id, school_id=audit.school_id, audit_id=audit.audit_id,
            step=step.key, channel=step.channel, ladder_version=now.ladder.version, due_on=day,
        )
        for audit, step in plan.tasks
    )  # fmt: skip
    post_many(SEND, [(letter.key, {"letter_id": letter.pk}) for letter in letters])
    for cycle in cycles.values():
        written = sum(letter.cycle_id == cycle.pk for letter in letters)
        listed = sum(audit.cycle_id == cycle.pk for audit, _step in plan.tasks)
        if written or listed:
            record(None, "chase.written", cycle, day=day, letters=written, tasks=listed, ladder=now.ladder.version)
    return plan


def hold_back(*, actor: Actor, cycle_id: int, person_id: int, day: date) -> ChaseLetter:
    """Keep one letter of a day to come from one person: these steps are not sent to them at all.

    Raises PermissionDenied, Refused when there is no such letter (any more).
    """
    if not may_chase(actor):
        raise PermissionDenied("chase.hold")
    cycles = _locked_cycles()
    now, today = board(), timezone.localdate()
    plan = plan_ahead(max(day, today), now, today=today)
    found = [letter for letter in plan.letters if (letter.cycle_id, letter.person_id) == (cycle_id, person_id)]
    if not found or day < today:
        raise Refused([NO_LETTER])
    letter = _letter(found[0], day, now.ladder.version, next(cycle.tenant_id for cycle in cycles))
    letter.outcome, letter.number, letter.held_by_id = ChaseLetter.Outcome.HELD, None, actor.person_id
    letter.save(force_insert=True)
    ChaseMatter.objects.bulk_create(_matters(found[0], letter))
    record(actor, "chase.held", letter, cycle=cycle_id, person=person_id, day=day)
    return letter


def pause(*, actor: Actor, audit_id: int, until: date, reason: str) -> ChasePause:
    """Leave one school in peace until the end of a day; an earlier pause ends.

    Raises PermissionDenied, Refused when the return is in.
    """
    audit = locked_audit(audit_id=audit_id)
    if not may_chase(actor, audit):
        raise PermissionDenied("chase.pause")
    if not Audit.objects.filter(chasing_now(), pk=audit.pk).exists():
        raise Refused([Blocker("not_chased", "This school is not reminded any more: there is nothing to pause.")])
    _end_pauses(actor, ChasePause.objects.filter(audit=audit, ended_at=None))
    made: ChasePause = ChasePause.objects.create(
        audit=audit, until=until, reason=reason, paused_by_id=actor.person_id, **audit.owner
    )
    record(actor, "chase.paused", made, audit=audit.pk, until=until)
    return made


def end_pause(*, actor: Actor, pause_id: int) -> ChasePause:
    """Remind the school again from the next open day. Raises PermissionDenied, Refused when it is over already."""
    found: ChasePause = ChasePause.objects.select_for_update(no_key=True).get(pk=pause_id)
    if not may_chase(actor, found):
        raise PermissionDenied("chase.end_pause")
    if found.ended_at is not None:
        raise Refused([Blocker("over", "This pause is over already.")])
    _end_pauses(actor, ChasePause.objects.filter(pk=found.pk))
    record(actor, "chase.pause_ended", found, audit=found.audit_id)
    return found


def finish_task(*, actor: Actor, task_id: int, outcome: str, notes: str) -> ChaseTask:
    """Say what a call or a letter came to. Raises PermissionDenied, Refused when somebody has done so already."""
    task: ChaseTask = ChaseTask.objects.select_for_update(no_key=True).get(pk=task_id)
    if not may_chase(actor, task):
        raise PermissionDenied("chase.task")
    if task.done_at is not None:
        raise Refused([Blocker("done", "Somebody has written down what came of it already.")])
    task.outcome, task.notes = outcome, notes
    task.done_at, task.done_by_id = timezone.now(), actor.person_id
    task.save(update_fields=["outcome", "notes", "done_at", "done_by_id"])
    record(actor, "chase.task_done", task, audit=task.audit_id, outcome=outcome)
    return task


def _locked_cycles() -> list[Cycle]:
    """Cycles that may still be chased, locked in a statement of their own: one run sees what the one before did."""
    rows = Cycle.objects.filter(state__in=(Cycle.State.OPEN, Cycle.State.CLOSED)).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _write(planned: Sequence[PlannedLetter], *, day: date, version: int) -> list[ChaseLetter]:
    """Letters and what they are about, in three statements."""
    if not planned:
        return []
    tenants = dict(Cycle.objects.filter(pk__in={one.cycle_id for one in planned}).values_list("pk", "tenant_id"))
    taken: dict[tuple[int, int], set[int]] = {}
    kept = ChaseLetter.objects.filter(cycle__in=tenants, number__isnull=False)
    for cycle_id, person_id, number in kept.values_list("cycle_id", "person_id", "number"):
        taken.setdefault((cycle_id, person_id), set()).add(number)
    letters = []
    for one in planned:
        letter = _letter(one, day, version, tenants[one.cycle_id])
        letter.number = next(n for n in count(1) if n not in taken.get((one.cycle_id, one.person_id), ()))
        letters.append(letter)
    ChaseLetter.objects.bulk_create(letters)
    pairs = zip(planned, letters, strict=True)
    ChaseMatter.objects.bulk_create(matter for one, letter in pairs for matter in _matters(one, letter))
    return letters


def _letter(planned: PlannedLetter, day: date, version: int, tenant_id: int) -> ChaseLetter:
    return ChaseLetter(
        tenant_id=tenant_id,
        cycle_id=planned.cycle_id,
        person_id=planned.person_id,
        on_day=day,
        step=planned.step.key,
        ladder_version=version,
    )


def _matters(planned: PlannedLetter, letter: ChaseLetter) -> list[ChaseMatter]:
    return [
        ChaseMatter(
            tenant_id=letter.tenant_id, school_id=audit.school_id, letter=letter, audit_id=audit.audit_id,
            step=step.key, person_id=planned.person_id,
        )
        for audit, step in planned.about
    ]  # fmt: skip


def _end_pauses(actor: Actor, pauses: QuerySet[ChasePause]) -> None:
    pauses.update(ended_at=timezone.now(), ended_by_id=actor.person_id)
