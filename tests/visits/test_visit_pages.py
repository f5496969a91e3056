"""Visits in the browser: what each reader sees, wrong input, foreign rows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.improvement.models import Improvement
from lscp_portal.calendar.working_days import working_days_after
from tests.people import Cast
from tests.visits import visit_stage as stage
from visits.planning.models import Visit
from visits.record.actions import complete_record
from visits.record.models import Note

LIST = "/p/eastmere/visits/"


def typed(cast: Cast, **changes: str) -> dict[str, str]:
    """The form of a visit, filled in right."""
    day = stage.coming_day()
    return {
        "visit_on_day": str(day.day),
        "visit_on_month": str(day.month),
        "visit_on_year": str(day.year),
        "starts_at": "09:15",
        "reason": "random",
        "purpose": "How staff record concerns.",
        "person_1": str(cast.people["visitor"].pk),
        "agency_1": "education",
        "person_2": str(cast.people["second_visitor"].pk),
        "agency_2": "police",
        "person_3": "",
        "agency_3": "",
    } | changes


def schedule_address(cast: Cast) -> str:
    return f"{LIST}schedule/{cast.audit.pk}/"


def test_the_lead_plans_a_visit_from_the_list_to_its_page(cast):
    lead: Client = cast.client("lead")
    assert b"Plan a visit" in lead.get(LIST).content
    found = lead.get(f"{LIST}choose/", {"q": "alder"})
    assert schedule_address(cast) in found.content.decode()
    assert b"Beacon Hill" not in found.content
    form = lead.get(schedule_address(cast))
    assert form.status_code == 200
    answer = lead.post(schedule_address(cast), typed(cast), follow=True)
    assert b"The visit to Alder Lane Primary School is planned" in answer.content
    with cast.as_("lead"):
        visit = Visit.objects.get()
        assert [(one.agency, one.leads) for one in visit.team.order_by("pk")] == [
            ("education", True),
            ("police", False),
        ]
    assert b"Alder Lane Primary School" in lead.get(LIST).content


def test_the_first_page_of_a_school_tells_a_coming_visit_from_one_that_has_been(cast):
    coming = stage.visit_at(cast, "scheduled", on=stage.coming_day())
    page = cast.client("head").get("/s/900001/").content.decode()
    before, after = page.split("What has happened")
    assert f"/s/900001/visits/{coming.pk}/" in before.split("What is coming")[1]
    assert "Visit of the partnership" not in after


def test_the_first_page_of_a_school_keeps_a_visit_that_has_been(cast):
    stage.visit_at(cast, "recorded")
    page = cast.client("head").get("/s/900001/").content.decode()
    assert "What is coming" not in page
    assert "Visit of the partnership" in page.split("What has happened")[1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"visit_on_day": "25", "visit_on_month": "12", "visit_on_year": "2026"}, "Choose a working day"),
        ({"visit_on_year": "2020"}, "must be on or after"),
        ({"starts_at": "in the morning"}, "Enter the time as hours and minutes"),
        ({"agency_2": "education"}, "from education and somebody from another agency"),
        ({"person_2": ""}, "Choose second member"),
        ({"purpose": "The case of NHS 943 476 5919."}, "NHS number"),
    ],
)
def test_wrong_input_is_422_and_keeps_what_was_typed(cast, changes, sentence):
    answer = cast.client("lead").post(schedule_address(cast), typed(cast, **changes))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    for value in changes.values():
        assert value in answer.content.decode()


def test_somebody_with_a_conflict_is_not_offered_and_the_page_says_so(cast):
    cast.declare("second_visitor", cast.here, conflict=True)
    page = cast.client("lead").get(schedule_address(cast)).content.decode()
    assert f'value="{cast.people["second_visitor"].pk}"' not in page
    assert "Not offered, because of a declared conflict of interest with this school: Second Visitor" in page


def test_the_team_holds_notes_and_completes(cast):
    visit = stage.visit_at(cast, "scheduled")
    visitor = cast.client("visitor")
    page = f"{LIST}{visit.pk}/"
    assert b"The visit was held" in visitor.get(page).content
    assert visitor.post(f"{page}held/").status_code == 302
    wrong = visitor.post(f"{page}notes/", {"theme": "staff", "text": "", "indicator": ""})
    assert wrong.status_code == 422
    assert b"Enter what you saw or heard" in wrong.content
    right = {"theme": "staff", "text": "Staff knew whom to tell.", "indicator": str(cast.indicators["LG1"].pk)}
    assert visitor.post(f"{page}notes/", {**right, "is_strength": "on"}).status_code == 302
    assert b"Staff knew whom to tell." in visitor.get(page).content
    assert visitor.post(f"{page}complete/").status_code == 302
    with cast.as_("lead"):
        assert Visit.objects.get().state == "recorded"
        assert Note.objects.get().is_strength


def test_somebody_of_another_team_gets_403_and_no_form(cast):
    visit = stage.visit_at(cast, "held")
    reviewer = cast.client("reviewer")
    assert b"Add a note" not in reviewer.get(f"{LIST}{visit.pk}/").content
    assert reviewer.post(f"{LIST}{visit.pk}/held/").status_code == 403
    assert cast.client("publisher").post(f"{LIST}{visit.pk}/complete/").status_code == 403


def test_too_early_is_409_with_the_reason(cast):
    visit = stage.visit_at(cast, "scheduled", on=stage.coming_day())
    answer = cast.client("visitor").post(f"{LIST}{visit.pk}/held/")
    assert answer.status_code == 409
    assert b"It cannot be held before" in answer.content


def test_cancelling_asks_for_a_reason_and_everybody_reads_it(cast):
    visit = stage.visit_at(cast, "scheduled")
    lead = cast.client("lead")
    assert lead.post(f"{LIST}{visit.pk}/cancel/", {"reason": ""}).status_code == 422
    assert lead.post(f"{LIST}{visit.pk}/cancel/", {"reason": "The head is ill."}).status_code == 302
    assert b"The head is ill." in cast.client("head").get(f"/s/900001/visits/{visit.pk}/").content


@pytest.mark.parametrize("who", ["head", "dsl", "chair", "link_governor"])
def test_the_school_sees_day_purpose_and_team_never_notes_or_reason(cast, who):
    visit = stage.visit_at(cast, "recorded")
    client = cast.client(who)
    assert str(visit.pk) in client.get("/s/900001/visits/").content.decode()
    page = client.get(f"/s/900001/visits/{visit.pk}/").content.decode()
    assert "How staff record concerns" in page
    assert "Second Visitor, Police" in page
    assert "three rooms" not in page
    assert "Random sample" not in page


def test_foreign_visits_are_not_there(cast):
    visit = stage.visit_at(cast, "scheduled")
    assert cast.client("elsewhere_lead").get(f"/p/harrowfold/visits/{visit.pk}/").status_code == 404
    assert cast.client("next_door_head").get(f"/s/900002/visits/{visit.pk}/").status_code == 404
    assert cast.client("elsewhere_lead").get(LIST).status_code == 404
    assert cast.client("head").get(LIST).status_code == 404


def test_a_lead_in_conflict_gets_403_and_no_row(cast):
    visit = stage.visit_at(cast, "scheduled")
    cast.declare("lead", cast.here, conflict=True)
    lead = cast.client("lead")
    assert lead.get(f"{LIST}{visit.pk}/").status_code == 403
    assert b"Alder Lane" not in lead.get(LIST).content
    assert lead.get(schedule_address(cast)).status_code == 403


def test_the_list_asks_as_many_questions_for_ten_visits_as_for_one(cast):
    lead = cast.client("lead")
    counts = []
    for _ in range(2):
        for _ in range(9 if counts else 1):
            stage.visit_at(cast, "scheduled")
        lead.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            lead.get(LIST)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def test_the_team_asks_the_school_for_something_once_the_record_is_complete(cast):
    visit = stage.visit_at(cast, "held")
    here = f"/p/eastmere/visits/{visit.pk}/"
    sent = {"what": "Put the names at the gate.", "indicator": cast.indicators["LG1"].pk, "help_from": "The leaflet"}
    visitor = cast.client("visitor")
    assert visitor.post(f"{here}improvements/", sent).status_code == 422
    stage.note(cast, visit)
    with cast.as_("visitor"):
        complete_record(actor=cast.actor("visitor"), visit_id=visit.pk)
    assert "Ask the school for something" in visitor.get(here).content.decode()
    assert visitor.post(f"{here}improvements/", {**sent, "what": ""}).status_code == 422
    assert visitor.post(f"{here}improvements/", sent).status_code == 302
    assert cast.client("reviewer").post(f"{here}improvements/", sent).status_code == 403  # was not there
    assert cast.client("analyst").post(f"{here}improvements/", sent).status_code == 403
    assert cast.client("lead").post(f"{here}improvements/", {**sent, "indicator": ""}).status_code == 302
    with cast.as_("dsl"):
        first, second = Improvement.objects.order_by("pk")
    assert (first.source, first.is_critical, first.state) == ("visit", True, "proposed")
    assert first.due_on == working_days_after(timezone.localdate(), 20)
    assert second.due_on == working_days_after(timezone.localdate(), 60)
    assert "Put the names at the gate." in visitor.get(here).content.decode()
    assert f"/improving/{first.pk}/" in cast.client("dsl").get(f"/s/900001/visits/{visit.pk}/").content.decode()
