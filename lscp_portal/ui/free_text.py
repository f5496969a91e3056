"""Forms whose free text is read for child details before anything is kept (docs/developer/child-details.md)."""

import functools
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from lscp_portal.childdata.confirming import ReadKnown, Warned, warnings_in
from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.childdata.document import on_page
from lscp_portal.ui.forms import GovukBoundField, GovukForm

WARNED = "child_warning"


class FreeTextForm(GovukForm):
    """Refuses what blocks, and asks “have you checked?” about what warns.

    known: reads what is the school's own (schools.contacts.known); it is called only when something was found. Every
    field with `refuse_child_details` among its validators is read. `warned` holds what was found, by field, confirmed
    or not; `checked` the digests that the person has confirmed.
    """

    asks_first = True  # False keeps warned text and leaves the question standing: AnswerForm, while somebody types
    warns_while_typing = False  # True draws an empty warning at each box, for the script to fill

    def __init__(self, *args: Any, known: ReadKnown, **options: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **options)
        self.known = functools.cache(known)
        self.warned: dict[str, Warned] = {}
        self.checked: frozenset[str] = frozenset()

    @property
    def unconfirmed(self) -> dict[str, Warned]:
        """What nobody has confirmed yet, by field."""
        return {name: warned for name, warned in self.warned.items() if warned.digest not in self.checked}

    @property
    def known_on_page(self) -> dict[str, tuple[str, ...]]:
        """What the script that reads while somebody types may know of the school's own; three or four statements."""
        return on_page(self.known())

    def show_warnings(self, checked: frozenset[str]) -> None:
        """Draw the warnings of the text that a fresh form begins with. checked: digests confirmed before."""
        texts = {name: str(self.initial.get(name) or "") for name in read_boxes(self)}
        self.warned, self.checked = self._read(texts), checked

    def told_warnings(self) -> dict[str, dict[str, Any]]:
        """What a script draws at each box: field -> lines (words, why), digest, is_confirmed."""
        return {
            name: {"lines": one.lines, "digest": one.digest, "is_confirmed": one.digest in self.checked}
            for name, one in self.warned.items()
        }

    def warning_at(self, field: GovukBoundField) -> dict[str, Any] | None:
        """What is drawn below the box of a field; None for nothing."""
        warned = self.warned.get(field.name)
        if warned is None and not (self.warns_while_typing and field.name in read_boxes(self)):
            return None
        return {
            "id": f"{field.auto_id}-no-child",
            "name": box_name(field),
            "field": field.name,
            "lines": warned.lines if warned else [],
            "digest": warned.digest if warned else "",
            "is_confirmed": bool(warned and warned.digest in self.checked),
        }

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # Django's own, for what comes after every clean method
        boxes = [name for name in read_boxes(self) if name not in self.errors]
        self.warned = self._read({name: str(self.cleaned_data.get(name) or "") for name in boxes})
        sent = {self.data.get(box_name(self[name])) for name in self.warned}
        self.checked = frozenset(warned.digest for warned in self.warned.values()) & sent
        if self.asks_first:
            for name in self.unconfirmed:
                self.add_error(name, ValidationError(self._question(name), code=WARNED))

    def _read(self, texts: dict[str, str]) -> dict[str, Warned]:
        found = {name: warnings_in(name, text, known=self.known) for name, text in texts.items()}
        return {name: warned for name, warned in found.items() if warned}

    def _question(self, name: str) -> str:
        return f"Change the words marked below “{self.fields[name].label}”, or tick that they are about no child"


def read_boxes(form: forms.BaseForm) -> list[str]:
    """The names of the fields that are read."""
    return [name for name, field in form.fields.items() if refuse_child_details in field.validators]


def box_name(field: forms.BoundField) -> str:
    """The name under which the confirmation of a field is sent."""
    return f"{field.html_name}-no-child"
