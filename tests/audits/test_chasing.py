"""Chasing for a day: letters, log and outbox together; stopped at once; held back; left in peace; by hand."""

import os
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from audits.chasing import actions
from audits.chasing.models import ChaseLetter, ChaseMatter, ChasePause, ChaseTask
from audits.chasing.queries import calls_to_make, next_letters
from audits.chasing.tasks import chase_everywhere, chase_today
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership, Person
from lscp_portal.celery import app
from lscp_portal.notify.models import UndeliverableAddress
from lscp_portal.outbox.worker import handlers, scope_of
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.workflow import Refused
from schools.holidays.models import SchoolHoliday
from schools.register.models import School
from tests.audits.chase_stage import BY_HAND, CHAIRS, DUE, LATE, REMINDED, chase, deliver, due, move, posted, today


def letters(cast):
    with scope(area_scope(cast.partnership.pk)):
        return list(ChaseLetter.objects.order_by("pk"))


def who(cast, letter):
    return next(name for name, person in cast.people.items() if person.pk == letter.person_id)


def test_letters_log_and_messages_are_made_together(committed, committed_cast, monkeypatch):
    cast = committed_cast
    due(cast)
    today(monkeypatch, REMINDED)
    chase(cast, REMINDED)
    assert [(who(cast, one), one.step, one.number, one.outcome) for one in letters(cast)] == [
        ("dsl", "before-3", 1, "queued"),
        ("next_door_dsl", "before-3", 1, "queued"),
    ]
    keys = {f"chase:{cast.cycle.pk}:before-3:{cast.people[one].pk}:2026-11-27" for one in ("dsl", "next_door_dsl")}
    assert {key for key, _arguments in posted(committed)} == keys
    deliver(cast, committed)
    assert [message.to for message in mail.outbox] == [["dsl@people.lscp.test"], ["next-door-dsl@people.lscp.test"]]
    message = mail.outbox[0]
    assert message.subject == "The safeguarding audit of Alder Lane Primary School is due in 3 working days"
    assert "due on Wednesday 2 December 2026, in 3 working days." in message.body
    assert "Alder Lane Primary School: 0 of 10 questions are answered." in message.body
    assert "ask for Lead at Eastmere Safeguarding Children Partnership" in message.body
    assert "http://localhost:8000/s/900001/audit/" in message.body
    kept = letters(cast)[0]
    assert (kept.outcome, kept.subject, kept.text) == ("sent", message.subject, message.body)
    assert kept.sent_at


def test_a_second_run_and_a_second_sending_do_nothing_more(committed, committed_cast, monkeypatch):
    cast = committed_cast
    due(cast)
    today(monkeypatch, REMINDED)
    for _twice in range(2):
        chase(cast, REMINDED)
        deliver(cast, committed)
    assert len(mail.outbox) == len(posted(committed)) == len(letters(cast)) == 2


def test_two_workers_at_once_write_to_everybody_once(committed, committed_cast):
    due(committed_cast)
    together, problems = threading.Barrier(2), []

    def work():
        try:
            together.wait(timeout=10)
            chase(committed_cast, REMINDED)
        except Exception as problem:  # noqa: BLE001 - shown below
            problems.append(problem)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert problems == []
    assert len(letters(committed_cast)) == len(posted(committed)) == 2


def test_a_letter_that_waits_is_withheld_when_the_return_came_in(committed, committed_cast, monkeypatch):
    cast = committed_cast
    due(cast)
    today(monkeypatch, REMINDED)
    chase(cast, REMINDED)
    move(cast, cast.audit, "in_progress", "internal_check", "head_signed", "submitted")
    deliver(cast, committed)
    assert [message.to for message in mail.outbox] == [["next-door-dsl@people.lscp.test"]]
    withheld = letters(cast)[0]
    assert (withheld.outcome, withheld.number, withheld.why) == (
        "withheld", None, "The return came in, or it is somebody else’s turn now.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("signed", "The return came in, or it is somebody else’s turn now."),
        ("paused", "The school was left in peace meanwhile."),
        ("left", "The reader has left the school."),
        ("account", "The reader has a closed account."),
        ("address", "The reader has an address that does not work."),
        ("tomorrow", "It could not be sent on its day."),
    ],
)
def test_the_last_look_before_a_letter_leaves(committed, committed_cast, monkeypatch, change, why):
    cast = committed_cast
    due(cast, cast.audit)
    today(monkeypatch, REMINDED)
    chase(cast, REMINDED)
    if change == "signed":
        move(cast, cast.audit, "in_progress", "internal_check")
    if change == "paused":
        with cast.as_("lead"):
            actions.pause(actor=cast.actor("lead"), audit_id=cast.audit.pk, until=REMINDED, reason="Flood")
    if change == "left":
        Membership.objects.filter(pk=cast.memberships["dsl"].pk).update(ends_on=REMINDED - timedelta(1))
    if change == "account":
        Person.objects.filter(pk=cast.people["dsl"].pk).update(is_active=False)
    if change == "address":
        UndeliverableAddress.objects.create(
            email="dsl@people.lscp.test", kind="bounced", code="5.1.1", template="x", failed_at=timezone.now()
        )
    if change == "tomorrow":
        today(monkeypatch, REMINDED + timedelta(1))
    deliver(cast, committed)
    assert mail.outbox == []
    assert [(one.outcome, one.why) for one in letters(cast)] == [("withheld", why)]


