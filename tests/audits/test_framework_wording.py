"""Editing the scale, the kinds of audit and the audiences of a draft."""

import pytest

from audits.frameworks.scales import modes_of, rating_scale_of
from tests.audits.drafting import draft_of, settings_of
from tests.audits.test_framework_pages import said

GROUPS = ["levels", "special", "strengths", "rules", "modes", "audiences"]


@pytest.fixture
def draft(cast):
    return draft_of(cast)


@pytest.fixture
def path(draft):
    return f"/p/eastmere/frameworks/{draft.pk}/wording/"


def form_of(response):
    """What the form of a page would send as it stands."""
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def test_the_page_says_the_whole_scale(cast, path):
    words = said(cast.client("reviewer").get(path))
    for part in (
        "Started, or true for some pupils", "Priority action needed", "We have not checked yet", "Confirmed",
        "Level 3 needs evidence strength 2 or more", "Priority contact within 1 working day", "Light year",
        "Parent and carer voice", "Answered every year by everyone it applies to",
    ):  # fmt: skip
        assert part in words
    assert "Change levels" not in words


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_that_is_saved_as_it_stands_changes_nothing(cast, draft, path, group):
    lead, before = cast.client("lead"), settings_of(cast, draft)
    page = lead.get(f"{path}{group}/")
    assert lead.post(f"{path}{group}/", form_of(page)).status_code == 302
    assert settings_of(cast, draft) == before


def test_words_of_levels_rules_and_modes_are_changed_and_read_by_the_product(cast, draft, path):
    lead = cast.client("lead")
    for group, was, now in (
        ("levels", "Not in place", "Not there yet"),
        ("levels", "Arrangements in place", "It is in place"),
        ("special", "Does not apply to us", "Not for us"),
        ("strengths", "Stated", "Said"),
        ("rules", "Level 0 or 1 creates an action with owner and date before sign-off.", "Low needs an action."),
        ("modes", "Full audit", "Whole audit"),
        ("audiences", "Staff voice", "What staff say"),
    ):
        typed = form_of(lead.get(f"{path}{group}/"))
        typed = {name: now if value == was else value for name, value in typed.items()}
        assert lead.post(f"{path}{group}/", typed).status_code == 302
    settings = settings_of(cast, draft)
    scale = rating_scale_of(settings)
    assert scale.levels[0].label == "Not there yet"
    assert scale.publish_labels[2] == "It is in place"
    assert scale.special[1].label == "Not for us"
    assert scale.strengths[0].label == "Said"
    assert scale.rules["low-needs-action"] == "Low needs an action."
    assert modes_of(settings)["full"].label == "Whole audit"
    assert settings["audiences"]["staff"] == "What staff say"


def test_a_mode_may_ask_other_tiers_but_never_none(cast, draft, path):
    lead = cast.client("lead")
    typed = form_of(lead.get(f"{path}modes/"))
    [name] = [name for name, value in typed.items() if value == ["core"]]
    assert lead.post(f"{path}modes/", {**typed, name: []}).status_code == 422
    assert lead.post(f"{path}modes/", {**typed, name: ["core", "extended"]}).status_code == 302
    assert modes_of(settings_of(cast, draft))["core"].tiers == ("core", "extended")


def test_a_blank_word_is_refused_and_what_was_typed_is_kept(cast, draft, path):
    lead = cast.client("lead")
    typed = form_of(lead.get(f"{path}levels/"))
    response = lead.post(f"{path}levels/", {**typed, "words_0": "", "words_1": "Nothing yet"})
    assert response.status_code == 422
    assert "Say something for “Not in place”: the word itself" in said(response)
    assert "Nothing yet" in said(response)


def test_an_audience_comes_and_goes_but_not_while_indicators_name_it(cast, draft, path):
    lead = cast.client("lead")
    new = {"key": "health", "label": "Voice of school nurses", "read": 1}
    assert lead.post(f"{path}audiences/add/", new).status_code == 302
    assert settings_of(cast, draft)["audiences"]["health"] == "Voice of school nurses"
    again = lead.post(f"{path}audiences/add/", {**new, "read": 2})
    assert "health is there already" in said(again)
    response = lead.post(f"{path}audiences/staff/remove/", {"read": 2})
    assert response.status_code == 409
    assert "“Staff voice” is named by LG6, CU4, " in said(response)
    assert lead.post(f"{path}audiences/health/remove/", {"read": 2}).status_code == 302
    assert "health" not in settings_of(cast, draft)["audiences"]
    assert lead.get(f"{path}audiences/royal/remove/").status_code == 404


def test_the_second_of_two_editors_is_told(cast, draft, path):
    lead, clerk = cast.client("lead"), cast.client("administrator")
    typed = form_of(lead.get(f"{path}strengths/"))
    assert lead.post(f"{path}strengths/", {**typed, "words_0": "Said"}).status_code == 302
    response = clerk.post(f"{path}strengths/", {**typed, "words_0": "Told"})
    assert response.status_code == 409
    assert 'value="Told"' in response.content.decode()
    assert "Said" in said(response)


@pytest.mark.parametrize("where", [*(f"{group}/" for group in GROUPS), "audiences/add/", "audiences/staff/remove/"])
def test_a_published_version_does_not_change_and_few_people_change_a_draft(cast, path, where):
    published = f"/p/eastmere/frameworks/{cast.framework.pk}/wording/{where}"
    assert cast.client("lead").get(published).status_code == 409
    assert cast.client("lead").post(published, {"read": 1}).status_code == 409
    assert cast.client("reviewer").get(path + where).status_code == 403
    assert cast.client("elsewhere_lead").get(path + where).status_code == 404
