"""A framework through the eyes of any kind of school."""

import pytest

from audits.frameworks.applicability import SchoolProfile
from audits.frameworks.preview.queries import preview_page
from audits.frameworks.preview.types import Wish
from audits.frameworks.preview.typical import TYPICAL
from audits.frameworks.queries import catalogue
from audits.frameworks.scales import setting_model_of
from lscp_portal.tenancy.scope import scope
from schools.register.models import School
from tests.audits.test_answer_budgets import counted
from tests.audits.test_framework_pages import said


@pytest.fixture
def path(cast):
    return f"/p/eastmere/frameworks/{cast.framework.pk}/preview/"


def page_of(cast, governance, features, mode="full", **more):
    wish = Wish(SchoolProfile(governance, frozenset(features.split())), mode, **more)
    with scope(cast.scope_of("reviewer")):
        return preview_page(framework_id=cast.framework.pk, wish=wish)


def codes(page):
    return {one.code for section in page.sections for one in section.asked}


def test_every_indicator_is_asked_or_left_out_with_a_reason(cast):
    page = page_of(cast, "academy", "ks3 ks4 sixth_form special boarding trust")
    left_out = {one.code: one.reason for section in page.sections for one in section.left_out}
    assert codes(page) | set(left_out) == {one.code for one in catalogue()[-1].indicators}
    assert not codes(page) & set(left_out)
    assert page.left_out == len(left_out)
    assert left_out["SE9"] == (
        "Only where: independent school incl. independent special school or non-maintained special school"
    )
    assert {one.code: one.reason for section in page.sections for one in section.asked}["SE6"] == (
        "boarders or residential special provision"
    )
    assert (page.counts.indicators, page.counts.surveys) == (len(codes(page)), 7)


def test_a_survey_is_offered_to_those_it_is_for_and_says_what_feeds_nothing(cast):
    page = page_of(cast, "maintained", "early_years ks1 ks2")
    assert [survey.id for survey in page.offered] == ["pupil_ks1", "pupil_ks2", "staff", "parent", "governor"]
    assert {survey.id: survey.reason for survey in page.not_offered}["pupil_boarding"] == (
        "Only where: boarders or residential special provision"
    )
    light = page_of(cast, "maintained", "ks3 ks4", "core")
    [teenagers] = [survey for survey in light.offered if survey.id == "pupil_ks3_4"]
    assert "K34-18" in teenagers.silent  # VC4 is asked only where pupils are placed elsewhere


def test_a_second_profile_shows_only_what_differs(cast):
    day, boarding = SchoolProfile("maintained", frozenset({"ks2"})), frozenset({"ks2", "boarding"})
    page = page_of(cast, "maintained", "ks2", against=SchoolProfile("maintained", boarding))
    assert [one.code for one in page.comparison.indicators] == ["CC7", "SE6", "SE7"]
    assert not any(one.is_first for one in page.comparison.indicators)
    assert [one.code for one in page.comparison.surveys] == ["pupil_boarding"]
    assert page.comparison.counts.indicators == page.counts.indicators + 3
    assert page_of(cast, "maintained", "ks2", against=day).comparison.indicators == []


def test_typical_schools_use_the_words_of_the_framework(cast):
    with scope(cast.scope_of("reviewer")):
        model = setting_model_of(cast.framework.settings)
    for one in TYPICAL:
        assert one.governance in model.governance
        assert one.features <= set(model.features)


def test_beginning_with_a_typical_school_fills_in_its_profile(cast, path):
    client = cast.client("reviewer")
    response = client.get(path, {"typical": "special_boarding"}, follow=True)
    words = said(response)
    assert "Academy, free school, UTC, studio school" in words
    assert "SE6: Boarding: boarders can reach trusted adults" in words
    assert "Asked because: boarders or residential special provision" in words
    assert "Boarders: add-on" in words


def test_beginning_with_one_of_our_schools_takes_what_the_register_says(cast, path):
    response = cast.client("reviewer").get(path, {"school": cast.here.pk}, follow=True)
    assert "Local authority maintained school" in said(response)
    assert "governance=maintained" in response.redirect_chain[0][0]
    with scope(cast.scope_of("lead")):
        School.objects.filter(pk=cast.here.pk).update(gias_profile={})
    words = said(cast.client("reviewer").get(path, {"school": cast.here.pk}))
    assert "Somebody has to decide" in words
    assert "No rule says what governance the school has" in words


def test_what_would_change_is_said_beside_each_other(cast, path):
    asked = {"governance": "maintained", "features": ["ks2"], "mode": "full", "switched": ["boarding"]}
    words = said(cast.client("lead").get(path, asked))
    assert "Not asked Asked: boarders or residential special provision" in words
    assert "Survey “Boarders: add-on”" in words
    deep = said(cast.client("lead").get(path, {**asked, "mode": "deep_dive", "sections": ["OS"], "switched": []}))
    assert "Of a section that is not chosen" in deep


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"typical": "", "school": ""}, "Choose a typical school or one of ours, not both"),
        ({"typical": "royal"}, "Choose one of the answers listed for “A typical school”"),
        ({"mode": "full"}, "Choose governance"),
        ({"governance": "academy", "mode": "deep_dive"}, "Choose at least one section for a deep dive"),
        ({"governance": "academy", "mode": "full", "features": ["royal"]}, "Choose one of the answers listed for"),
    ],
)
def test_a_half_asked_question_is_said_to_be_so(cast, path, asked, sentence):
    response = cast.client("lead").get(path, asked)
    assert response.status_code == 422
    assert sentence in said(response)


def test_a_preview_needs_the_same_few_queries_however_many_schools_and_indicators(cast, path):
    client = cast.client("reviewer")
    asked = {"governance": "maintained", "features": ["ks2"], "mode": "full"}
    client.get(path, asked)
    with counted() as few:
        client.get(path, asked)
    with scope(cast.scope_of("lead")):
        like = School.objects.get(pk=cast.here.pk)
        fields = {f.attname for f in School._meta.concrete_fields if not f.generated} - {"id", "urn"}
        same = {name: getattr(like, name) for name in fields}
        School.objects.bulk_create(School(urn=910000 + n, **same) for n in range(300))
    with counted() as many:
        client.get(path, {**asked, "switched": ["boarding"], "against": "college"})
    assert len(many) == len(few)
    assert len([sql for sql in many if "audits_" in sql or "schools_school" in sql]) <= 8