def test_a_return_that_waits_for_the_head_is_chased_to_the_head_and_says_so(committed, committed_cast, monkeypatch):
    cast = committed_cast
    due(cast, cast.audit)
    move(cast, cast.audit, "in_progress", "internal_check")
    today(monkeypatch, REMINDED)
    chase(cast, REMINDED)
    deliver(cast, committed)
    assert [message.to for message in mail.outbox] == [["head@people.lscp.test"]]
    assert "It is answered and waits for the signature of the head." in mail.outbox[0].body


def test_a_governor_of_two_schools_gets_one_letter_about_what_is_left(committed, committed_cast, monkeypatch):
    cast = committed_cast
    first = cast.memberships["next_door_chair"]
    Membership.objects.filter(pk=first.pk).update(person=cast.people["chair"])
    due(cast)
    today(monkeypatch, CHAIRS)
    chase(cast, CHAIRS)
    assert len(letters(cast)) == 1
    with cast.as_("lead"):
        assert ChaseMatter.objects.count() == 2
    deliver(cast, committed)
    assert "The safeguarding audit of Alder Lane Primary School and Beacon Hill Academy" in mail.outbox[0].body
    assert (
        "Beacon Hill Academy: 0 of 10 questions are answered. Due on Wednesday 2 December 2026." in mail.outbox[0].body
    )
    assert "http://localhost:8000/home/" in mail.outbox[0].body


def test_of_two_schools_only_the_one_that_is_out_stays_in_the_letter(committed, committed_cast, monkeypatch):
    cast = committed_cast
    Membership.objects.filter(pk=cast.memberships["next_door_chair"].pk).update(person=cast.people["chair"])
    due(cast)
    today(monkeypatch, CHAIRS)
    chase(cast, CHAIRS)
    move(cast, cast.next_door_audit, "in_progress", "internal_check", "head_signed", "submitted")
    deliver(cast, committed)
    assert "Beacon Hill" not in mail.outbox[0].body
    assert "http://localhost:8000/s/900001/audit/" in mail.outbox[0].body


def test_nothing_is_chased_when_the_cycle_is_closed_unless_the_school_has_more_time(cast, monkeypatch):
    due(cast)
    today(monkeypatch, LATE)
    with cast.as_("lead"):
        type(cast.cycle).objects.filter(pk=cast.cycle.pk).update(state="closed", closed_on=LATE)
    assert chase(cast, LATE).letters == []
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(extended_to=LATE, due_on=DUE)
    assert len(chase(cast, LATE).letters) == 1


def test_an_extension_moves_what_is_still_to_come(cast, monkeypatch):
    due(cast)
    today(monkeypatch, LATE)
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(due_on=CHAIRS)
    assert [letter.about[0][0].school for letter in chase(cast, LATE).letters] == [
        "Alder Lane Primary School",
        "Beacon Hill Academy",
    ]
    assert [one.step for one in letters(cast)] == ["before-10", "after-1"]


def test_school_holidays_of_the_partnership_count(cast):
    due(cast)
    with cast.as_("lead"):
        SchoolHoliday.objects.create(
            tenant=cast.partnership, name="Snow", first_on=LATE, last_on=LATE, source="typed", added_by_id=1
        )
    assert chase(cast, LATE).letters == []
    assert len(chase(cast, LATE + timedelta(1)).letters) == 2


