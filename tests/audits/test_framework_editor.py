"""The editor of a draft: add, change, move, remove, put back; two people; what a file would be refused for."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audits.frameworks.models import Indicator, Section
from tests.audits.versions import a_draft

BASE = "/p/eastmere/frameworks/"
FILLED = {
    "text": "Every member of staff knows whom to ask about county lines.", "evidence": "A short quiz in June.",
    "tier": "extended", "audience": ["staff"], "applies": "all", "read": "0",
}  # fmt: skip


@pytest.fixture
def draft(cast):
    with cast.as_("lead"):
        return a_draft(cast.actor("lead"), cast.framework)


@pytest.fixture
def editor(cast, draft):
    """Get or post a page of the editor as the lead."""
    client = cast.client("lead")

    def ask(path, said=None):
        address = f"{BASE}{draft.pk}/edit/{path}"
        return client.get(address) if said is None else client.post(address, said)

    return ask


def order(cast, draft, section="LG"):
    """Codes of a section's indicators, in order."""
    with cast.as_("lead"):
        rows = Indicator.objects.filter(framework=draft, section__code=section).order_by("position")
        return list(rows.values_list("code", flat=True))


def filled(form, **changes):
    """What the browser would send back of a form it was shown."""
    text = form.text
    read = re.search(r'name="read" value="(\d+)"', text)
    return FILLED | {"read": read.group(1)} | changes


def test_the_editor_lists_everything_with_ways_to_change_it(editor, draft):
    text = editor("").text
    content = text.partition("<footer")[0]  # there a person changes her password
    assert content.count(">Change<") == len(re.findall(r"/change/", content)) == 108 + 14
    assert "Add a section" in text
    assert "Rating scale, rules" in text


def test_a_local_indicator_gets_a_code_of_its_own_and_stands_last(cast, editor, draft):
    form = editor("sections/LG/indicators/add/")
    assert 'value="LGL1"' in form.text
    done = editor("sections/LG/indicators/add/", filled(form, code="LGL1"))
    assert (done.status_code, done.url) == (302, f"{BASE}{draft.pk}/edit/#lgl1")
    assert order(cast, draft)[-1] == "LGL1"
    assert "New" in editor("").text


def test_a_code_that_was_given_is_not_given_again(cast, editor, draft):
    with cast.as_("lead"):
        read = Indicator.objects.get(framework=draft, code="LG8").revision
    assert editor("indicators/LG8/remove/", {"read": read}).status_code == 302
    refused = editor("sections/LG/indicators/add/", FILLED | {"code": "LG8"})
    assert refused.status_code == 422
    assert "The code LG8 was given before" in refused.text
    assert FILLED["text"] in refused.text


def test_an_indicator_is_changed_with_its_references(cast, editor, draft):
    form = editor("indicators/LG1/change/")
    assert "KCSIE" in form.text
    done = editor(
        "indicators/LG1/change/",
        filled(form, tier="core", document_1="KCSIE26", part_1="Part 2", applies="some", features_any=["boarding"]),
    )
    assert done.status_code == 302, done.text
    with cast.as_("lead"):
        row = Indicator.objects.get(framework=draft, code="LG1")
        assert (row.text, row.references) == (FILLED["text"], ["KCSIE26 Part 2"])
        assert row.applies == {"features_any": ["boarding"]}
        assert Indicator.objects.get(framework=cast.framework, code="LG1").text != row.text
    assert "Changed" in editor("").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "What should be true of the school?"),
        ({"part_1": "Part 2", "document_1": ""}, "Choose the document that this part is of"),
        ({"applies": "some"}, "Tick at least one condition"),
        ({"applies": "all", "features_any": ["boarding"]}, "Conditions are ticked"),
        ({"audience": ["strangers"]}, "Who can tell whether it is true?"),
    ],
)
def test_bad_input_is_told_by_the_field_and_nothing_is_lost(cast, editor, draft, changes, words):
    form = editor("indicators/LG1/change/")
    with cast.as_("lead"):
        before = Indicator.objects.values().get(framework=draft, code="LG1")
    refused = editor("indicators/LG1/change/", filled(form, evidence="Typed and kept.", **changes))
    assert refused.status_code == 422
    assert words in refused.text
    assert "There is a problem" in refused.text
    assert "Typed and kept." in refused.text
    with cast.as_("lead"):
        assert Indicator.objects.values().get(framework=draft, code="LG1") == before


