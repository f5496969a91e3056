"""“Your people”: confirmed by the head as shown, kept by the school, repaired by the partnership with a reason."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lscp_portal.accounts.models import ContactRepair, Invitation, Membership
from schools.contacts.models import ContactConfirmation, Vacancy
from schools.contacts.queries import gaps_by_school
from tests.contacts.outcomes_contacts import MAY_CONFIRM, MAY_REPLACE, MAY_SAY_VACANT, MAY_SEE

HERE = "/s/900001/your-people/"
AT_SCHOOL = {"dsl", "head", "chair", "link_governor", "contributor"}
WHY = {"reason": "The head rang us."}


def root(cast, who):
    return HERE if who in AT_SCHOOL else f"/p/eastmere/contacts/schools/{cast.here.pk}/"


def shown_list(page):
    return {"sha256": re.search(r'name="sha256" value="([0-9a-f]{64})"', page.text).group(1)}


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def end(cast, who, **columns):
    Membership.objects.filter(pk=cast.memberships[who].pk).update(**columns)


@pytest.mark.parametrize("who", sorted(MAY_SEE))
def test_who_sees_the_page_and_who_may_confirm(cast, who):
    client = cast.client(who)
    page = client.get(root(cast, who))
    assert page.status_code == 200
    assert "Not confirmed" in page.text
    assert ("These are the right people" in page.text) == (who in MAY_CONFIRM)
    sha = shown_list(cast.client("head").get(HERE))
    answer = client.post(root(cast, who) + "confirm/", sha | WHY)
    assert answer.status_code == (302 if who in MAY_CONFIRM else 403)
    with cast.as_("lead"):
        assert ContactConfirmation.objects.count() == (who in MAY_CONFIRM)
        assert ContactRepair.objects.count() == (who in {"lead", "administrator"})


def test_the_head_confirms_and_the_page_says_so(cast):
    head = cast.client("head")
    page = head.get(HERE)
    assert head.post(HERE + "confirm/", shown_list(page)).status_code == 302
    assert "Confirmed" in words_of(head.get(HERE))
    assert head.post(HERE + "confirm/", shown_list(page)).status_code == 302
    with cast.as_("lead"):
        assert ContactConfirmation.objects.count() == 1


def test_a_list_that_changed_meanwhile_is_read_again(cast):
    head = cast.client("head")
    before = shown_list(head.get(HERE))
    end(cast, "link_governor", ends_on=timezone.localdate() + timedelta(days=400))
    answer = head.post(HERE + "confirm/", before)
    assert answer.status_code == 409
    assert "The list changed while you looked at it" in answer.text
    with cast.as_("lead"):
        assert not ContactConfirmation.objects.exists()


def test_a_change_after_confirming_is_seen(cast):
    head = cast.client("head")
    head.post(HERE + "confirm/", shown_list(head.get(HERE)))
    end(cast, "link_governor", ends_on=timezone.localdate() + timedelta(days=30))
    words = words_of(head.get(HERE))
    assert "Changed since" in words
    assert "Term ends soon" in words


def test_somebody_missing_stands_in_the_way_until_invited_or_said_to_be_vacant(cast):
    end(cast, "chair", ends_on=timezone.localdate() - timedelta(days=3))
    head = cast.client("head")
    words = words_of(head.get(HERE))
    assert "Nobody can be reached" in words
    assert "The list can be confirmed when" in words
    since = {"since_day": "1", "since_month": "9", "since_year": "2026"}
    assert head.post(HERE + "vacant/chair/", since).status_code == 302
    words = words_of(head.get(HERE))
    assert "vacant since 1 September 2026" in words
    assert "These are the right people" in words
    with cast.as_("lead"):
        assert gaps_by_school()[cast.here.pk] == ["Chair: vacant since 1 September 2026"]


@pytest.mark.parametrize("who", sorted(MAY_SEE))
def test_who_may_say_that_a_role_is_vacant(cast, who):
    end(cast, "link_governor", ends_on=timezone.localdate() - timedelta(days=3)) if who != "link_governor" else None
    since = {"since_day": "1", "since_month": "9", "since_year": "2026"}
    answer = cast.client(who).post(root(cast, who) + "vacant/link_governor/", since | WHY)
    assert answer.status_code == (302 if who in MAY_SAY_VACANT else 403)
    with cast.as_("lead"):
        assert Vacancy.objects.count() == (who in MAY_SAY_VACANT)


def test_a_role_that_somebody_holds_is_not_vacant_and_no_day_to_come_counts(cast):
    head = cast.client("head")
    held = head.post(HERE + "vacant/chair/", {"since_day": "1", "since_month": "9", "since_year": "2026"})
    assert held.status_code == 409
    assert "Somebody holds this role" in held.text
    assert head.post(HERE + "vacant/chair/", {"since_day": "x"}).status_code == 422
    assert head.get(HERE + "vacant/lead/").status_code == 404


def test_a_school_of_another_partnership_has_no_vacancies_here(cast):
    lead = cast.client("elsewhere_lead")
    address = f"/p/harrowfold/contacts/schools/{cast.here.pk}/vacant/link_governor/"
    since = {"since_day": "1", "since_month": "9", "since_year": "2026"}
    assert lead.get(address).status_code == 404
    assert lead.post(address, since | WHY).status_code == 404


@pytest.mark.parametrize("role", sorted(MAY_REPLACE))
@pytest.mark.parametrize("who", ["head", "dsl", "chair", "contributor", "lead", "administrator", "reviewer"])
def test_who_may_put_another_address_in_its_place(cast, role, who):
    pk = cast.memberships[role].pk
    base = HERE if who in AT_SCHOOL else "/p/eastmere/contacts/people/"
    said = {"full_name": "Nora Bell", "email": "nora.bell@school.lscp.test"} | WHY
    answer = cast.client(who).post(f"{base}{pk}/replace/", said)
    assert answer.status_code == (302 if who in MAY_REPLACE[role] else 403)
    gone = Membership.objects.get(pk=pk).ended_at is not None
    assert gone == (who in MAY_REPLACE[role])
    assert Invitation.objects.filter(email=said["email"], role=role).exists() == gone


def test_who_is_replaced_is_out_at_the_next_request(cast):
    governor = cast.client("link_governor")
    assert governor.get(HERE).status_code == 200
    said = {"full_name": "Nora Bell", "email": "nora.bell@school.lscp.test"}
    cast.client("head").post(f"{HERE}{cast.memberships['link_governor'].pk}/replace/", said)
    assert governor.get(HERE).status_code == 302


def test_a_telephone_number_and_a_term_are_changed_in_place(cast):
    pk = cast.memberships["chair"].pk
    head = cast.client("head")
    said = {"phone": "01632 960 333", "ends_on_day": "31", "ends_on_month": "8", "ends_on_year": "2028"}
    assert head.post(f"{HERE}{pk}/change/", said).status_code == 302
    words = words_of(head.get(HERE))
    assert "01632 960 333" in words
    assert "until 31 August 2028" in words
    refused = head.post(f"{HERE}{pk}/change/", said | {"ends_on_year": "2020"})
    assert refused.status_code == 409
    assert "01632 960 333" in refused.text


def test_the_partnership_says_why_and_the_school_reads_it(cast):
    lead, base = cast.client("lead"), f"/p/eastmere/contacts/people/{cast.memberships['chair'].pk}/"
    said = {"phone": "01632 960 444", "ends_on_day": "", "ends_on_month": "", "ends_on_year": ""}
    assert lead.post(base + "change/", said).status_code == 422
    assert lead.post(base + "change/", said | WHY).status_code == 302
    assert "The head rang us." in cast.client("dsl").get(HERE).text


def test_nobody_reaches_another_school(cast):
    pk = cast.memberships["next_door_chair"].pk
    assert cast.client("head").get(f"{HERE}{pk}/change/").status_code == 404
    assert cast.client("elsewhere_lead").get(f"/p/harrowfold/contacts/schools/{cast.here.pk}/").status_code == 404


def test_the_partnership_sees_every_school_that_cannot_be_reached(cast):
    lead = cast.client("lead")
    end(cast, "chair", ends_on=timezone.localdate() - timedelta(days=3))
    words = words_of(lead.get("/p/eastmere/contacts/"))
    assert "Chair: the term of office ended on" in words
    found = lead.get("/p/eastmere/contacts/?role=chair&why=term_over").text
    assert cast.here.name in found
    assert cast.here.name not in lead.get("/p/eastmere/contacts/?role=head").text
    file = cast.client("analyst").get("/p/eastmere/contacts/contacts.csv").content.decode("utf-8-sig")
    assert file.startswith("School,URN,List of people")
    assert "term of office ended" in file


def test_the_list_asks_the_database_as_often_for_few_as_for_many(cast):
    lead = cast.client("lead")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            lead.get("/p/eastmere/contacts/?everybody=on")
        return len(asked)

    few = queries()
    with cast.as_("lead"):
        more(cast, 60)
    assert queries() == few <= 17


def more(cast, number):
    """As many more schools, each without anybody."""
    from schools.register.models import School  # noqa: PLC0415

    School.objects.bulk_create(
        School(
            tenant=cast.partnership, urn=901000 + each, name=f"Extra School {each}", status="open", la_code="901",
            la_name="Eastmere", gias_profile={},
        )
        for each in range(number)
    )  # fmt: skip
