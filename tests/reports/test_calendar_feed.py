"""A person's calendar: a secret address, every place they work in, stable entries, and nothing that is not theirs."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership, Person
from reports.feeds.models import CalendarAddress
from tests.audits import answering
from tests.visits.visit_stage import visit_at

PAGE = "/accounts/calendar/"


def subscribe(cast, who):
    """The path of a new calendar, as the page shows it."""
    page = cast.client(who).post(f"{PAGE}make/")
    return re.search(r"(/calendar/[\w-]+\.ics)", page.text).group(1)


def read(path, **headers):
    answer = Client().get(path, **headers)
    assert answer.status_code == 200
    return {str(event["summary"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_an_address_is_shown_once_and_only_its_hash_is_kept(cast):
    path = subscribe(cast, "dsl")
    secret = path.split("/")[-1].removesuffix(".ics")
    assert len(secret) >= 43
    assert secret not in cast.client("dsl").get(PAGE).text
    assert secret not in str(list(CalendarAddress.objects.values()))
    assert Client().get(PAGE).status_code == 302


def test_a_school_sees_its_due_date_as_a_whole_day(cast):
    events = read(subscribe(cast, "dsl"))
    with cast.as_("lead"):
        due_on = Audit.objects.get(pk=cast.audit.pk).due_on
    [event] = [event for title, event in events.items() if title.startswith("Due: ")]
    assert event["dtstart"].dt == due_on
    assert type(event["dtstart"].dt) is date
    assert event["dtend"].dt == due_on + timedelta(days=1)
    assert str(event["url"]).endswith("/s/900001/audit/")
    assert all("Beacon" not in title for title in events)


def test_nobody_reads_another_places_dates(cast):
    titles = " ".join(read(subscribe(cast, "elsewhere_dsl")))
    assert cast.here.name not in titles
    assert "Harrowfold" in titles or cast.elsewhere.name in titles


def test_all_places_of_a_person_stand_in_one_calendar(cast):
    Membership.objects.create(
        person=cast.people["dsl"], tenant=cast.partnership, school_id=cast.next_door.pk, school_urn=cast.next_door.urn,
        school_name=cast.next_door.name, role="link_governor", starts_on="2025-09-01",
    )  # fmt: skip
    titles = " ".join(read(subscribe(cast, "dsl")))
    assert cast.here.name in titles
    assert cast.next_door.name in titles


def test_a_changed_date_is_told_as_a_change_of_the_same_entry(cast):
    path = subscribe(cast, "dsl")
    [before] = [event for title, event in read(path).items() if title.startswith("Due: ")]
    with cast.as_("lead"):
        Audit.objects.filter(pk=cast.audit.pk).update(due_on=timezone.localdate() + timedelta(days=77))
    [after] = [event for title, event in read(path).items() if title.startswith("Due: ")]
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert read(path)[str(after["summary"])]["sequence"] == 1


def test_visits_and_feedback_are_there_for_those_they_concern(cast):
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    head = read(subscribe(cast, "head"))
    assert any(title.startswith("Feedback expected: ") for title in head)
    lead = read(subscribe(cast, "lead"))
    assert "Feedback due: 1 school" in lead
    assert not any(title.startswith("Feedback due") for title in read(subscribe(cast, "analyst")))


def test_a_conflict_keeps_a_visit_out_of_the_calendar(cast):
    answering.ready(cast)
    for who in ("dsl", "head", "chair"):
        answering.sign_as(cast, who)
    visit_at(cast, "scheduled")
    path = subscribe(cast, "lead")
    assert any(title.startswith(f"Visit: {cast.here.name}") for title in read(path))
    cast.declare("lead", cast.here, conflict=True)
    assert not any(title.startswith("Visit: ") for title in read(path))


@pytest.mark.parametrize("how", ["unknown", "ended", "renewed", "left"])
def test_an_address_that_does_not_work_is_not_there(cast, how):
    path = subscribe(cast, "dsl")
    if how == "unknown":
        path = "/calendar/" + "x" * 43 + ".ics"
    elif how == "ended":
        assert cast.client("dsl").post(f"{PAGE}end/").status_code == 302
    elif how == "renewed":
        assert subscribe(cast, "dsl") != path
    else:
        Person.objects.filter(pk=cast.people["dsl"].pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_who_has_left_a_place_no_longer_reads_its_dates(cast):
    path = subscribe(cast, "dsl")
    assert read(path)
    Membership.objects.filter(pk=cast.memberships["dsl"].pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    assert read(path) == {}


def test_a_program_that_has_it_already_gets_nothing_anew(cast):
    path = subscribe(cast, "dsl")
    first = Client().get(path)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in first["Cache-Control"]
    assert Client().get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_reading_takes_as_many_statements_for_few_dates_as_for_many(cast):
    path = subscribe(cast, "lead")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        return len(asked)

    queries()
    assert queries() <= 18
