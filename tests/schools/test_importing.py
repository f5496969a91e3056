"""What an extract does to a partnership's schools: the same file twice, changes, closing, re-opening, moving."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from schools.register.actions import import_register
from schools.register.establishment import Extract
from schools.register.models import School
from schools.register.synthetic import invented_establishments
from schools.register.types import NoAuthority
from tests.people import make_partnership
from tests.schools.importing import ASH, ELM, ELSEWHERE, OAK, everything, fields, kinds, school, take


@pytest.fixture
def marshwick(db):
    return make_partnership("marshwick", "Marshwick Safeguarding Partners", "903", "Marshwick")


def test_schools_of_our_authorities_are_taken_over_and_no_others(marshwick):
    result = take(marshwick, OAK, ELM, {**ASH, **ELSEWHERE})
    assert kinds(marshwick, result) == {900301: "new", 900302: "new"}
    assert (result.rows_read, result.rows_of_area, result.counts) == (3, 2, {"new": 2})
    assert school(marshwick, 900301).name == "Oak Street School"


def test_every_column_of_the_table_is_filled_from_its_cell(marshwick):
    take(marshwick, {**OAK, "EstablishmentStatus (name)": "Open, but proposed to close", "CloseDate": "31-08-2027",
                     "Trusts (code)": "5001", "Trusts (name)": "Tidewater Trust", "Locality": "Old Town",
                     "NurseryProvision (name)": "Has Nursery Classes"})  # fmt: skip
    found = school(marshwick, 900301)
    assert (found.status, found.closed_on, found.opened_on) == ("closing", date(2027, 8, 31), date(1974, 9, 1))
    assert (found.trust_uid, found.trust_name, found.locality, found.town) == (
        "5001", "Tidewater Trust", "Old Town", "Eastmere",
    )  # fmt: skip
    assert (found.low_age, found.high_age, found.number_of_pupils, found.postcode) == (5, 11, 198, "ZZ1 1AA")
    assert found.gias_profile["NurseryProvision (name)"] == "Has Nursery Classes"


def test_the_same_file_again_changes_nothing_and_writes_nothing(marshwick):
    rows = list(invented_establishments(60, {"903": "Marshwick"}))
    assert take(marshwick, *rows).import_id is not None
    before = everything(marshwick)
    again = take(marshwick, *rows)
    assert (again.import_id, again.counts, again.not_in_file) == (None, {}, ())
    assert everything(marshwick) == before


def test_a_change_is_kept_field_by_field(marshwick):
    take(marshwick, OAK, ELM)
    result = take(marshwick, {**OAK, "EstablishmentName": "Oak Street Academy", "NumberOfPupils": "240"}, ELM)
    assert kinds(marshwick, result) == {900301: "changed"}
    assert fields(marshwick, result, 900301) == {
        "name": ["Oak Street School", "Oak Street Academy"],
        "number_of_pupils": [198, 240],
    }
    assert school(marshwick, 900301).name == "Oak Street Academy"
    assert school(marshwick, 900302).name == "Elm Street School"


def test_of_the_profile_only_the_cells_that_differ_are_kept(marshwick):
    take(marshwick, OAK)
    result = take(marshwick, {**OAK, "OfficialSixthForm (name)": "Has a sixth form"})
    assert fields(marshwick, result, 900301) == {
        "gias_profile": [
            {"OfficialSixthForm (name)": "Does not have a sixth form"},
            {"OfficialSixthForm (name)": "Has a sixth form"},
        ],
    }
    assert school(marshwick, 900301).gias_profile["OfficialSixthForm (name)"] == "Has a sixth form"


def test_a_closed_school_is_listed_and_stays_and_may_open_again(marshwick):
    take(marshwick, OAK)
    closed = take(marshwick, {**OAK, "EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"})
    assert kinds(marshwick, closed) == {900301: "closed"}
    assert not school(marshwick, 900301).is_open
    opened = take(marshwick, OAK)
    assert kinds(marshwick, opened) == {900301: "reopened"}
    assert school(marshwick, 900301).is_open
    assert school(marshwick, 900301).closed_on is None


def test_a_school_that_was_closed_before_we_knew_it_is_not_taken_over(marshwick):
    result = take(marshwick, OAK, {**ELM, "EstablishmentStatus (name)": "Closed"})
    assert kinds(marshwick, result) == {900301: "new"}


def test_a_school_that_moves_out_keeps_its_row_and_may_move_back(marshwick):
    take(marshwick, OAK, ELM)
    gone = take(marshwick, {**OAK, **ELSEWHERE}, ELM)
    assert kinds(marshwick, gone) == {900301: "moved_out"}
    assert fields(marshwick, gone, 900301)["la_name"] == ["Marshwick", "Farfield"]
    assert school(marshwick, 900301).left_area_on == timezone.localdate()
    assert not school(marshwick, 900301).is_open
    assert take(marshwick, {**OAK, **ELSEWHERE}, ELM).import_id is None
    back = take(marshwick, OAK, ELM)
    assert kinds(marshwick, back) == {900301: "moved_in"}
    assert school(marshwick, 900301).is_open


def test_a_school_that_was_open_elsewhere_before_our_last_import_has_moved_in(marshwick):
    take(marshwick, OAK, {**ELM, **ELSEWHERE})
    opened_today = f"{timezone.localdate():%d-%m-%Y}"
    result = take(marshwick, OAK, ELM, {**ASH, "OpenDate": opened_today})
    assert kinds(marshwick, result) == {900302: "moved_in", 900303: "new"}


def test_an_open_school_that_the_file_does_not_know_is_left_as_it_is_and_named(marshwick):
    take(marshwick, OAK, ELM)
    result = take(marshwick, OAK)
    assert (result.import_id, result.not_in_file) == (None, (900302,))
    assert school(marshwick, 900302).is_open


def test_a_new_name_reaches_the_memberships_of_the_school(cast):
    rows = {"URN": str(cast.here.urn), "LA (code)": "901", "EstablishmentName": "Alder Lane Academy"}
    take(cast.partnership, rows)
    names = set(Membership.objects.filter(school_id=cast.here.pk).values_list("school_name", flat=True))
    assert names == {"Alder Lane Academy"}
    assert set(Membership.objects.filter(school_id=cast.next_door.pk).values_list("school_name", flat=True)) == {
        "Beacon Hill Academy"
    }


def test_two_partnerships_take_their_own_schools_from_one_file(marshwick):
    farfield = make_partnership("farfield", "Farfield Partners", "904", "Farfield")
    rows = (OAK, {**ELM, **ELSEWHERE})
    assert kinds(marshwick, take(marshwick, *rows)) == {900301: "new"}
    assert kinds(farfield, take(farfield, *rows)) == {900302: "new"}


def test_a_school_on_its_way_over_is_moved_out_here_and_in_there(marshwick):
    farfield = make_partnership("farfield", "Farfield Partners", "904", "Farfield")
    for partnership in (marshwick, farfield):
        take(partnership, OAK, ELM, {**ASH, **ELSEWHERE})
    moved = (OAK, {**ELM, **ELSEWHERE}, {**ASH, **ELSEWHERE})
    assert kinds(marshwick, take(marshwick, *moved)) == {900302: "moved_out"}
    assert kinds(farfield, take(farfield, *moved)) == {900302: "moved_in"}


def test_words_longer_than_our_columns_are_cut_and_not_changed_again_and_again(marshwick):
    long = {**OAK, "EstablishmentName": "O" * 300, "SchoolWebsite": "w" * 300, "StatutoryHighAge": "999999"}
    take(marshwick, long)
    assert len(school(marshwick, 900301).name) == 200
    assert take(marshwick, long).import_id is None


def test_a_partnership_without_an_authority_is_told_so(db):
    lonely = Partnership.objects.create(slug="lonely", name="Lonely", code="LONELY")
    with pytest.raises(NoAuthority):
        take(lonely, OAK)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("administrator", True), ("lead", True), ("reviewer", False), ("visitor", False), ("publisher", False),
        ("analyst", False), ("scrutineer", False), ("head", False), ("dsl", False), ("chair", False),
    ],
)  # fmt: skip
def test_who_may_import(cast, who, may):
    actor, nothing = cast.actor(who), Extract([], (), "0" * 64)

    def attempt():
        with scope(area_scope(cast.partnership.pk)):
            import_register(actor=actor, tenant_id=cast.partnership.pk, extract=nothing, file_name="extract.csv")

    if may:
        attempt()
    else:
        with pytest.raises(PermissionDenied):
            attempt()


def statements(partnership, rows):
    with CaptureQueriesContext(connection) as captured:
        take(partnership, *rows)
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured)


def test_an_import_takes_as_many_statements_for_5_schools_as_for_500(marshwick):
    farfield = make_partnership("farfield", "Farfield Partners", "904", "Farfield")
    few = statements(marshwick, list(invented_establishments(5, {"903": "Marshwick"})))
    many = statements(farfield, list(invented_establishments(500, {"904": "Farfield"}, first_urn=950001)))
    assert few == many <= 12


def test_thousands_of_changes_are_written_in_a_few_statements(marshwick):
    rows = list(invented_establishments(1500, {"903": "Marshwick"}))
    take(marshwick, *rows)
    changed = [{**row, "NumberOfPupils": str(int(row["NumberOfPupils"] or 0) + 1)} for row in rows]
    assert statements(marshwick, changed) <= 15
    with scope(area_scope(marshwick.pk)):
        assert School.objects.count() > 1400
