"""Editing the voice surveys of a draft."""

import pytest

from audits.frameworks.models import Framework
from audits.frameworks.queries import catalogue
from lscp_portal.tenancy.scope import area_scope, scope
from lscp_portal.trail.models import Event
from tests.audits.drafting import draft_of, settings_of
from tests.audits.test_framework_pages import said

STAFF = {"title": "Staff voice", "applies": "all", "scale": "agree4", "mode": "Online"}
ITEM = {"text": "I can name two leads.", "indicators": "DS1, DS2", "optional_if": ""}


@pytest.fixture
def draft(cast):
    return draft_of(cast)


@pytest.fixture
def path(draft):
    return f"/p/eastmere/frameworks/{draft.pk}/surveys/"


def sets(cast, draft):
    return settings_of(cast, draft)["surveys"]["sets"]


def survey(cast, draft, name):
    return next(one for one in sets(cast, draft) if one["id"] == name)


def test_the_pages_say_all_that_the_file_says(cast, draft, path):
    client = cast.client("reviewer")
    words = said(client.get(path))
    for one in catalogue()[-1].surveys:
        assert one.title.replace("&", "&amp;") in words
        page = client.get(f"{path}{one.id}/")
        assert all(item.code in said(page) for item in one.items)
        assert f"{path}{one.id}/" not in page.content.decode()  # nothing to press below it: a reader changes nothing
    assert "Only if the person learns off-site for part of the week" in said(client.get(f"{path}pupil_ks3_4/"))


def test_a_survey_is_added_changed_moved_and_removed(cast, draft, path):
    lead = cast.client("lead")
    new = {**STAFF, "id": "pupil_arrivals", "title": "New arrivals", "applies": "some", "features_any": ["ks2", "ks3"]}
    assert lead.post(f"{path}add/", {**new, "read": 1}).status_code == 302
    assert sets(cast, draft)[-1] == {
        "id": "pupil_arrivals", "title": "New arrivals", "applies": {"features_any": ["ks2", "ks3"]},
        "scale": "agree4", "mode": "Online", "items": [],
    }  # fmt: skip
    changed = {**STAFF, "title": "All staff", "scale": "often4", "read": 2}
    assert lead.post(f"{path}staff/change/", changed).status_code == 302
    staff = survey(cast, draft, "staff")
    assert (staff["title"], staff["scale"], len(staff["items"])) == ("All staff", "often4", 20)
    assert lead.post(f"{path}pupil_arrivals/move/", {"read": 3, "to": "up"}).status_code == 302
    assert [one["id"] for one in sets(cast, draft)][-2:] == ["pupil_arrivals", "governor"]
    page = said(lead.get(f"{path}staff/remove/"))
    assert "“All staff” has 20 questions" in page
    assert lead.post(f"{path}staff/remove/", {"read": 4}).status_code == 302
    assert "staff" not in [one["id"] for one in sets(cast, draft)]
    with scope(area_scope(cast.partnership.pk)):
        assert Framework.objects.get(pk=draft.pk).settings_revision == 5
        kinds = list(Event.objects.filter(kind="framework.settings_changed").values_list("kind", flat=True))
    assert len(kinds) == 4


def test_a_question_is_added_changed_moved_and_removed(cast, draft, path):
    lead, staff = cast.client("administrator"), f"{path}staff/questions/"
    assert 'value="ST-21"' in lead.get(f"{staff}add/").content.decode()
    assert lead.post(f"{staff}add/", {**ITEM, "code": "ST-21", "read": 1}).status_code == 302
    items = survey(cast, draft, "staff")["items"]
    assert items[-1] == {"code": "ST-21", "text": "I can name two leads.", "indicators": ["DS1", "DS2"]}
    edit = {**ITEM, "text": "I can name three.", "optional_if": "works on site", "read": 2}
    assert lead.post(f"{staff}ST-21/", edit).status_code == 302
    assert survey(cast, draft, "staff")["items"][-1]["optional_if"] == "works on site"
    assert lead.post(f"{staff}ST-21/move/", {"read": 3, "to": "up"}).status_code == 302
    assert [one["code"] for one in survey(cast, draft, "staff")["items"]][-2:] == ["ST-21", "ST-20"]
    assert lead.post(f"{staff}ST-1/move/", {"read": 4, "to": "up"}).status_code == 302  # it is the first already
    assert lead.post(f"{staff}ST-21/remove/", {"read": 4}).status_code == 302
    assert "ST-21" not in [one["code"] for one in survey(cast, draft, "staff")["items"]]


