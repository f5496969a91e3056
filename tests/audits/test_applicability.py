"""What a school is asked. Expectations are typed by hand from the framework's words, never computed."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audits.frameworks.applicability import (
    NeedsAPerson,
    SchoolProfile,
    applies_to,
    indicators_for,
    profile_of,
    with_features,
)
from audits.frameworks.reading import load_framework, shipped_frameworks
from schools.register.columns import PROFILE_HEADINGS
from schools.register.invented import KINDS
from schools.register.synthetic import DEFAULTS, invented_establishments

FRAMEWORK = load_framework(next(path for path in shipped_frameworks() if path.name == "2026.1.yaml"))
RULES = FRAMEWORK.setting_model.rules
MAT = {"TrustSchoolFlag (name)": "Supported by a multi-academy trust"}


def gias(kind: str, low: int, high: int, **more: str) -> dict[str, str]:
    """A row as GIAS has it. kind: type, group and phase separated by bars."""
    type_name, group, phase = kind.split("|")
    names = {"nursery": "NurseryProvision (name)", "sixth": "OfficialSixthForm (name)", "boarders": "Boarders (name)"}
    return {
        **dict.fromkeys(PROFILE_HEADINGS, ""),
        **DEFAULTS,
        "TypeOfEstablishment (name)": type_name,
        "EstablishmentTypeGroup (name)": group,
        "PhaseOfEducation (name)": phase,
        "StatutoryLowAge": str(low),
        "StatutoryHighAge": str(high),
        **{names.get(name, name): cell for name, cell in more.items()},
    }


LA = "Local authority maintained schools"
NURSERY, SIXTH, BOARDERS = "Has Nursery Classes", "Has a sixth form", "Boarding school"

# Every school gets the 90 indicators that apply to all, 51 of them core. Here is what comes on top, and the sum, in a
# full and in a light year.
SCHOOLS = [
    ("a community primary with a nursery",
     gias(f"Community school|{LA}|Primary", 3, 11, nursery=NURSERY),
     "maintained", "early_years ks1 ks2", ("SR7 OS5 CC5 VC2 VC3 VC6 SE4 SE5", 98), ("OS5 CC5 VC2 SE4", 55)),
    ("a church primary from five, which has a reception class",
     gias(f"Voluntary controlled school|{LA}|Primary", 5, 11),
     "maintained", "early_years ks1 ks2", ("SR7 OS5 CC5 VC2 VC3 VC6 SE4 SE5", 98), ("OS5 CC5 VC2 SE4", 55)),
    ("an infant school in a federation",
     gias(f"Community school|{LA}|Primary", 5, 7) | {"FederationFlag (name)": "Supported by a federation"},
     "maintained", "early_years ks1 trust", ("LG7 SR7 VC2 VC3 VC6 SE4 SE5", 97), ("LG7 VC2 SE4", 54)),
    ("a junior school with a SEN unit", gias(f"Foundation school|{LA}|Primary", 7, 11) | {"SenUnitOnRoll": "12"},
     "maintained", "ks2 special", ("SR7 OS5 CC5 VC2 VC3 VC6", 96), ("OS5 CC5 VC2", 54)),
    ("a primary academy in a multi-academy trust", gias("Academy converter|Academies|Primary", 4, 11) | MAT,
     "academy", "early_years ks1 ks2 trust", ("LG7 SR7 OS5 CC5 VC2 VC3 VC6 SE4 SE5", 99), ("LG7 OS5 CC5 VC2 SE4", 56)),
    ("a secondary academy on its own",
     gias("Academy sponsor led|Academies|Secondary", 11, 16)
     | {"TrustSchoolFlag (name)": "Supported by a single-academy trust", "ResourcedProvisionOnRoll": "0"},
     "academy", "ks3 ks4", ("OS5 CC5 CC7 VC2 VC3 VC6", 96), ("OS5 CC5 VC2", 54)),
    ("an 11 to 18 academy in a trust", gias("Academy converter|Academies|Secondary", 11, 18, sixth=SIXTH) | MAT,
     "academy", "ks3 ks4 sixth_form trust", ("LG7 OS5 CC5 CC7 VC2 VC3 VC6 ED6 SE8", 99), ("LG7 OS5 CC5 VC2", 55)),
    ("an all-through free school", gias("Free schools|Free Schools|All-through", 4, 18, sixth=SIXTH),
     "academy", "early_years ks1 ks2 ks3 ks4 sixth_form", ("SR7 OS5 CC5 CC7 VC2 VC3 VC6 ED6 SE4 SE5 SE8", 101),
     ("OS5 CC5 VC2 SE4", 55)),
    ("a nursery school", gias(f"Local authority nursery school|{LA}|Nursery", 2, 5, nursery=NURSERY),
     "maintained", "early_years", ("SR7 VC2 VC3 VC6 SE4 SE5", 96), ("VC2 SE4", 53)),
    ("an independent boarding school from three to eighteen",
     gias("Other independent school|Independent schools|Not applicable", 3, 18, nursery=NURSERY, sixth=SIXTH,
          boarders=BOARDERS),
     "independent", "early_years ks1 ks2 ks3 ks4 sixth_form boarding",
     ("SR7 OS5 CC5 CC7 VC2 ED6 SE4 SE5 SE6 SE7 SE8 SE9", 102), ("OS5 CC5 VC2 SE4 SE6 SE9", 57)),
    ("a preparatory day school", gias("Other independent school|Independent schools|Not applicable", 2, 13),
     "independent", "early_years ks1 ks2 ks3", ("SR7 OS5 CC5 VC2 SE4 SE5 SE9", 97), ("OS5 CC5 VC2 SE4 SE9", 56)),
    ("an independent special school, which two rules call independent",
     gias("Other independent special school|Independent schools|Not applicable", 8, 16),
     "independent", "ks2 ks3 ks4 special", ("SR7 OS5 CC5 CC7 VC2 SE9", 96), ("OS5 CC5 VC2 SE9", 55)),
    ("a non-maintained special school with boarders",
     gias("Non-maintained special school|Special schools|Not applicable", 5, 19, boarders=BOARDERS),
     "nmss", "ks1 ks2 ks3 ks4 sixth_form boarding special",
     ("SR7 OS5 CC5 CC7 VC2 VC3 VC6 ED6 SE6 SE7 SE8 SE9", 102), ("OS5 CC5 VC2 SE6 SE9", 56)),
    ("a community special school",
     gias("Community special school|Special schools|Not applicable", 3, 19, nursery=NURSERY),
     "maintained", "early_years ks1 ks2 ks3 ks4 sixth_form special",
     ("SR7 OS5 CC5 CC7 VC2 VC3 VC6 ED6 SE4 SE5 SE8", 101), ("OS5 CC5 VC2 SE4", 55)),
    ("a pupil referral unit", gias(f"Pupil referral unit|{LA}|Not applicable", 5, 16),
     "maintained", "ks1 ks2 ks3 ks4 ap", ("SR7 OS5 CC5 CC7 VC2 VC3 VC6 VC10", 98), ("OS5 CC5 VC2 VC10", 55)),
    ("a further education college", gias("Further education|Colleges|16 plus", 14, 99),
     "fe", "ks4 sixth_form", ("OS5 CC5 CC7 ED6 SE8", 95), ("OS5 CC5", 53)),
    ("a specialist college with residence",
     gias("Special post 16 institution|Colleges|16 plus", 16, 25, boarders="College / FE residential accommodation"),
     "fe", "sixth_form boarding special", ("OS5 CC5 CC7 ED6 SE6 SE7 SE8", 97), ("OS5 CC5 SE6", 54)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "governance", "features", "full", "light"),
    [school[1:] for school in SCHOOLS],
    ids=[school[0] for school in SCHOOLS],
)
def test_a_school_is_asked_what_applies_to_it(row, governance, features, full, light):
    profile = profile_of(row, RULES)
    assert (profile.governance, profile.features) == (governance, frozenset(features.split()))
    everyone = {indicator.code for indicator in FRAMEWORK.indicators if indicator.applies == "all"}
    for mode, (extra, count) in (("full", full), ("core", light)):
        asked = [found.code for found in asked_in(mode, profile)]
        assert len(asked) == count
        assert set(asked) - everyone == set(extra.split())


def asked_in(mode: str, profile: SchoolProfile, **more: Any):
    return indicators_for(profile=profile, indicators=FRAMEWORK.indicators, mode=FRAMEWORK.modes[mode], **more)


def test_every_invented_kind_of_school_stays_in_the_range_the_papers_give_or_goes_to_a_person():
    for row in invented_establishments(len(KINDS), {"991": "Eastmere"}):
        profile = profile_of(DEFAULTS | row, RULES)
        if isinstance(profile, NeedsAPerson):
            assert row["TypeOfEstablishment (name)"] == "Secure units"
        else:
            assert 95 <= len(asked_in("full", profile)) <= 102
            assert 53 <= len(asked_in("core", profile)) <= 57


def test_a_deep_dive_asks_both_tiers_of_the_chosen_sections_only():
    profile = SchoolProfile("maintained", frozenset({"ks3", "ks4"}))
    codes = [found.code for found in asked_in("deep_dive", profile, sections=["CC", "SE"])]
    assert codes == ["CC1", "CC2", "CC3", "CC4", "CC5", "CC6", "CC7", "SE1", "SE2", "SE10"]


@pytest.mark.parametrize(("mode", "sections"), [("deep_dive", []), ("full", ["CC"]), ("core", ["CC"])])
def test_sections_are_chosen_in_a_deep_dive_and_nowhere_else(mode, sections):
    with pytest.raises(ValueError, match="section"):
        asked_in(mode, SchoolProfile("maintained", frozenset()), sections=sections)


def test_a_school_that_lets_its_hall_and_places_pupils_elsewhere_is_asked_about_it():
    profile = with_features(
        SchoolProfile("academy", frozenset()), added=["lets_premises", "commissions_ap", "homestay"]
    )
    assert {"SE3", "VC4", "SE7"} <= {found.code for found in asked_in("full", profile)}


def test_a_feature_taken_away_takes_its_indicators_with_it():
    profile = with_features(SchoolProfile("academy", frozenset({"boarding"})), removed=["boarding"])
    assert not {"SE6", "SE7"} & {found.code for found in asked_in("full", profile)}


@pytest.mark.parametrize(
    ("cells", "feature", "holds"),
    [
        ({"TypeOfEstablishment (name)": "  COMMUNITY   special SCHOOL "}, "special", True),
        (
            {"TrustSchoolFlag (name)": "Supported by a multi-academy trust~Supported by an umbrella trust"},
            "trust",
            True,
        ),
        (
            {"TrustSchoolFlag (name)": "Supported by an umbrella trust~SUPPORTED BY A MULTI-ACADEMY TRUST"},
            "trust",
            True,
        ),
        ({"TrustSchoolFlag (name)": "Supported by a trust"}, "trust", False),
        ({"Boarders (name)": "No boarders~ boarding school "}, "boarding", True),
        ({"Boarders (name)": "No boarders"}, "boarding", False),
        ({"Boarders (name)": "Not a boarding school"}, "boarding", False),  # the whole value, never a part of it
        ({"SenUnitOnRoll": ""}, "special", False),
        ({"SenUnitOnRoll": "SUPP"}, "special", False),
        ({"SenUnitOnRoll": "0"}, "special", False),
        ({"SenUnitOnRoll": " 1 "}, "special", True),
        ({"StatutoryHighAge": "17"}, "sixth_form", False),
        ({"StatutoryHighAge": "18"}, "sixth_form", True),
        ({"StatutoryHighAge": "eighteen"}, "sixth_form", False),
        ({"StatutoryLowAge": "", "PhaseOfEducation (name)": "Primary"}, "early_years", False),
        ({"StatutoryLowAge": "5", "PhaseOfEducation (name)": "Secondary"}, "early_years", False),
        ({"StatutoryLowAge": "6", "StatutoryHighAge": "6"}, "ks1", True),
        ({"StatutoryLowAge": "7", "StatutoryHighAge": "11"}, "ks1", False),
        ({"StatutoryLowAge": "5", "StatutoryHighAge": "7"}, "ks2", False),
        ({"StatutoryLowAge": "10", "StatutoryHighAge": "13"}, "ks2", True),
        ({"StatutoryLowAge": "9", "StatutoryHighAge": "12"}, "ks3", True),
        ({"StatutoryLowAge": "14", "StatutoryHighAge": "19"}, "ks3", False),
        ({"StatutoryLowAge": "14", "StatutoryHighAge": "14"}, "ks4", False),
    ],
)
def test_cells_are_compared_as_the_rule_notes_say(cells, feature, holds):
    base = gias(f"Community school|{LA}|Not applicable", 7, 11)
    profile = profile_of(base | cells, RULES)
    assert (feature in profile.features) is holds


@pytest.mark.parametrize(
    ("kind", "governances", "words"),
    [
        ("Secure units|Other types|Not applicable", (), "No rule says what governance the school has"),
        ("Secure units|Other types|Not applicable", (), "is “Secure units” and its group “Other types”."),
        ("Welsh establishment|Welsh schools|Primary", (), "its group “Welsh schools”"),
        ("Online provider|Online provider|Not applicable", (), "“Online provider”"),
        ("||Primary", (), "its type in GIAS is “blank”"),
        ("Community special school|Academies|Not applicable", ("maintained", "academy"),
         "more than one governance (maintained, academy): its type in GIAS is “Community special school”"),
    ],
)  # fmt: skip
def test_no_governance_or_two_send_a_school_to_a_person(kind, governances, words):
    found = profile_of(gias(kind, 4, 11), RULES)
    assert isinstance(found, NeedsAPerson)
    assert found.governances == governances
    assert words in found.reason
    assert {"early_years", "ks1", "ks2"} <= found.features


def test_a_missing_column_reads_as_blank_and_is_told_once():
    row = gias(f"Community school|{LA}|Primary", 4, 11)
    del row["StatutoryLowAge"], row["SenUnitOnRoll"]
    profile = profile_of(row, RULES)
    assert profile.missing == ("StatutoryLowAge", "SenUnitOnRoll")
    assert profile.features == frozenset()  # every key stage looks at the lowest age


@pytest.mark.parametrize(
    ("applies", "asked"),
    [
        ("all", True),
        ({"governance": ["academy", "maintained"]}, True),
        ({"governance": ["nmss"]}, False),
        ({"features_any": ["ks4", "ks2"]}, True),
        ({"features_any": ["ks4"]}, False),
        ({"features_all": ["ks1", "ks2"]}, True),
        ({"features_all": ["ks1", "ks4"]}, False),
        ({"not_features": ["boarding"]}, True),
        ({"not_features": ["boarding", "ks1"]}, False),
        ({"governance": ["academy"], "features_any": ["boarding"]}, False),
        ({"governance": ["academy"], "features_any": ["ks1"], "not_features": ["boarding"]}, True),
    ],
)
def test_the_keys_of_applies_are_combined_with_and(applies, asked):
    assert applies_to(SchoolProfile("academy", frozenset({"ks1", "ks2"})), applies) is asked


@pytest.mark.parametrize("applies", ["some", {"colour": ["red"]}])
def test_a_word_that_the_grammar_does_not_have_is_an_error_and_never_a_default(applies):
    with pytest.raises((ValueError, KeyError)):
        applies_to(SchoolProfile("academy", frozenset()), applies)


@dataclass
class Row:
    """As a row of a table looks to the rules."""

    section_code: str
    tier: str
    applies: Any


def test_rows_of_a_table_serve_as_well_as_definitions():
    rows = [Row("LG", "core", "all"), Row("LG", "extended", "all"), Row("SE", "core", {"features_any": ["boarding"]})]
    chosen = indicators_for(
        profile=SchoolProfile("fe", frozenset({"boarding"})), indicators=rows, mode=FRAMEWORK.modes["core"]
    )
    assert chosen == [rows[0], rows[2]]


FEATURES = st.frozensets(st.sampled_from(sorted(FRAMEWORK.setting_model.features)))


@settings(deadline=None)  # a busy machine is no failure
@given(FEATURES, FEATURES, st.sampled_from(sorted(FRAMEWORK.setting_model.governance)))
def test_another_feature_never_hides_an_indicator_of_this_framework(features, more, governance):
    fewer = {found.code for found in asked_in("full", SchoolProfile(governance, features))}
    assert fewer <= {found.code for found in asked_in("full", SchoolProfile(governance, features | more))}


@settings(deadline=None)  # a busy machine is no failure
@given(st.dictionaries(st.sampled_from(sorted({c.column for r in RULES for c in r.conditions})), st.text(max_size=12)))
def test_any_cells_give_a_profile_or_go_to_a_person(row):
    assert isinstance(profile_of(row, RULES), SchoolProfile | NeedsAPerson)
