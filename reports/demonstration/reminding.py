"""Reminders: some schools are due sooner, so that there is a log, letters for tomorrow, and calls to make."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from audits.chasing.actions import chase, finish_task, pause
from audits.chasing.board import current_ladder
from audits.chasing.ladder_actions import save_step
from audits.chasing.models import Channel, ChaseLetter, ChaseTask
from audits.chasing.queries import next_open_day
from audits.chasing.rules import is_waited_for
from audits.chasing.sending import mark_sent, ready_to_go
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from lscp_portal.calendar.working_days import is_working_day, working_days_after
from lscp_portal.tenancy.actor import Actor
from reports.demonstration.clock import put_back
from reports.demonstration.stage import Stage
from schools.holidays.queries import closures

CALL_AFTER = 8  # working days; this area does not wait for the twenty of the default
SOONER: Mapping[int, int] = {0: -10, 1: -3, 2: 1, 3: 10, 4: 9, 5: 9}  # school -> the working day that tomorrow is
ONE_DAY = timedelta(days=1)


def remind(stage: Stage, lead: Actor) -> None:
    """Play the ladder from the day the cycle was opened until today, as the worker would have."""
    today = stage.calendar.today
    with stage.as_(lead):
        _call_sooner(lead)
        cycle = Cycle.objects.get(state=Cycle.State.OPEN)
        audits = Audit.objects.filter(cycle=cycle).select_related("school").order_by("school__urn")
        out = [audit for audit in audits[1:] if is_waited_for(audit.state)]  # the first one has accounts of its own
        tomorrow, holidays = next_open_day(), closures()
        for place, working_day in SOONER.items():
            school = out[place].school
            closed = holidays.of(la_code=school.la_code, trust_uid=school.trust_uid)
            put_back(out[place], due_on=working_days_after(tomorrow, -working_day, closed=closed))
        opened_on = cycle.opened_at.date() if cycle.opened_at else cycle.opens_on
    for offset in range((today - opened_on).days + 1):
        day = opened_on + offset * ONE_DAY
        if is_working_day(day):
            _send(stage, lead.tenant_id, day)
    with stage.as_(lead):
        _by_hand(lead, out[5])
        pause(actor=lead, audit_id=out[1].pk, until=tomorrow + 7 * ONE_DAY, reason="A new head has just begun.")


def _call_sooner(lead: Actor) -> None:
    ladder = current_ladder()
    call = next(step for step in ladder.steps if step.channel == Channel.CALL)
    save_step(actor=lead, read=ladder.version, step=replace(call, offset=CALL_AFTER))


def _send(stage: Stage, tenant_id: int, day: date) -> None:
    """One morning: what it queues has left before the worker of the demonstration starts."""
    with stage.in_area(tenant_id):
        chase(day=day)
        for letter in ChaseLetter.objects.filter(on_day=day, outcome=ChaseLetter.Outcome.QUEUED):
            ready = ready_to_go(letter)
            if ready:
                mark_sent(letter_id=letter.pk, letter=ready.letter)
                sent_at = stage.calendar.moment((stage.calendar.today - day).days)
                put_back(letter, sent_at=sent_at.replace(hour=8, minute=6))


def _by_hand(lead: Actor, audit: Audit) -> None:
    """One of the calls is made."""
    for task in ChaseTask.objects.filter(audit=audit, channel=Channel.CALL):
        notes = (
            "The safeguarding lead is new in the role. We agreed to go through the first section together on Friday."
        )
        finish_task(actor=lead, task_id=task.pk, outcome=ChaseTask.Outcome.HELP, notes=notes)
