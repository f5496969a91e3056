"""Form controls as the design system draws them."""

# ruff: noqa: ANN401 - the signatures are Django's

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms


class _HintedChoices(forms.widgets.ChoiceWidget):
    """A list of answers, each with one line on what it means."""

    def __init__(self, *, hints: Mapping[str, str] | None = None, inline: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.inline = inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["inline"] = self.inline
        return context

    def create_option(self, name: str, value: Any, *where: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *where, **options)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and option["attrs"].get("id"):
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-item-hint"
        return option


class Radios(_HintedChoices, forms.RadioSelect):
    """One of a few. `hints`: value to meaning; `inline` only for two short answers such as Yes and No."""

    template_name = "govuk/radios.html"


class Checkboxes(_HintedChoices, forms.CheckboxSelectMultiple):
    """Any of a few. `hints`: value to meaning."""

    template_name = "govuk/checkboxes.html"


class SearchInput(forms.TextInput):
    """A search box."""

    input_type = "search"


class DatePartsInput(forms.MultiWidget):
    """Day, month and year in three boxes; POST names end in _day, _month, _year."""

    template_name = "govuk/date.html"
    use_fieldset = True
    PARTS: ClassVar = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput for part, _, _ in self.PARTS}, attrs)
        self.wrong_parts: frozenset[str] = frozenset()

    def decompress(self, value: Any) -> list[Any]:
        if not value:
            return [None, None, None]
        return [value.day, value.month, value.year]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, (part, label, width) in zip(context["widget"]["subwidgets"], self.PARTS, strict=True):
            wrong = " govuk-input--error" if part in self.wrong_parts else ""
            box["part_label"] = label
            box["attrs"]["class"] = f"govuk-input govuk-date-input__input govuk-input--width-{width}{wrong}"
            box["attrs"]["inputmode"] = "numeric"
        return context