def test_the_database_refuses_a_fifth_letter_and_a_second_one_for_a_step(cast):
    due(cast)
    chase(cast, REMINDED)
    with cast.as_("lead"):
        letter = ChaseLetter.objects.first()
        matter = ChaseMatter.objects.filter(letter=letter).get()
        for change in ({"number": 5, "on_day": LATE}, {"number": 1, "on_day": LATE}, {"number": 2}):
            fields = {"cycle": letter.cycle, "person_id": letter.person_id, "on_day": letter.on_day, "step": "x"}
            with pytest.raises(IntegrityError, match="chase_letter"), transaction.atomic():
                ChaseLetter.objects.create(tenant=cast.partnership, ladder_version=0, **fields | change)
        with pytest.raises(IntegrityError, match="nobody_twice_for_a_step"), transaction.atomic():
            ChaseMatter.objects.create(
                letter=letter, audit=matter.audit, step=matter.step, person_id=matter.person_id, **matter.owner
            )


def test_what_was_written_down_stays(cast):
    due(cast)
    chase(cast, REMINDED)
    with cast.as_("lead"), pytest.raises(ProgrammingError, match="permission denied"):
        ChaseMatter.objects.update(step="other")


def test_a_letter_held_back_is_not_sent_and_the_next_step_is(cast, monkeypatch):
    due(cast, cast.audit)
    today(monkeypatch, REMINDED - timedelta(2))
    lead = cast.actor("lead")
    facts = {"cycle_id": cast.cycle.pk, "person_id": cast.people["dsl"].pk, "day": REMINDED}
    chase(cast, REMINDED - timedelta(2))  # the step before is sent as planned
    with cast.as_("lead"):
        held = actions.hold_back(actor=lead, **facts)
        assert (held.outcome, held.number, held.held_by_id) == ("held", None, lead.person_id)
        with pytest.raises(Refused):
            actions.hold_back(actor=lead, **facts)
    assert chase(cast, REMINDED).letters == []
    assert [letter.step.key for letter in chase(cast, LATE).letters] == ["after-1"]


@pytest.mark.parametrize("who", ["administrator", "reviewer", "scrutineer", "publisher", "dsl", "chair"])
def test_only_the_lead_holds_back_pauses_and_writes_down(cast, who):
    due(cast)
    chase(cast, BY_HAND)
    lead, actor = cast.actor("lead"), cast.actor(who)
    with cast.as_("lead"):
        task = ChaseTask.objects.first()
        made = actions.pause(actor=lead, audit_id=cast.audit.pk, until=BY_HAND, reason="Flood")
    with scope(area_scope(cast.partnership.pk, person=actor.person_id)):
        for act, facts in (
            (actions.hold_back, {"cycle_id": cast.cycle.pk, "person_id": 1, "day": LATE}),
            (actions.pause, {"audit_id": cast.audit.pk, "until": LATE, "reason": "x"}),
            (actions.end_pause, {"pause_id": made.pk}),
            (actions.finish_task, {"task_id": task.pk, "outcome": "promised", "notes": ""}),
        ):
            with pytest.raises(PermissionDenied):
                act(actor=actor, **facts)


def test_a_pause_ends_by_itself_by_another_or_by_hand(cast, monkeypatch):
    due(cast, cast.audit)
    lead = cast.actor("lead")
    today(monkeypatch, LATE)
    with cast.as_("lead"):
        actions.pause(actor=lead, audit_id=cast.audit.pk, until=LATE, reason="The head is ill")
        again = actions.pause(actor=lead, audit_id=cast.audit.pk, until=CHAIRS, reason="The head is ill still")
        assert ChasePause.objects.filter(ended_at=None).get() == again
    assert chase(cast, LATE).letters == []
    with cast.as_("lead"):
        actions.end_pause(actor=lead, pause_id=again.pk)
        with pytest.raises(Refused):
            actions.end_pause(actor=lead, pause_id=again.pk)
    assert len(chase(cast, LATE).letters) == 1


def test_a_school_whose_return_is_in_cannot_be_paused(cast):
    move(cast, cast.audit, "in_progress", "internal_check", "head_signed", "submitted")
    with cast.as_("lead"), pytest.raises(Refused):
        actions.pause(actor=cast.actor("lead"), audit_id=cast.audit.pk, until=LATE, reason="x")


