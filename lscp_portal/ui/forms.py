"""Forms drawn as the design system draws them. A page writes {{ form.name.as_field_group }}."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.child_rules import rules_address
from lscp_portal.ui.fields import DateField, WordsField, in_sentence, sized
from lscp_portal.ui.widgets import Checkboxes, DatePartsInput, Radios, SearchInput

__all__ = [
    "Checkboxes", "DateField", "DatePartsInput", "GovukBoundField", "GovukForm", "GovukRenderer", "Radios",
    "SearchInput", "WordsField", "sized",
]  # fmt: skip

CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "govuk-textarea",
    forms.SelectMultiple: "govuk-select",
    forms.Select: "govuk-select",
    forms.ClearableFileInput: "govuk-file-upload",
    forms.FileInput: "govuk-file-upload",
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.widgets.Input: "govuk-input",
}
READ_WHILE_TYPING = "data-child-details"  # where static/js/childdata.js finds the rules for this box
NOT_A_BOX = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget, forms.HiddenInput)


def class_of(widget: forms.Widget) -> str:
    """The design system's class for this control; "" where its template brings its own."""
    if isinstance(widget, NOT_A_BOX):
        return ""
    return next((name for kind, name in CLASSES.items() if isinstance(widget, kind)), "")


class GovukBoundField(forms.BoundField):
    """A field on a page: the ids that tie label, hint, error and control together."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if type(field.widget) is forms.RadioSelect:  # a form not written for us, from a library
            field.widget = _as(field.widget, Radios)
        elif type(field.widget) is forms.CheckboxSelectMultiple:
            field.widget = _as(field.widget, Checkboxes)

    @property
    def hint_id(self) -> str:
        return f"{self.auto_id}-hint"

    @property
    def error_id(self) -> str:
        return f"{self.auto_id}-error"

    @property
    def info_id(self) -> str:
        return f"{self.auto_id}-info"

    @property
    def max_words(self) -> int | None:
        return getattr(self.field, "max_words", None)

    @property
    def described_by(self) -> str:
        """The ids a screen reader reads after the label, in the order they stand on the page."""
        ids = [self.hint_id] if self.help_text else []
        ids += [self.error_id] if self.errors else []
        ids += [self.info_id] if self.max_words else []
        ids += [f"{self.warning['id']}-warning"] if self.warning and self.warning["lines"] else []
        return " ".join(ids)

    @property
    def warning(self) -> dict[str, Any] | None:
        """What may point at a child in the text of this box (lscp_portal.ui.free_text); None for nothing."""
        found: dict[str, Any] | None = self.form.warning_at(self) if hasattr(self.form, "warning_at") else None
        return found

    @property
    def first_control_id(self) -> str:
        """What the error summary links to: the box with the fault, the first answer of a list, or the control."""
        widget = self.field.widget
        if isinstance(widget, DatePartsInput):
            order = [part for part, _, _ in widget.PARTS]
            wrong = self.wrong_parts
            return f"{self.auto_id}_{next((i for i, part in enumerate(order) if part in wrong), 0)}"
        return f"{self.auto_id}_0" if self.is_list else self.auto_id

    @property
    def is_list(self) -> bool:
        return isinstance(self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))

    @property
    def in_fieldset(self) -> bool:
        return self.is_list or isinstance(self.field.widget, DatePartsInput)

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_password(self) -> bool:
        return isinstance(self.field.widget, forms.PasswordInput)

    @property
    def label_class(self) -> str:
        """The end of the label's class, such as "-m" of "govuk-label--m"; "" for the plain label."""
        return getattr(self.field, "label_size", "m" if self.in_fieldset else "")

    @property
    def label_is_heading(self) -> bool:
        return bool(getattr(self.field, "label_is_heading", False))

    @property
    def wrong_parts(self) -> frozenset[str]:
        """Which of day, month, year the errors are about; all of them when an error does not say."""
        errors = self.form.errors.as_data().get(self.name, [])
        named = [(error.params or {}).get("parts", ("day", "month", "year")) for error in errors]
        return frozenset(part for parts in named for part in parts)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        attrs.pop("required", None)  # the browser's own bubbles are not in plain English
        attrs.pop("aria-describedby", None)
        attrs.pop("aria-invalid", None)
        if isinstance(widget, DatePartsInput):
            widget.wrong_parts = self.wrong_parts if self.errors else frozenset()
        elif not self.in_fieldset and not widget.is_hidden:
            attrs |= self._box_attributes(widget)
        return attrs

    def _box_attributes(self, widget: forms.Widget) -> dict[str, Any]:
        found: dict[str, Any] = {"placeholder": False, "cols": False}  # a placeholder vanishes while one types
        if refuse_child_details in self.field.validators:
            found[READ_WHILE_TYPING] = rules_address()
        if self.described_by:
            found["aria-describedby"] = self.described_by
        classes = [class_of(widget)]
        if self.errors and classes[0] not in {"", "govuk-checkboxes__input"}:
            classes.append(f"{classes[0]}--error")
        if self.max_words:
            classes.append("govuk-js-character-count")
        if self.is_password:
            classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
            found |= {"spellcheck": "false", "autocapitalize": "none"}
        classes.append(str(widget.attrs.get("class", "")))
        found["class"] = " ".join(filter(None, classes))
        return found


def _as(widget: ChoiceWidget, kind: type[Radios] | type[Checkboxes]) -> ChoiceWidget:
    ours = kind(attrs=widget.attrs)
    ours.choices = widget.choices
    ours.is_required = widget.is_required
    return ours


class GovukRenderer(TemplatesSetting):
    """FORM_RENDERER: every form of the project, allauth's too."""

    field_template_name = "govuk/field.html"
    bound_field_class = GovukBoundField


class GovukForm(forms.Form):
    """The base of our forms: the server checks, and its errors say what to do."""

    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            _speak_plainly(field)


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's own default messages; a message the form's author wrote stays."""
    label = str(field.label or "")
    plain = {
        "required": _required_message(field, label),
        "invalid_choice": f"Choose one of the answers listed for “{label}”",
    }
    for code, message in plain.items():
        if field.error_messages.get(code) in _defaults(field, code):
            field.error_messages[code] = message


def _defaults(field: forms.Field, code: str) -> list[object]:
    found = (getattr(kind, "default_error_messages", {}) for kind in type(field).__mro__)
    return [messages[code] for messages in found if code in messages]


def _required_message(field: forms.Field, label: str) -> str:
    if label.endswith("?"):
        return f"Answer “{label}”"
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to go on"
    if isinstance(field, forms.FileField):
        return f"Choose a file for “{label}”"
    return f"{'Choose' if isinstance(field, forms.ChoiceField) else 'Enter'} {in_sentence(label)}"
