"""Every indicator for every kind of school, against what a person expects who has read the framework."""

import pytest

from audits.frameworks.applicability import NeedsAPerson, indicators_for, profile_of, with_features
from audits.frameworks.reading import load_framework, shipped_frameworks
from schools.register.columns import PROFILE_HEADINGS
from schools.register.synthetic import DEFAULTS
from tests.audits.applicability_expected import DEPENDENT, EXPECTED, EXTENDED, SECTIONS, UNDECIDED, codes_of

FRAMEWORK = load_framework(next(path for path in shipped_frameworks() if path.name == "2026.1.yaml"))
ALL = [f"{section}{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]


def row_of(kind: str, ages: str, cells: dict[str, str]) -> dict[str, str]:
    """A row of the register."""
    type_name, group, phase = kind.split("|")
    low, _dash, high = ages.partition("-")
    return {
        **dict.fromkeys(PROFILE_HEADINGS, ""),
        **DEFAULTS,
        "TypeOfEstablishment (name)": type_name,
        "EstablishmentTypeGroup (name)": group,
        "PhaseOfEducation (name)": phase,
        "StatutoryLowAge": low,
        "StatutoryHighAge": high,
        **cells,
    }


def test_the_paper_and_the_file_have_the_same_108_indicators():
    assert [indicator.code for indicator in FRAMEWORK.indicators] == ALL
    assert len(ALL) == 108
    assert {one.code for one in FRAMEWORK.indicators if one.tier == "extended"} == EXTENDED
    assert {one.code for one in FRAMEWORK.indicators if one.applies != "all"} == DEPENDENT


def test_the_table_has_enough_schools_and_says_of_each_why():
    assert len({one.name for one in EXPECTED}) == len(EXPECTED) >= 30
    for one in EXPECTED:
        told = codes_of((*one.not_asked, *one.because))
        assert sorted(told) == sorted(DEPENDENT), one.name  # each dependent code once: asked or not


@pytest.mark.parametrize("expected", EXPECTED, ids=[one.name for one in EXPECTED])
def test_a_school_is_asked_these_very_indicators(expected):
    found = profile_of(row_of(expected.kind, expected.ages, expected.cells), FRAMEWORK.setting_model.rules)
    assert found.governance == expected.governance
    assert found.features == frozenset(expected.features.split())
    profile = with_features(found, added=expected.added.split(), removed=expected.removed.split())
    not_asked = set(codes_of(expected.not_asked))
    for mode, left_out in (("full", not_asked), ("core", not_asked | EXTENDED)):
        asked = indicators_for(profile=profile, indicators=FRAMEWORK.indicators, mode=FRAMEWORK.modes[mode])
        assert [one.code for one in asked] == [code for code in ALL if code not in left_out]


@pytest.mark.parametrize(("kind", "ages"), [one[1:] for one in UNDECIDED], ids=[one[0] for one in UNDECIDED])
def test_a_school_that_no_rule_knows_waits_for_a_person(kind, ages):
    assert isinstance(profile_of(row_of(kind, ages, {}), FRAMEWORK.setting_model.rules), NeedsAPerson)


def test_a_column_that_the_extract_lacks_reads_as_blank_and_is_named():
    row = row_of("Community school|Local authority maintained schools|Primary", "3-11", {})
    del row["Boarders (name)"], row["StatutoryHighAge"]
    found = profile_of(row, FRAMEWORK.setting_model.rules)
    assert found.missing == ("StatutoryHighAge", "Boarders (name)")
    assert found.features == {"early_years"}  # under five by the lowest age alone