def test_calls_and_letters_come_to_the_list_once_and_leave_it(cast, monkeypatch):
    due(cast)
    today(monkeypatch, BY_HAND)
    for _twice in range(2):
        chase(cast, BY_HAND)
    lead = cast.actor("lead")
    with cast.as_("lead"):
        calls = calls_to_make()
        assert sorted((call.school, call.channel) for call in calls) == [
            ("Alder Lane Primary School", "call"), ("Alder Lane Primary School", "letter"),
            ("Beacon Hill Academy", "call"), ("Beacon Hill Academy", "letter"),
        ]  # fmt: skip
        assert ("Head", "Head", "") in calls[0].people
        done = next(call for call in calls if call.channel == "call" and call.urn == 900001)
        actions.finish_task(actor=lead, task_id=done.id, outcome="promised", notes="By Friday.")
        with pytest.raises(Refused):
            actions.finish_task(actor=lead, task_id=done.id, outcome="promised", notes="")
        assert len(calls_to_make()) == 3
    move(cast, cast.next_door_audit, "in_progress", "internal_check", "head_signed", "submitted")
    with cast.as_("lead"):
        assert len(calls_to_make()) == 1


def test_a_days_counts_for_the_dashboard(cast, monkeypatch):
    due(cast)
    Membership.objects.filter(pk=cast.memberships["dsl"].pk).update(ends_on="2026-09-01")
    today(monkeypatch, REMINDED)
    with cast.as_("lead"):
        counts = next_letters(day=REMINDED)
    assert (counts.letters, counts.stuck, counts.tasks) == (1, 1, 0)
    assert counts.by_step == {"3 working days before the due date": 1}


def test_every_partnership_gets_one_message_a_day_on_working_days_only(committed, committed_cast, monkeypatch):
    for day in (REMINDED, REMINDED, REMINDED + timedelta(1), LATE):  # Friday twice, Saturday, Thursday
        today(monkeypatch, day)
        chase_everywhere()
    with committed.as_admin() as cursor:
        cursor.execute("SELECT key, count(DISTINCT tenant_id) FROM lscp.outbox_message GROUP BY key ORDER BY key")
        assert cursor.fetchall() == [("chase:2026-11-27", 2), ("chase:2026-12-03", 2)]


def test_a_message_that_comes_a_day_late_does_nothing(committed, committed_cast, monkeypatch):
    due(committed_cast)
    today(monkeypatch, LATE)
    chase_today(scope_of(committed_cast.partnership.pk), day=REMINDED.isoformat())
    assert letters(committed_cast) == []
    chase_today(scope_of(committed_cast.partnership.pk), day=LATE.isoformat())
    assert len(letters(committed_cast)) == 2


def test_the_scheduler_knows_the_task_and_the_worker_its_work():
    assert app.conf.beat_schedule["chase"]["task"] == chase_everywhere.name
    assert "audits.chasing.tasks" in app.conf.imports
    assert {"audits.chase", actions.SEND} <= set(handlers)


WORKER = """
import django
django.setup()
from datetime import date
from django.utils import timezone
timezone.localdate = lambda *moment: moment[0].date() if moment else date(2026, 11, 27)
from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.outbox.worker import do
from audits.chasing import tasks
tasks.chase_everywhere()
for _round in range(2):
    for message_id in list(OutboxMessage.objects.values_list("pk", flat=True)):
        do(message_id)
print("left:", OutboxMessage.objects.filter(done_at=None).count())
"""


def test_the_workers_own_login_may_do_all_of_it(committed, committed_cast):
    due(committed_cast)
    console = {"LSCP_PROCESS": "worker", "LSCP_TEST_EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    done = subprocess.run(
        [sys.executable, "-c", WORKER], env={**os.environ, **console}, capture_output=True, text=True, check=True
    )
    assert "left: 0" in done.stdout, done.stdout + done.stderr
    for reader in ("dsl", "next-door-dsl"):
        assert done.stdout.count(f"To: {reader}@people.lscp.test") == 1


@pytest.mark.parametrize("change", [{"status": "closed"}, {"left_area_on": LATE}])
def test_nobody_is_reminded_of_a_school_that_has_closed_or_left(cast, change):
    due(cast)
    with scope(area_scope(cast.partnership.pk)):
        School.objects.filter(pk=cast.here.pk).update(**change)
    chase(cast, REMINDED)
    assert [who(cast, one) for one in letters(cast)] == ["next_door_dsl"]
