"""A partnership on a fixed day of its chase ladder."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from audits.chasing import actions
from audits.chasing.tasks import send
from audits.cycles.models import Cycle
from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership, Person
from lscp_portal.outbox.worker import scope_of
from lscp_portal.tenancy.scope import area_scope, scope
from schools.register.models import School

NEXT_SUMMER = date(2027, 6, 1)
DUE = date(2026, 12, 2)
REMINDED = date(2026, 11, 27)  # three working days before
LATE = date(2026, 12, 3)
CHAIRS = date(2026, 12, 16)
BY_HAND = date(2027, 1, 4)


def said(response) -> str:
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def today(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Let it be this day for everybody who asks."""
    monkeypatch.setattr(timezone, "localdate", lambda *moment: day if not moment else moment[0].date())


def due(cast, *audits, on=DUE):
    """The cycle was opened in September; these returns (all of them) are due on this day, the others next summer."""
    with scope(area_scope(cast.partnership.pk)):
        Cycle.objects.filter(pk=cast.cycle.pk).update(opened_at=datetime(2026, 9, 14, 9, tzinfo=UTC))
        Audit.objects.update(due_on=NEXT_SUMMER if audits else on)
        Audit.objects.filter(pk__in=[audit.pk for audit in audits]).update(due_on=on)


def move(cast, audit, *states):
    """Along the arrows of the workflow, without the people."""
    with scope(area_scope(cast.partnership.pk)):
        for state in states:
            stamp = {"submitted_at": timezone.now()} if state == "submitted" else {}
            Audit.objects.filter(pk=audit.pk).update(state=state, **stamp)


def chase(cast, day):
    """The worker's morning."""
    with scope(area_scope(cast.partnership.pk)):
        return actions.chase(day=day)


def posted(database):
    """Messages of the outbox for reminders, by key."""
    with database.as_admin() as cursor:
        cursor.execute("SELECT key, arguments FROM lscp.outbox_message WHERE task = %s ORDER BY key", [actions.SEND])
        return cursor.fetchall()


def deliver(cast, database):
    """What the worker does with them."""
    for _key, arguments in posted(database):
        send(scope_of(cast.partnership.pk), **arguments)


def crowd(cast, number, *, first_urn=910000):
    """So many more schools like `here`, each with a DSL, a head and a chair of its own, and an audit."""
    with scope(area_scope(cast.partnership.pk)):
        like = School.objects.get(pk=cast.here.pk)
        fields = {f.attname for f in School._meta.concrete_fields if not f.generated} - {"id", "urn"}
        rows = School.objects.bulk_create(
            School(urn=first_urn + n, **{name: getattr(like, name) for name in fields}) for n in range(number)
        )
        Audit.objects.bulk_create(
            Audit(
                tenant=cast.partnership, school=row, cycle=cast.cycle, governance="maintained",
                indicator_ids=cast.audit.indicator_ids, due_on=DUE,
            )
            for row in rows
        )  # fmt: skip
    posts = [(row, role) for row in rows for role in ("dsl", "head", "chair")]
    people = Person.objects.bulk_create(
        Person(email=f"{role}@{row.urn}.lscp.test", full_name=f"{role} {row.urn}", password="!") for row, role in posts
    )
    Membership.objects.bulk_create(
        Membership(
            person=person, tenant=cast.partnership, role=role, starts_on=date(2025, 9, 1), school_id=row.pk,
            school_urn=row.urn, school_name=row.name,
        )
        for person, (row, role) in zip(people, posts, strict=True)
    )  # fmt: skip
    return rows
