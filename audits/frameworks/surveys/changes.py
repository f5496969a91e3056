"""Changes of the voice surveys: each gives a function on a framework's settings. LookupError where a thing is gone."""

from collections.abc import Mapping
from typing import Any

from audits.frameworks.changing import Change, Settings, moved

Row = dict[str, Any]


def survey_in(settings: Mapping[str, Any], survey: str) -> Row:
    """One survey as it is kept. Raises LookupError."""
    return rows(settings)[index_of(rows(settings), "id", survey)]


def rows(settings: Mapping[str, Any]) -> list[Row]:
    """All surveys, in order."""
    found: list[Row] = settings["surveys"]["sets"]
    return found


def index_of(found: list[Row], key: str, value: str) -> int:
    """Where the row with this value stands. Raises LookupError."""
    for index, row in enumerate(found):
        if row[key] == value:
            return index
    raise LookupError(value)


def add_survey(survey: str, said: Row) -> Change:
    """At the end, without questions."""

    def change(settings: Settings) -> None:
        rows(settings).append({"id": survey, **said, "items": []})

    return change


def save_survey(survey: str, said: Row) -> Change:
    """Its head; its questions stay."""

    def change(settings: Settings) -> None:
        survey_in(settings, survey).update(said)

    return change


def move_survey(survey: str, step: int) -> Change:
    """One place up or down."""

    def change(settings: Settings) -> None:
        moved(rows(settings), index_of(rows(settings), "id", survey), step)

    return change


def remove_survey(survey: str) -> Change:
    """With its questions."""

    def change(settings: Settings) -> None:
        del rows(settings)[index_of(rows(settings), "id", survey)]

    return change


def add_item(survey: str, said: Row) -> Change:
    """At the end of its survey."""

    def change(settings: Settings) -> None:
        survey_in(settings, survey)["items"].append(said)

    return change


def save_item(survey: str, code: str, said: Row) -> Change:
    """In the place of what was there; the code stays."""

    def change(settings: Settings) -> None:
        items = survey_in(settings, survey)["items"]
        items[index_of(items, "code", code)] = {**said, "code": code}

    return change


def move_item(survey: str, code: str, step: int) -> Change:
    """One place up or down."""

    def change(settings: Settings) -> None:
        items = survey_in(settings, survey)["items"]
        moved(items, index_of(items, "code", code), step)

    return change


def remove_item(survey: str, code: str) -> Change:
    """From its survey."""

    def change(settings: Settings) -> None:
        items = survey_in(settings, survey)["items"]
        del items[index_of(items, "code", code)]

    return change
