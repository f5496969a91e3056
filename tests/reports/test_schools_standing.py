"""Where each school stands, in the list of all of them; views that people keep; and the list as a file."""

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from audits.lifecycle.models import Audit
from lscp_portal.accounts.models import Membership
from lscp_portal.notify.addresses import mark_dead
from lscp_portal.tenancy.scope import area_scope, scope
from reports.schools.models import SavedView
from reports.schools.queries import schools_page
from reports.schools.types import SchoolFilter
from schools.register.models import School
from tests.people import make_school

LIST = "/p/eastmere/schools/"
BOARDING = {
    "EstablishmentTypeGroup (name)": "Independent schools",
    "TypeOfEstablishment (name)": "Other independent school",
    "PhaseOfEducation (name)": "Not applicable",
    "Boarders (name)": "Boarding school",
    "StatutoryLowAge": "11",
    "StatutoryHighAge": "18",
}


@pytest.fixture
def schools(cast):
    """Two schools that are asked, one that is not, one whose kind the register does not tell, one that closed."""
    with cast.as_("lead"):
        make_school(
            cast.partnership, 900103, "Dover House", "ZZ1 1AC", gias_profile=BOARDING, trust_uid="77",
            trust_name="Lantern Trust", establishment_type="Other independent school",
        )  # fmt: skip
        make_school(cast.partnership, 900104, "Elder Place", "ZZ1 1AD", gias_profile={})
        make_school(cast.partnership, 900105, "Fern School", "ZZ1 1AE", status=School.Status.CLOSED)
    return cast


def found(cast, **wanted):
    with cast.as_("lead"):
        return [row.urn for row in schools_page(wanted=SchoolFilter(**wanted)).rows]


def late(cast, audit):
    with scope(area_scope(cast.partnership.pk)):
        Audit.objects.filter(pk=audit.pk).update(due_on=timezone.localdate() - timedelta(days=1))


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize(
    ("wanted", "urns"),
    [
        ({"stage": "invited"}, [900001, 900002]),
        ({"stage": "not_asked"}, [900103, 900104]),
        ({"stage": "with_school"}, [900001, 900002]),
        ({"stage": "overdue"}, [900002]),
        ({"stage": "submitted"}, []),
        ({"trust": "77"}, [900103]),
        ({"trust": "none", "status": "open"}, [900001, 900104]),
        ({"feature": "boarding"}, [900103]),
        ({"governance": "maintained"}, [900001, 900002, 900105]),
        ({"governance": "unclear"}, [900104]),
        ({"kind": "Other independent school"}, [900103]),
        ({"order": "due"}, [900002, 900001, 900103, 900104, 900105]),
        ({"order": "stage"}, [900103, 900104, 900001, 900002, 900105]),
    ],
)
def test_filters_and_orders(schools, wanted, urns):
    late(schools, schools.next_door_audit)
    assert found(schools, **wanted) == urns


def test_a_school_without_a_chair_and_one_whose_mail_comes_back_are_seen(schools):
    chair = schools.people["next_door_chair"]
    Membership.objects.filter(pk=schools.memberships["chair"].pk).update(ends_on=date(2026, 1, 1))
    mark_dead(email=chair.email, kind="refused", code="550", template="invitation")
    assert 900001 in found(schools, contact="gap")
    assert found(schools, contact="mail") == [900002]
    page = words(schools.client("lead").get(LIST, {"contact": "mail"}))
    assert f"Mail does not arrive: {chair.email}" in page


def test_the_file_holds_what_the_list_shows_and_no_formula(schools):
    with schools.as_("lead"):
        School.objects.filter(urn=900103).update(name="=HYPERLINK(1)")
    response = schools.client("analyst").get(f"{LIST}export.csv", {"feature": "boarding"})
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["URN"], row["School"], row["Stage"]) for row in rows] == [("900103", "'=HYPERLINK(1)", "Not asked")]
    assert "attachment" in response["Content-Disposition"]


def kept(cast, who, name="Boarders", **said):
    return cast.client(who).post(f"{LIST}views/keep/?feature=boarding&order=due", {"name": name, **said})


def test_a_kept_view_opens_the_list_as_it_was(schools):
    assert kept(schools, "lead", is_default="on").status_code == 302
    lead = schools.client("lead")
    opened = lead.get(LIST)
    assert "feature=boarding" in opened["Location"]
    page = words(lead.get(opened["Location"]))
    assert "Schools: Boarders" in page
    assert "Dover House" in page
    assert "Elder Place" not in page
    assert "Elder Place" in words(lead.get(LIST, {"order": "name"}))
    assert "Dover House" in words(schools.client("analyst").get(LIST))


def test_a_view_is_its_makers_until_it_is_shared(schools):
    kept(schools, "lead", "Mine")
    kept(schools, "lead", "Ours", is_shared="on")
    page = words(schools.client("reviewer").get(f"{LIST}views/"))
    assert "Ours" in page
    assert "Mine" not in page
    with schools.as_("reviewer"):
        assert list(SavedView.objects.values_list("name", flat=True)) == ["Ours"]  # the database says so


def test_two_views_of_one_name_are_refused_and_nothing_typed_is_lost(schools):
    kept(schools, "lead")
    again = kept(schools, "lead")
    assert again.status_code == 422
    assert 'value="Boarders"' in again.content.decode()
    assert "You have a view of this name already" in words(again)
    assert kept(schools, "administrator").status_code == 302


@pytest.mark.parametrize(
    ("who", "shared", "outcome"),
    [("lead", "on", 302), ("lead", "", 302), ("administrator", "on", 403), ("administrator", "", 404)],
)
def test_only_its_maker_changes_or_drops_a_view(schools, who, shared, outcome):
    kept(schools, "lead", is_shared=shared)
    with schools.as_("lead"):
        view = SavedView.objects.get()
    client = schools.client(who)
    assert client.post(f"{LIST}views/{view.pk}/default/", {"default": "on"}).status_code == outcome
    assert client.post(f"{LIST}views/{view.pk}/delete/").status_code == outcome
    with schools.as_("lead"):
        assert SavedView.objects.filter(removed_at=None).count() == (0 if outcome == 302 else 1)


def test_one_view_at_most_opens_first(schools):
    kept(schools, "lead", "One", is_default="on")
    kept(schools, "lead", "Two", is_default="on")
    with schools.as_("lead"):
        one, two = SavedView.objects.order_by("name")
        assert (one.is_default, two.is_default) == (False, True)
    schools.client("lead").post(f"{LIST}views/{one.pk}/default/", {"default": "on"})
    with schools.as_("lead"):
        assert list(SavedView.objects.filter(is_default=True)) == [one]