def test_two_who_change_one_indicator_see_both_wordings(cast, editor, draft):
    mine = editor("indicators/LG1/change/")
    theirs = filled(mine, tier="core", text="The words that were first.")
    assert editor("indicators/LG1/change/", theirs).status_code == 302
    clash = editor("indicators/LG1/change/", filled(mine, tier="core", text="The words that were second."))
    assert clash.status_code == 409
    assert "The words that were first." in clash.text
    assert "The words that were second." in clash.text
    with cast.as_("lead"):
        assert Indicator.objects.get(framework=draft, code="LG1").text == "The words that were first."
    assert editor("indicators/LG1/change/", filled(clash, tier="core", text="Agreed.")).status_code == 302


def test_moving_goes_by_buttons_and_to_any_place(cast, editor, draft):
    before = order(cast, draft)
    assert editor("step/", {"step": f"indicator {before[1]} LG 1"}).status_code == 302
    assert order(cast, draft)[:2] == [before[1], before[0]]
    assert editor(f"indicators/{before[0]}/move/", {"section": "CU", "position": "1"}).status_code == 302
    assert order(cast, draft, "CU")[0] == before[0]
    assert before[0] not in order(cast, draft)
    assert editor("step/", {"step": "section CU CU 1"}).status_code == 302
    with cast.as_("lead"):
        assert Section.objects.filter(framework=draft).order_by("position").first().code == "CU"
    assert editor("step/", {"step": "nonsense"}).status_code == 404


def test_what_is_removed_can_be_put_back(cast, editor, draft):
    before = order(cast, draft)
    form = editor("sections/LG/remove/")
    assert "Its indicators go with it: LG1" in form.text
    assert editor("sections/LG/remove/", filled(form)).status_code == 302
    assert order(cast, draft) == []
    assert editor("put-back/", {"what": "section LG"}).status_code == 302
    assert order(cast, draft) == before


def test_a_section_of_our_own(cast, editor, draft):
    said = {"title": "County lines and exploitation", "why": "It happens here.", "code": "", "read": "0"}
    assert editor("sections/add/", said).status_code == 302
    with cast.as_("lead"):
        assert Section.objects.get(framework=draft, title=said["title"]).code == "CLE"
    client = cast.client("lead")
    page = client.get(f"{BASE}{draft.pk}/publish/").text
    assert "Section CLE has no indicator" in page


def test_what_is_published_is_not_edited(cast):
    client = cast.client("lead")
    for path in ("", "sections/add/", "indicators/LG1/change/", "sections/LG/remove/"):
        answer = client.get(f"{BASE}{cast.framework.pk}/edit/{path}")
        assert answer.status_code == 409, path
        assert "published" in answer.text.lower()


@pytest.mark.parametrize("who", ["reviewer", "analyst", "publisher"])
def test_others_may_not_edit(cast, draft, who):
    client = cast.client(who)
    for path in ("", "sections/add/", "indicators/LG1/change/"):
        assert client.get(f"{BASE}{draft.pk}/edit/{path}").status_code == 403


def test_the_editor_asks_the_database_as_often_for_few_as_for_many(cast, editor, draft):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            editor("")
        return len(asked)

    many = queries()
    with cast.as_("lead"):
        rest = Indicator.objects.filter(framework=draft).exclude(section__code="LG")
        rest.update(removed_at=timezone.now())
    assert queries() == many <= 15
