"""What thirty-odd kinds of school are asked by framework 2026.1: read from the framework as a person reads it.

Typed by hand from the words of the framework, never made with the code that is tested. `not_asked` and `because` name
every indicator that does not apply to all schools, with the reason a lead would give on the telephone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


def codes(text: str) -> frozenset[str]:
    """The codes of a line."""
    return frozenset(text.split())


# How many indicators each section has, counted on paper, and those that a light year leaves out.
SECTIONS = {
    "LG": 8, "CU": 7, "PP": 6, "DS": 7, "IR": 8, "MA": 10, "TR": 6, "SR": 8, "AA": 7, "OS": 8, "CC": 7, "VC": 10,
    "ED": 6, "SE": 10,
}  # fmt: skip
EXTENDED = codes(
    "LG6 LG8 CU5 CU6 CU7 PP2 PP4 PP5 DS4 DS5 DS7 IR6 IR8 MA6 MA9 MA10 TR4 TR5 TR6 SR5 SR6 SR7 SR8 AA4 AA5 AA6 AA7 "
    "OS4 OS6 OS8 CC3 CC6 CC7 VC3 VC6 VC7 VC8 VC9 ED2 ED4 ED5 ED6 SE2 SE5 SE7 SE8 SE10"
)
# These depend on the school; the other ninety are asked of everybody.
DEPENDENT = codes("LG7 SR7 OS5 CC5 CC7 VC2 VC3 VC4 VC6 VC10 ED6 SE3 SE4 SE5 SE6 SE7 SE8 SE9")

ALONE = "LG7: no trust, group or federation holds anything centrally"
UNTOLD = "VC4 SE3: the register does not tell whether it places pupils elsewhere or lets rooms; the school says so"
NO_AP = "VC10: it is no alternative provider"
NO_SIXTH = "ED6 SE8: nobody there is sixteen or over"
NO_EARLY = "SE4 SE5: no children under five"
DAY = "SE6 SE7: nobody boards, and it has not said that it uses host families"
NO_PROPRIETOR = "SE9: no proprietor answers for independent or non-maintained standards"
NOT_CC7 = "CC7: nobody over fourteen, and no boarders"
NOT_SR7 = "SR7: the childcare disqualification rules reach no further than the primary years"
NOT_YOUNG = f"{NO_EARLY}\n{NOT_SR7}"
INDEPENDENT = "VC3 VC6: the law on exclusion and designated teachers is not that of independent schools"
COLLEGE = "VC2 VC3 VC6: colleges keep no school roll, do not exclude as schools do and have no designated teacher"

STATE = "VC2 VC3 VC6: it is a state-funded school"
ROLL = "VC2: it keeps an admission register as every school does"
PROPRIETOR = "SE9: its proprietor answers for the standards"
EARLY = "SE4 SE5: it has children under five"
JUNIOR_AGE = "OS5 CC5: it has pupils of seven and over"
TEENS = "OS5 CC5 CC7: it has pupils of fourteen and over"
SIXTH = "ED6 SE8: it has students of sixteen and over"
BOARD = "SE6 SE7: children sleep there"
SR7_YOUNG = "SR7: it has children of the early or primary years"
TRUST = "LG7: a trust, group or federation holds functions centrally"
AP = "VC10: it is an alternative provider"

LA = "Local authority maintained schools"
MAT = {"TrustSchoolFlag (name)": "Supported by a multi-academy trust"}
FEDERATION = {"FederationFlag (name)": "Supported by a federation"}
NURSERY = {"NurseryProvision (name)": "Has Nursery Classes"}
SIXTH_FORM = {"OfficialSixthForm (name)": "Has a sixth form"}
BOARDERS = {"Boarders (name)": "Boarding school"}


@dataclass(frozen=True)
class Expected:
    """One school. kind: type, group and phase by bars; ages: "3-11" or "". features: those that the register gives.

    not_asked, because: lines of "CODES: reason". added, removed: what the school says of itself afterwards.
    """

    name: str
    kind: str
    ages: str
    governance: str
    features: str
    not_asked: tuple[str, ...]
    because: tuple[str, ...]
    cells: Mapping[str, str] = field(default_factory=dict)
    added: str = ""
    removed: str = ""


def codes_of(lines: tuple[str, ...]) -> list[str]:
    """The codes that such lines name."""
    return [code for line in "\n".join(lines).split("\n") for code in line.partition(":")[0].split()]


PRIMARY_NOT = (ALONE, NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR)
PRIMARY_DOES = (STATE, JUNIOR_AGE, EARLY, SR7_YOUNG)

EXPECTED = [
    Expected("a community primary with a nursery class", f"Community school|{LA}|Primary", "3-11",
        "maintained", "early_years ks1 ks2", PRIMARY_NOT, PRIMARY_DOES, NURSERY),
    Expected("a church primary from five: its reception class has children of four",
        f"Voluntary controlled school|{LA}|Primary", "5-11",
        "maintained", "early_years ks1 ks2", PRIMARY_NOT, PRIMARY_DOES),
    Expected("a first school of a three-tier area", f"Voluntary aided school|{LA}|Primary", "4-9",
        "maintained", "early_years ks1 ks2", PRIMARY_NOT, PRIMARY_DOES),
    Expected("a middle school deemed secondary", f"Community school|{LA}|Middle deemed secondary", "9-13",
        "maintained", "ks2 ks3",
        (ALONE, NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, NO_EARLY, DAY, NO_PROPRIETOR), (STATE, JUNIOR_AGE, SR7_YOUNG)),
    Expected("an upper school from thirteen", f"Foundation school|{LA}|Secondary", "13-18",
        "maintained", "ks3 ks4 sixth_form",
        (ALONE, NOT_YOUNG, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (STATE, TEENS, SIXTH), SIXTH_FORM),
    Expected("an infant school in a federation", f"Community school|{LA}|Primary", "5-7",
        "maintained", "early_years ks1 trust",
        ("OS5 CC5: nobody over seven", NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR),
        (STATE, EARLY, SR7_YOUNG, TRUST), FEDERATION),
    Expected("a junior school with a SEN unit", f"Foundation school|{LA}|Primary", "7-11",
        "maintained", "ks2 special",
        (ALONE, NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, NO_EARLY, DAY, NO_PROPRIETOR), (STATE, JUNIOR_AGE, SR7_YOUNG),
        {"SenUnitOnRoll": "12"}),
    Expected("a primary academy in a multi-academy trust", "Academy converter|Academies|Primary", "4-11",
        "academy", "early_years ks1 ks2 trust",
        (NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR), (*PRIMARY_DOES, TRUST), MAT),
    Expected("a secondary academy whose trust has no other school", "Academy sponsor led|Academies|Secondary", "11-16",
        "academy", "ks3 ks4",
        (ALONE, NOT_YOUNG, UNTOLD, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR), (STATE, TEENS),
        {"TrustSchoolFlag (name)": "Supported by a single-academy trust", "ResourcedProvisionOnRoll": "0"}),
    Expected("an 11 to 18 academy in a trust, with resourced provision", "Academy converter|Academies|Secondary",
        "11-18", "academy", "ks3 ks4 sixth_form trust special",
        (NOT_YOUNG, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (STATE, TEENS, SIXTH, TRUST),
        MAT | SIXTH_FORM | {"ResourcedProvisionOnRoll": "20"}),
    Expected("a school to eighteen that the register says has no sixth form", f"Community school|{LA}|Secondary",
        "11-18", "maintained", "ks3 ks4 sixth_form",
        (ALONE, NOT_YOUNG, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (STATE, TEENS, SIXTH)),
    Expected("an all-through free school", "Free schools|Free Schools|All-through", "4-18",
        "academy", "early_years ks1 ks2 ks3 ks4 sixth_form",
        (ALONE, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (STATE, TEENS, EARLY, SR7_YOUNG, SIXTH), SIXTH_FORM),
    Expected("a university technical college", "University technical college|Free Schools|Secondary", "14-18",
        "academy", "ks4 sixth_form",
        (ALONE, NOT_YOUNG, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (STATE, TEENS, SIXTH), SIXTH_FORM),
    Expected("a sixth form academy", "Academy 16-19 converter|Academies|16 plus", "16-19",
        "academy", "sixth_form trust",
        (NOT_YOUNG, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (STATE, TEENS, SIXTH, TRUST), MAT),
    Expected("a nursery school", f"Local authority nursery school|{LA}|Nursery", "2-5",
        "maintained", "early_years",
        (ALONE, "OS5 CC5: nobody over seven", NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR),
        (STATE, EARLY, SR7_YOUNG), NURSERY),
    Expected("an all-through independent school with boarding",
        "Other independent school|Independent schools|Not applicable", "3-18",
        "independent", "early_years ks1 ks2 ks3 ks4 sixth_form boarding",
        (ALONE, UNTOLD, NO_AP, INDEPENDENT), (ROLL, TEENS, EARLY, SR7_YOUNG, SIXTH, BOARD, PROPRIETOR),
        NURSERY | SIXTH_FORM | BOARDERS),
    Expected("a preparatory day school", "Other independent school|Independent schools|Not applicable", "2-13",
        "independent", "early_years ks1 ks2 ks3",
        (ALONE, NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, DAY, INDEPENDENT),
        (ROLL, JUNIOR_AGE, EARLY, SR7_YOUNG, PROPRIETOR)),
    Expected("an independent special school: two rules call it independent, which is no contradiction",
        "Other independent special school|Independent schools|Not applicable", "8-16",
        "independent", "ks2 ks3 ks4 special",
        (ALONE, UNTOLD, NO_AP, NO_SIXTH, NO_EARLY, DAY, INDEPENDENT), (ROLL, TEENS, SR7_YOUNG, PROPRIETOR)),
    Expected("a non-maintained special school with boarders; no reception class is taken for granted",
        "Non-maintained special school|Special schools|Not applicable", "5-19",
        "nmss", "ks1 ks2 ks3 ks4 sixth_form boarding special",
        (ALONE, UNTOLD, NO_AP, NO_EARLY), (STATE, TEENS, SR7_YOUNG, SIXTH, BOARD, PROPRIETOR), BOARDERS),
    Expected("a boarding special academy of a trust", "Academy special converter|Academies|Not applicable", "4-19",
        "academy", "early_years ks1 ks2 ks3 ks4 sixth_form boarding special trust",
        (UNTOLD, NO_AP, NO_PROPRIETOR), (STATE, TEENS, EARLY, SR7_YOUNG, SIXTH, BOARD, TRUST),
        MAT | {"Boarders (name)": "Children's home (Boarding school)"}),
    Expected("a community special school", "Community special school|Special schools|Not applicable", "3-19",
        "maintained", "early_years ks1 ks2 ks3 ks4 sixth_form special",
        (ALONE, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (STATE, TEENS, EARLY, SR7_YOUNG, SIXTH)),
    Expected("a foundation special school in the group of maintained schools too",
        f"Foundation special school|{LA}|Not applicable", "11-16",
        "maintained", "ks3 ks4 special",
        (ALONE, NOT_YOUNG, UNTOLD, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR), (STATE, TEENS)),
    Expected("a pupil referral unit", f"Pupil referral unit|{LA}|Not applicable", "5-16",
        "maintained", "ks1 ks2 ks3 ks4 ap",
        (ALONE, UNTOLD, NO_SIXTH, NO_EARLY, DAY, NO_PROPRIETOR), (STATE, TEENS, SR7_YOUNG, AP)),
    Expected("an alternative provision academy", "Academy alternative provision converter|Academies|Not applicable",
        "11-16", "academy", "ks3 ks4 ap trust",
        (UNTOLD, NOT_YOUNG, NO_SIXTH, DAY, NO_PROPRIETOR), (STATE, TEENS, AP, TRUST), MAT),
    Expected("a free school for infants out of school: CC5 because it is an alternative provider",
        "Free schools alternative provision|Free Schools|Not applicable", "5-7", "academy", "ks1 ap",
        (ALONE, "OS5: nobody over seven", NOT_CC7, UNTOLD, NO_SIXTH, NO_EARLY, DAY, NO_PROPRIETOR),
        (STATE, "CC5: alternative providers are asked whatever the age", SR7_YOUNG, AP)),
    Expected("a further education college with pupils of fourteen", "Further education|Colleges|16 plus", "14-99",
        "fe", "ks4 sixth_form",
        (ALONE, NOT_YOUNG, COLLEGE, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (TEENS, SIXTH)),
    Expected("a sixth form college", "Sixth form centres|Colleges|16 plus", "16-19", "fe", "sixth_form",
        (ALONE, NOT_YOUNG, COLLEGE, UNTOLD, NO_AP, DAY, NO_PROPRIETOR), (TEENS, SIXTH)),
    Expected("a specialist college with residence, told by its type alone",
        "Special post 16 institution|Special schools|Not applicable", "16-25", "fe", "sixth_form boarding special",
        (ALONE, NOT_YOUNG, COLLEGE, UNTOLD, NO_AP, NO_PROPRIETOR), (TEENS, SIXTH, BOARD),
        {"Boarders (name)": "College / FE residential accommodation"}),
    Expected("a maintained boarding school", f"Voluntary aided school|{LA}|Secondary", "11-18",
        "maintained", "ks3 ks4 sixth_form boarding",
        (ALONE, NOT_YOUNG, UNTOLD, NO_AP, NO_PROPRIETOR), (STATE, TEENS, SIXTH, BOARD), SIXTH_FORM | BOARDERS),
    # What setting_model.rule_notes says of cells that are odd, missing or wrong.
    Expected("a new independent school whose ages are blank: no feature is guessed, the school adds its own",
        "Other independent school|Independent schools|Not applicable", "", "independent", "",
        (ALONE, "OS5 CC5: no ages", NOT_CC7, NOT_YOUNG, UNTOLD, NO_AP, NO_SIXTH, DAY, INDEPENDENT),
        (ROLL, PROPRIETOR)),
    Expected("a primary whose lowest age is not a number", f"Community school|{LA}|Primary", "11-11",
        "maintained", "",
        (*PRIMARY_NOT, "OS5 CC5: the numbers cannot be compared", NOT_YOUNG), (STATE,), {"StatutoryLowAge": "SUPP"}),
    Expected("a primary academy written in capitals, with spaces, and two values in one cell",
        "  ACADEMY   CONVERTER | academies |PRIMARY", "4-11", "academy", "early_years ks1 ks2 trust",
        (NOT_CC7, UNTOLD, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR), (*PRIMARY_DOES, TRUST),
        {"TrustSchoolFlag (name)": "Supported by a trust~SUPPORTED BY A MULTI-ACADEMY TRUST"}),
    Expected("a primary whose roll of the SEN unit is suppressed", f"Community school|{LA}|Primary", "5-11",
        "maintained", "early_years ks1 ks2", PRIMARY_NOT, PRIMARY_DOES, {"SenUnitOnRoll": "SUPP"}),
    # What a school says of itself afterwards.
    Expected("a trust academy that lets its hall and places pupils elsewhere",
        "Academy converter|Academies|Secondary", "11-16", "academy", "ks3 ks4 trust",
        (NOT_YOUNG, NO_AP, NO_SIXTH, DAY, NO_PROPRIETOR),
        (STATE, TEENS, TRUST, "SE3: it lets rooms", "VC4: it places pupils elsewhere"), MAT,
        added="lets_premises commissions_ap"),
    Expected("an independent day school with host families: SE7 without SE6",
        "Other independent school|Independent schools|Not applicable", "11-18", "independent", "ks3 ks4 sixth_form",
        (ALONE, NOT_YOUNG, UNTOLD, NO_AP, INDEPENDENT, "SE6: nobody boards"),
        (ROLL, TEENS, SIXTH, PROPRIETOR, "SE7: it arranges host families"), SIXTH_FORM, added="homestay"),
    Expected("a primary that shut its nursery and has no reception class, agreed with the partnership",
        f"Community school|{LA}|Primary", "3-11", "maintained", "early_years ks1 ks2",
        (*PRIMARY_NOT, NO_EARLY), (STATE, JUNIOR_AGE, SR7_YOUNG), NURSERY, removed="early_years"),
]  # fmt: skip

# No audit until a person decides: nobody is put into a kind by default.
UNDECIDED = [
    ("a secure unit", "Secure units|Other types|Not applicable", "10-17"),
    ("a university", "Higher education institutions|Universities|Not applicable", "18-99"),
    ("a British school overseas", "British schools overseas|Other types|Not applicable", "3-18"),
    ("a school for service children", "Service children's education|Other types|Primary", "3-11"),
    ("an online provider", "Online provider|Online provider|Not applicable", "11-18"),
    ("a school in Wales", "Welsh establishment|Welsh schools|Primary", "3-11"),
    ("a school with a blank type and group", "||Primary", "5-11"),
    ("a community special school filed with the academies", "Community special school|Academies|Not applicable",
     "3-19"),
    ("a non-maintained special school filed with the independent ones",
     "Non-maintained special school|Independent schools|Not applicable", "5-16"),
]  # fmt: skip
