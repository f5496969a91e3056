"""Every box for free text reads for child details, or is named here with the reason why it does not."""

import importlib
import inspect
from pathlib import Path

from django import forms

from lscp_portal.childdata.detector import refuse_child_details

ROOT = Path(__file__).parents[2]
APPS = ("audits", "visits", "reports", "schools", "lscp_portal")
UNREAD = {
    # The framework's own words, by the partnership, about schools in general.
    "audits.frameworks.editor.forms.IndicatorForm": {"text", "why", "looks_like", "evidence"},
    "audits.frameworks.editor.forms.SectionForm": {"why"},
    # Accounts lie below the detector and cannot import it: a gap that docs/developer/child-details.md names.
    "lscp_portal.accounts.forms.LeaveForm": {"reason"},
}


def form_classes():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("forms.py")):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for _, thing in inspect.getmembers(module, inspect.isclass):
                if issubclass(thing, forms.BaseForm) and thing.__module__ == module.__name__:
                    yield thing


def boxes():
    """(form, field name, whether it reads for child details) of every large box."""
    for form in form_classes():
        for name, field in form.base_fields.items():
            if isinstance(field.widget, forms.Textarea):
                yield f"{form.__module__}.{form.__qualname__}", name, refuse_child_details in field.validators


def test_every_large_box_reads_for_child_details():
    found = list(boxes())
    assert len(found) > 15
    unread = {}
    for form, name, reads in found:
        if not reads:
            unread.setdefault(form, set()).add(name)
    assert unread == UNREAD