@pytest.mark.parametrize(
    ("where", "typed", "sentence"),
    [
        ("add/", {**STAFF, "id": "staff"}, "The survey staff is there twice."),
        ("add/", {**STAFF, "id": "Staff Voice"}, "Use small letters, numbers and _ only"),
        ("staff/change/", {**STAFF, "title": ""}, "Enter title"),
        ("staff/change/", {**STAFF, "applies": "some"}, "Tick at least one condition, or choose every school"),
        ("staff/change/", {**STAFF, "governance": ["academy"]}, "Conditions are ticked"),
        ("staff/change/", {**STAFF, "scale": "stars"}, "Choose one of the answers listed for “How people answer”"),
        ("staff/questions/add/", {**ITEM, "code": "ST-1"}, "The survey item ST-1 is there twice."),
        ("staff/questions/add/", {**ITEM, "code": "K2-1"}, "The survey item K2-1 is there twice."),
        ("staff/questions/ST-1/", {**ITEM, "indicators": "DS1 ZZ9"}, "There is no indicator ZZ9 in this framework"),
        ("staff/questions/ST-1/", {**ITEM, "indicators": "-"}, "Enter at least one indicator code"),
    ],
)
def test_what_a_file_would_be_refused_for_cannot_be_typed_either(cast, draft, path, where, typed, sentence):
    before = settings_of(cast, draft)
    response = cast.client("lead").post(path + where, {**typed, "read": 1})
    assert response.status_code == 422
    assert sentence in said(response)
    assert settings_of(cast, draft) == before


def test_the_second_of_two_editors_sees_both_wordings_and_decides(cast, draft, path):
    lead, clerk = cast.client("lead"), cast.client("administrator")
    where = f"{path}staff/questions/ST-1/"
    assert lead.post(where, {**ITEM, "text": "First.", "read": 1}).status_code == 302
    response = clerk.post(where, {**ITEM, "text": "Second.", "read": 1})
    assert response.status_code == 409
    assert "Somebody else changed this framework" in said(response)
    assert "First." in said(response)
    page = response.content.decode()
    assert 'value="Second."' in page
    assert 'name="read" value="2"' in page
    assert survey(cast, draft, "staff")["items"][0]["text"] == "First."
    assert clerk.post(where, {**ITEM, "text": "Second.", "read": 2}).status_code == 302
    assert survey(cast, draft, "staff")["items"][0]["text"] == "Second."


@pytest.mark.parametrize(
    "where",
    ["add/", "staff/change/", "staff/remove/", "staff/questions/add/", "staff/questions/ST-1/",
     "staff/questions/ST-1/remove/", "staff/move/", "staff/questions/ST-1/move/"],
)  # fmt: skip
def test_a_published_version_does_not_change_and_few_people_change_a_draft(cast, draft, path, where):
    typed = {**STAFF, **ITEM, "id": "new_one", "code": "ST-99", "read": 1, "to": "up"}
    published = f"/p/eastmere/frameworks/{cast.framework.pk}/surveys/{where}"
    assert cast.client("lead").post(published, typed).status_code == 409
    for who in ("reviewer", "analyst", "publisher"):
        assert cast.client(who).post(path + where, typed).status_code == 403
    assert cast.client("elsewhere_lead").post(path + where, typed).status_code == 404


def test_a_survey_that_is_not_there_is_not_there(cast, path):
    lead = cast.client("lead")
    for where in ("royal/", "royal/change/", "royal/questions/add/", "staff/questions/ST-99/"):
        assert lead.get(path + where).status_code == 404
    assert lead.post(f"{path}royal/move/", {"read": 1, "to": "up"}).status_code == 404
