"""Fields whose errors a head teacher understands at once."""

# ruff: noqa: ANN401 - the signatures are Django's

import datetime as dt
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError

from lscp_portal.ui.widgets import DatePartsInput

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SHORTEST_MONTH = 3
SomeField = TypeVar("SomeField", bound=forms.Field)


def sized(field: SomeField, size: str, *, heading: bool = False) -> SomeField:
    """The field with its label or legend drawn in size s, m, l or xl; `heading` makes it the page's h1."""
    field.label_size = size  # type: ignore[attr-defined] # read by GovukBoundField
    field.label_is_heading = heading  # type: ignore[attr-defined]
    return field


def in_sentence(label: object) -> str:
    """A label inside a sentence: "Due date" becomes "due date", "URN" and "DSL's name" stay."""
    words = str(label).strip().rstrip(":")
    if len(words) > 1 and words[0].isupper() and not words[1].isupper():
        return words[0].lower() + words[1:]
    return words


def subject(label: object) -> str:
    """A label as the subject of a sentence: "Due date", or "Your answer to “How do you know?”"."""
    words = str(label or "").strip().rstrip(":")
    return f"Your answer to “{words}”" if words.endswith("?") else words or "This answer"


def month_number(text: str) -> int | None:
    """1 to 12 from "3", "03", "Mar" or "March"; None when it is none of them."""
    words = text.lower()
    if words.isdecimal():
        return int(words) if 1 <= int(words) <= len(MONTHS) else None
    if len(words) < SHORTEST_MONTH:
        return None
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(words)), None)


class DateField(forms.Field):
    """A date in three boxes; cleans to a date, or None when it may be empty. `earliest` and `latest` are inclusive."""

    def __init__(self, *, earliest: dt.date | None = None, latest: dt.date | None = None, **options: Any) -> None:
        options.setdefault("widget", DatePartsInput)
        super().__init__(**options)
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> dt.date | None:
        if isinstance(value, dt.date):
            return value
        typed = {
            part: (words or "").strip()
            for (part, _, _), words in zip(DatePartsInput.PARTS, value or ["", "", ""], strict=True)
        }
        if not any(typed.values()):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = self._date(typed)
        self._check_range(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(initial != self.clean(data))
        except ValidationError:
            return True

    def _date(self, typed: dict[str, str]) -> dt.date:
        if missing := [part for part, words in typed.items() if not words]:
            raise self._wrong(f"must include a {' and '.join(missing)}", missing)
        if not (typed["year"].isascii() and typed["year"].isdigit() and len(typed["year"]) == len("2026")):
            raise self._wrong("must have a year of 4 numbers, for example 2026", ["year"])
        month = month_number(typed["month"])
        if month is None:
            raise self._wrong("must have a month from 1 to 12", ["month"])
        if not typed["day"].isdecimal():
            raise self._wrong("must have a day in numbers", ["day"])
        try:
            return dt.date(int(typed["year"]), month, int(typed["day"]))
        except ValueError:
            raise self._wrong("must be a real date", list(typed)) from None

    def _check_range(self, found: dt.date) -> None:
        if self.earliest and found < self.earliest:
            raise self._wrong(f"must be on or after {in_words(self.earliest)}", ["day", "month", "year"])
        if self.latest and found > self.latest:
            raise self._wrong(f"must be on or before {in_words(self.latest)}", ["day", "month", "year"])

    def _wrong(self, what: str, parts: list[str]) -> ValidationError:
        return ValidationError(f"{subject(self.label)} {what}", code="date", params={"parts": parts})


def in_words(day: dt.date) -> str:
    """12 February 2027."""
    return f"{day.day} {MONTHS[day.month - 1].capitalize()} {day.year}"


def span_in_words(first: dt.date, last: dt.date) -> str:
    """26 to 30 October 2026; one day alone; 21 December 2026 to 1 January 2027."""
    if first == last:
        return in_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {in_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1].capitalize()} to {in_words(last)}"
    return f"{in_words(first)} to {in_words(last)}"


class WordsField(forms.CharField):
    """A text of at most `max_words` words, counted under the box while somebody types."""

    def __init__(self, *, max_words: int, rows: int = 5, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**options)
        self.max_words = max_words

    def validate(self, value: Any) -> None:
        super().validate(value)
        words = len(value.split())
        if words > self.max_words:
            message = f"{subject(self.label)} must be {self.max_words} words or fewer. You have {words}."
            raise ValidationError(message, code="max_words")
