"""Importing from the page: what is said when it works, when nothing changes, and when the file cannot be believed."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lscp_portal.accounts.models import Membership
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import area_scope, scope
from schools.register.models import RegisterImport, School
from tests.people import make_partnership
from tests.schools.importing import ELM, OAK, everything, extract

UPLOAD = "/p/eastmere/schools/import/"
OURS = {"LA (code)": "901", "LA (name)": "Eastmere"}
ALDER = {
    "URN": "900001", "EstablishmentName": "Alder Lane Primary School", "Postcode": "ZZ1 1AA", "Street": "1 Alder Lane",
    **OURS,
}  # fmt: skip
BEACON = {
    "URN": "900002",
    "EstablishmentName": "Beacon Hill Academy",
    "Postcode": "ZZ1 2AB",
    "Street": "1 Alder Lane",
    **OURS,
}


def send(client, content, name="edubasealldata20261124.csv"):
    return client.post(UPLOAD, {"extract": SimpleUploadedFile(name, content, "text/csv")}, follow=True)


def said(response):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def accept_all(client, group):
    """Press the button of the preview."""
    page = client.get(f"/p/eastmere/schools/changes/accept/?group={group}").content.decode()
    values = {name: re.search(f'name="{name}" value="([^"]+)"', page)[1] for name in ("group", "up_to", "count")}
    return client.post("/p/eastmere/schools/changes/accept/", values, follow=True)


def test_a_later_import_proposes_and_what_is_taken_over_is_listed_school_by_school(cast):
    lead = cast.client("lead")
    send(lead, extract(ALDER, BEACON, {**OAK, **OURS}))
    for group in ("other", "asked", "new", "harmless"):
        if f"group={group}" in lead.get("/p/eastmere/schools/changes/").content.decode():
            accept_all(lead, group)
    moved = {**OAK, "LA (code)": "904", "LA (name)": "Farfield"}
    closed = {**BEACON, "EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}
    response = send(lead, extract({**ALDER, "NumberOfPupils": "240", "Town": "Saltby"}, closed, moved, {**ELM, **OURS}))
    assert response.redirect_chain[-1][0] == "/p/eastmere/schools/changes/"
    words = said(response)
    assert "The extract is read. 4 changes wait for a decision; nothing has changed yet. 4 schools were read" in words
    assert "Closed 1 school : Closed Take over it : Closed" in words
    assert "Status: was Open, is Closed" in words
    assert "Closed on: was blank, is 31 August 2026" in words
    with scope(area_scope(cast.partnership.pk)):
        assert School.objects.get(urn=900002).is_open
    for group in ("closed", "moved_out", "other"):
        assert "1 change is taken over." in said(accept_all(lead, group))
    with scope(area_scope(cast.partnership.pk)):
        newest = RegisterImport.objects.latest("pk")
        assert not School.objects.get(urn=900002).is_open
    words = said(lead.get(f"/p/eastmere/schools/imports/{newest.pk}/"))
    assert "Proposed 4 changes." in words
    assert "Closed: 1 school Beacon Hill Academy (900002)" in words
    assert "Moved out of the area: 1 school Oak Street School (900301)" in words
    assert "Alder Lane Primary School (900001) Pupils: was 198, is 240 Town: was Eastmere, is Saltby" in words


def test_the_same_file_again_is_said_to_change_nothing(cast):
    lead, file = cast.client("lead"), extract(ALDER, BEACON)
    send(lead, file)
    response = send(lead, file)
    assert response.redirect_chain[-1][0] == "/p/eastmere/schools/changes/"
    assert "Nothing new: the changes it would make are on your list already. 2 schools were read" in said(response)
    for group in ("other", "asked"):
        if f"group={group}" in response.content.decode():
            accept_all(lead, group)
    response = send(lead, file)
    assert response.redirect_chain[-1][0] == "/p/eastmere/schools/imports/"
    assert "Nothing changed: our schools are as the file has them. 2 schools were read, 2 of them yours." in said(
        response
    )


def test_schools_the_file_does_not_know_and_columns_it_lacks_are_named(cast):
    headings = [heading for heading in (*ALDER, "TypeOfEstablishment (name)", "EstablishmentTypeGroup (name)",
                "EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (name)", "StatutoryLowAge",
                "StatutoryHighAge", "Town") if heading]  # fmt: skip
    words = said(send(cast.client("lead"), with_headings(headings)))
    assert "Open with us, but not in this file: URN 900002. They were left as they are." in words
    assert "The file lacks columns we would read: " in words
    assert "NumberOfPupils" in words


def with_headings(headings):
    import io  # noqa: PLC0415 - only here

    from schools.register.synthetic import write_extract  # noqa: PLC0415

    stream = io.BytesIO()
    write_extract([ALDER], stream, headings=headings)
    return stream.getvalue()


def test_a_sound_file_without_any_school_of_ours_is_not_called_a_match(cast):
    words = said(send(cast.client("lead"), extract({**OAK, "LA (code)": "904"})))
    assert "Nothing changed: the file has no school of your local authorities. 1 schools were read" in words
    assert "as the file has them" not in words


SOUND = extract(ALDER, {**OAK, **OURS})
SPOILT = {
    "not an extract": (b"name,colour\r\napple,red\r\n", "This is not a GIAS establishment extract"),
    "cut short": (SOUND[: len(SOUND) - 200], "The file is cut short here"),
    "a bad day": (
        extract(ALDER, {**OAK, **OURS, "OpenDate": "2026-09-01"}),
        "Row 3, OpenDate: Holds a date that begins with the year",
    ),
    "a bad status": (
        extract(ALDER, {**OAK, **OURS, "EstablishmentStatus (name)": "Ajar"}),
        "Row 3, EstablishmentStatus (name): Holds",
    ),
    "the same school twice": (extract(ALDER, ALDER), "Row 3, URN: Holds the URN of row 2 again"),
    "UTF-8": (SOUND.replace(b"Chapel Lane", "Chapél Läne Straße".encode()), "UTF-8"),
    "a workbook": (b"PK\x03\x04" + bytes(range(256)) * 20, "Nothing was imported"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_spoilt_file_is_refused_with_row_column_and_reason_and_changes_nothing(cast, spoilt):
    before = everything(cast.partnership)
    content, reason = SPOILT[spoilt]
    response = send(cast.client("lead"), content)
    assert response.status_code == 422
    assert "Nothing was imported" in said(response)
    assert reason in said(response)
    assert "<title>Error: " in response.content.decode()
    assert everything(cast.partnership) == before


def test_of_many_faults_the_first_twenty_are_listed_and_the_rest_counted(cast):
    rows = [{**OAK, **OURS, "URN": str(900400 + number), "OpenDate": "yesterday"} for number in range(50)]
    words = said(send(cast.client("lead"), extract(*rows)))
    assert "Row 21, OpenDate: Holds text without digits; it must be blank or a day as dd-mm-yyyy." in words
    assert "Row 22, OpenDate" not in words
    assert "… and 30 more." in words


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "Choose the file edubasealldata….csv"), (b"", "The file you chose is empty")]
)
def test_no_file_or_an_empty_one_is_said_in_plain_words(cast, content, reason):
    lead = cast.client("lead")
    response = lead.post(UPLOAD) if content is None else send(lead, content)
    assert response.status_code == 422
    assert reason in said(response)


def test_a_partnership_without_authorities_cannot_import_yet(cast):
    lonely = Partnership.objects.create(slug="lonely", name="Lonely", code="LONELY")
    Membership.objects.create(person=cast.people["lead"], tenant=lonely, role="lead", starts_on=date(2025, 9, 1))
    file = SimpleUploadedFile("edubasealldata.csv", SOUND, "text/csv")
    response = cast.client("lead").post("/p/lonely/schools/import/", {"extract": file})
    assert response.status_code == 409
    assert "No local authority belongs to this partnership yet" in said(response)


def test_the_history_names_who_imported_and_the_operator(cast):
    send(cast.client("administrator"), extract(ALDER, BEACON))
    accept_all(cast.client("lead"), "asked")
    with scope(area_scope(cast.partnership.pk)):
        RegisterImport.objects.create(
            tenant=cast.partnership, file_name="by-hand.csv", sha256="0" * 64, rows_read=1, rows_of_area=1
        )
    words = said(cast.client("analyst").get("/p/eastmere/schools/imports/"))
    assert "edubasealldata20261124.csv Administrator 2 2 changes proposed; taken over: Changed: 2" in words
    assert "by-hand.csv The operator" in words


@pytest.mark.parametrize("who", ["reviewer", "visitor", "publisher", "analyst", "scrutineer"])
def test_other_staff_may_look_and_not_import(cast, who):
    client = cast.client(who)
    assert client.get(UPLOAD).status_code == 403
    assert send(client, SOUND).status_code == 403
    page = client.get("/p/eastmere/schools/")
    assert page.status_code == 200
    assert UPLOAD not in page.content.decode()


def test_another_partnerships_import_is_not_there(cast):
    make_partnership("marshwick", "Marshwick Safeguarding Partners", "903", "Marshwick")
    send(cast.client("lead"), extract(ALDER, BEACON))
    with scope(area_scope(cast.partnership.pk)):
        path = f"schools/imports/{RegisterImport.objects.latest('pk').pk}/"
    assert cast.client("elsewhere_lead").get(f"/p/harrowfold/{path}").status_code == 404
    assert cast.client("elsewhere_lead").get(f"/p/eastmere/{path}").status_code == 404
    assert cast.client("head").get(f"/p/eastmere/{path}").status_code == 404
