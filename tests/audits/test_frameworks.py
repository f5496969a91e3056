"""Framework files: every one that ships holds together, and a spoilt one is refused with its place and a remedy."""

import copy
import json
from datetime import date

import pytest
import yaml

from audits.frameworks.place import DefinitionProblem, DefinitionRefused
from audits.frameworks.reading import load_framework, read_framework, shipped_frameworks
from audits.frameworks.scales import modes_of, rating_scale_of, setting_model_of
from schools.register.columns import PROFILE_HEADINGS

DEFAULT = next(path for path in shipped_frameworks() if path.name == "2026.1.yaml")
RAW = yaml.safe_load(DEFAULT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", shipped_frameworks(), ids=lambda path: path.name)
def test_every_framework_that_ships_can_be_loaded(path):
    definition = load_framework(path)
    assert path.stem == definition.version
    assert definition.indicators
    for rule in definition.setting_model.rules:
        for condition in rule.conditions:
            assert condition.column in PROFILE_HEADINGS, "the register does not keep this column for the rules"


def test_the_default_framework_is_what_the_papers_say():
    definition = load_framework(DEFAULT)
    assert len(definition.sections) == 14
    assert len(definition.indicators) == 108
    assert sum(indicator.tier == "core" for indicator in definition.indicators) == 61
    assert sum(indicator.is_critical for indicator in definition.indicators) == 20
    assert sum(len(survey.items) for survey in definition.surveys) == 92
    assert [section.code for section in definition.sections] == (
        ["LG", "CU", "PP", "DS", "IR", "MA", "TR", "SR", "AA", "OS", "CC", "VC", "ED", "SE"]
    )
    assert (definition.effective_from, definition.effective_to) == (date(2026, 9, 1), date(2027, 8, 31))


def test_one_indicator_is_read_whole():
    found = next(indicator for indicator in load_framework(DEFAULT).indicators if indicator.code == "VC4")
    assert found.section_code == "VC"
    assert (found.tier, found.is_critical, found.allow_na) == ("core", True, True)
    assert found.text.startswith("Before and during any placement elsewhere, the school checks safety")
    assert found.evidence == "Written assurances, visit dates, daily attendance exchange, child's view."
    assert found.references == ("AP", "KCSIE26 Part 2")
    assert found.applies == {"features_any": ["commissions_ap"]}
    assert found.audience == ("leadership", "pupil")


def test_positions_count_through_the_whole_framework():
    positions = [indicator.position for indicator in load_framework(DEFAULT).indicators]
    assert positions == list(range(1, 109))


def test_what_is_kept_as_json_gives_the_same_values_back():
    definition = load_framework(DEFAULT)
    kept = json.loads(json.dumps(definition.settings))
    assert setting_model_of(kept) == definition.setting_model
    assert rating_scale_of(kept) == definition.rating_scale
    assert modes_of(kept) == definition.modes
    assert kept["documents"]["KCSIE26"]["in_force"] == "2026-09-01"


def test_damaged_settings_are_refused_too():
    kept = json.loads(json.dumps(load_framework(DEFAULT).settings))
    kept["setting_model"]["gias_rules"][0]["set"]["governance"] = "royal"
    with pytest.raises(DefinitionRefused, match="There is no governance royal"):
        setting_model_of(kept)


def refused(text: str) -> list[DefinitionProblem]:
    with pytest.raises(DefinitionRefused) as caught:
        read_framework(text)
    return list(caught.value.problems)


def indicator(raw, code):
    return next(found for section in raw["sections"] for found in section["indicators"] if found["code"] == code)


def change(path, value):
    """A spoiling that puts a value at a path; an indicator's code may stand for the way to it."""

    def spoil(raw):
        *way, last = path
        inner = raw
        for step in way:
            inner = indicator(raw, step[1:]) if str(step).startswith("@") else inner[step]
        if value is ...:
            del inner[last]
        else:
            inner[last] = value

    return spoil


SPOILT = [  # what is done to the file, where it must be found, and what must be said
    (change(["@CU1", "tier"], "vital"), "section CU, indicator CU1, key tier", "There is no tier vital."),
    (change(["@CU1", "colour"], "red"), "section CU, indicator CU1", "The key colour is not known here."),
    (change(["@CU1", "evidence"], ...), "section CU, indicator CU1", "The key evidence is missing."),
    (change(["@CU1", "text"], "  "), "section CU, indicator CU1, key text", "This must be text."),
    (change(["@CU1", "critical"], "yes"), "section CU, indicator CU1, key critical", "This must be true or false."),
    (change(["@CU2", "code"], "CU1"), "section CU, indicator CU1, key code", "The indicator CU1 is there twice."),
    (change(["@CU2", "code"], "XX2"), "section CU, indicator XX2, key code", "The code does not begin with CU."),
    (change(["sections", 1, "code"], "LG"), "section LG, key code", "The section LG is there twice."),
    (
        change(["@CU1", "refs"], ["KCSIE26 Part 2", "KCSIE31 Part 1"]),
        "section CU, indicator CU1, key refs, reference number 2",
        "There is no document KCSIE31.",
    ),
    (
        change(["@CU1", "applies"], {"features_any": ["ks9"]}),
        "section CU, indicator CU1, key applies, key features_any, feature number 1",
        "There is no feature ks9.",
    ),
    (
        change(["@CU1", "applies"], {"governance": ["royal"]}),
        "section CU, indicator CU1, key applies, key governance, governance number 1",
        "There is no governance royal.",
    ),
    (
        change(["@CU1", "applies"], {"features": ["ks1"]}),
        "section CU, indicator CU1, key applies",
        "The key features is",
    ),
    (
        change(["@CU1", "applies"], "some"),
        "section CU, indicator CU1, key applies",
        "This is neither all nor an object.",
    ),
    (change(["@CU1", "applies"], {}), "section CU, indicator CU1, key applies", "The object is blank."),
    (
        change(["@CU1", "audience"], ["aliens"]),
        "section CU, indicator CU1, key audience, audience number 1",
        "There is no audience aliens.",
    ),
    (change(["@CU1", "audience"], []), "section CU, indicator CU1, key audience", "The list is blank."),
    (
        change(["framework", "modes", "full", "tiers"], ["core", "all"]),
        "key framework, key modes, key full, key tiers, tier number 2",
        "There is no tier all.",
    ),
    (change(["framework", "effective_from"], "soon"), "key framework, key effective_from", "This must be a day."),
    (change(["schema_version"], 2), "key schema_version", "This layout is not known."),
    (change(["extra"], 1), "the file", "The key extra is not known here."),
    (change(["sections"], ...), "the file", "The key sections is missing."),
    (
        change(["setting_model", "gias_rules", 0, "when"], {"StatutoryLowAge": {"below": 5}}),
        "key setting_model, key gias_rules, gias_rules number 1, key when, key StatutoryLowAge",
        "The key below is not known here.",
    ),
    (
        change(["setting_model", "gias_rules", 0, "add"], ["ks1"]),
        "key setting_model, key gias_rules, gias_rules number 1",
        "A rule either sets the governance or adds features.",
    ),
    (
        change(["rating_scale", "rules", 0, "id"], "be-nice"),
        "key rating_scale, rule be-nice, key id",
        "There is no rule",
    ),
    (
        change(["rating_scale", "rules", 0], ...),
        "key rating_scale, key rules",
        "The rule impact-needs-proof is missing.",
    ),
    (change(["rating_scale", "levels", 3], ...), "key rating_scale, key levels", "The values must be 0, 1, 2 and 3"),
    (
        change(["rating_scale", "section_result", "publish_labels", 2], ...),
        "key rating_scale, key section_result, key publish_labels",
        "There is no label for the level 2.",
    ),
    (
        change(["rating_scale", "moderation", "levels_apart"], 9),
        "key rating_scale, key moderation, key levels_apart",
        "This is not 1, 2 or 3.",
    ),
    (
        change(["surveys", "sets", 0, "items", 0, "indicators"], ["CU99"]),
        "key surveys, survey pupil_ks1, item K1-1, key indicators, indicator number 1",
        "There is no indicator CU99.",
    ),
    (
        change(["surveys", "sets", 0, "scale"], "faces9"),
        "key surveys, survey pupil_ks1, key scale",
        "There is no scale",
    ),
]


@pytest.mark.parametrize(("spoil", "place", "reason"), SPOILT)
def test_a_spoilt_framework_is_refused_with_its_place_and_what_to_do(spoil, place, reason):
    raw = copy.deepcopy(RAW)
    spoil(raw)
    problems = refused(yaml.safe_dump(raw, sort_keys=False))
    found = [problem for problem in problems if problem.place == place and problem.reason.startswith(reason)]
    assert found, [str(problem) for problem in problems]
    assert all(problem.remedy for problem in problems)


def test_all_problems_are_told_at_once():
    raw = copy.deepcopy(RAW)
    for code in ("LG1", "CU1", "PP1"):
        indicator(raw, code)["tier"] = "vital"
    assert len(refused(yaml.safe_dump(raw))) == 3


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("a: b: c", "line 1, column 5", "This is not the YAML we expect"),
        ("a: 1\na: 2", "line 2, column 1", "This is not the YAML we expect: the key a is there twice."),
        ("a: &x [1]\nb: *x", "line 2", "The file repeats parts by anchors"),
        ("[" * 50 + "]" * 50, "line 1", "The file repeats parts by anchors (&, *) or is nested too deep."),
        ("a: 2026-13-45", "the file", "This is not the YAML we expect"),
        ("!!python/object/apply:os.getcwd []", "line 1, column 1", "This is not the YAML we expect"),
        ("", "the file", "This must be keys with values."),
        ("- 1", "the file", "This must be keys with values."),
        ("x" * 1_000_001, "the file", "The file is larger than a million characters."),
    ],
)
def test_a_file_that_is_no_framework_is_refused_before_it_is_built(text, place, reason):
    problem = refused(text)[0]
    assert (problem.place, problem.reason[: len(reason)]) == (place, reason)


def test_a_file_that_is_not_utf8_says_so(tmp_path):
    path = tmp_path / "framework.yaml"
    path.write_bytes(b"title: Caf\xe9")
    with pytest.raises(DefinitionRefused, match=r"It is not UTF-8 text\. Save it as UTF-8\."):
        load_framework(path)
