"""Voice surveys of a framework. The settings are read before, so nothing here runs a query."""

from collections.abc import Collection, Mapping
from typing import Any

from audits.frameworks.explaining import condition_in_words
from audits.frameworks.scales import setting_model_of
from audits.frameworks.surveys.changes import rows, survey_in
from audits.frameworks.surveys.types import ItemLine, SurveyList, SurveyPage, SurveyRow

RULES = {
    "help_panel": "Help on every page",
    "supervised": "Pupils are not left alone with it",
    "free_text": "Free text",
    "min_responses_to_show_school": "Answers before a school sees results",
    "min_responses_to_publish": "Answers before anything is published",
    "accessibility": "For everybody",
    "parent_notice_days": "Days of notice for parents",
}


def survey_list(settings: Mapping[str, Any]) -> SurveyList:
    """All surveys in order."""
    common = settings["surveys"]["common_rules"]
    return SurveyList(
        [_row(survey, settings) for survey in rows(settings)],
        list(scale_words(settings).items()),
        [(words, str(common[key])) for key, words in RULES.items() if key in common],
    )


def survey_page(settings: Mapping[str, Any], survey: str, codes: Collection[str]) -> SurveyPage:
    """One survey. codes: of the indicators that are there. Raises LookupError."""
    found = survey_in(settings, survey)
    lines = [
        ItemLine(
            item["code"],
            item["text"],
            item["indicators"],
            item.get("optional_if", ""),
            [code for code in item["indicators"] if code not in codes],
        )
        for item in found["items"]
    ]
    return SurveyPage(_row(found, settings), lines)


def scale_words(settings: Mapping[str, Any]) -> dict[str, str]:
    """The scales a survey can use, by key: their steps in order, then what may be said instead."""
    found = {}
    for key, scale in settings["surveys"]["scales"].items():
        extra = [one["label"] for one in scale.get("extra", [])]
        drawn = ", shown as faces" if scale.get("display") == "faces" else ""
        words = f"{', '.join(scale['labels'])}{drawn}"
        found[key] = f"{words}; or {', '.join(extra)}" if extra else words
    return found


def next_code(settings: Mapping[str, Any], survey: str) -> str:
    """A code for another question: that of the last one, its number one higher; "" where there is none to go by."""
    codes = [item["code"].rpartition("-") for item in survey_in(settings, survey)["items"]]
    numbers = [int(number) for _start, dash, number in codes if dash and number.isdecimal()]
    return f"{codes[-1][0]}-{max(numbers) + 1}" if numbers and len(numbers) == len(codes) else ""


def _row(survey: Mapping[str, Any], settings: Mapping[str, Any]) -> SurveyRow:
    return SurveyRow(
        survey["id"],
        survey["title"],
        condition_in_words(survey["applies"], setting_model_of(settings)),
        scale_words(settings).get(survey["scale"], survey["scale"]),
        survey["mode"],
        len(survey["items"]),
    )
