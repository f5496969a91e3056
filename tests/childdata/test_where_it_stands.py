"""Every box for free text reads for child details, or is named here with the reason why it does not."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest
from django import forms

from lscp_portal.childdata.detector import refuse_child_details
from lscp_portal.ui.free_text import FreeTextForm

ROOT = Path(__file__).parents[2]
APPS = ("audits", "visits", "reports", "schools", "lscp_portal")
UNREAD = {
    # The framework's own words, by the partnership, about schools in general.
    "audits.frameworks.editor.forms.IndicatorForm": {"text", "why", "looks_like", "evidence"},
    "audits.frameworks.editor.forms.SectionForm": {"why"},
}
SAME_NAME = {  # another form of the same name, without free text that is read
    "audits/cycles/views.py:PlanForm", "audits/frameworks/exchange/views.py:ConfirmForm",
    "audits/frameworks/wording/views.py:WordsForm", "audits/trusts/school_views.py:ConfirmForm",
    "reports/areas/views.py:PublishForm", "reports/publication/views.py:WithdrawForm",
}  # fmt: skip


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


def test_every_form_that_reads_asks_for_what_is_the_schools_own():
    """`known` has no default, so a view that forgets it fails at once, and at the type checker before that."""
    reading = reading_forms()
    assert len(reading) > 35
    for form in reading:
        assert issubclass(form, FreeTextForm), form
        known = inspect.signature(form).parameters.get("known")
        assert known is None or known.default is inspect.Parameter.empty, form
    with pytest.raises(TypeError, match="known"):
        FreeTextForm({})


def test_every_place_that_makes_such_a_form_hands_on_what_is_the_schools_own():
    names = {form.__name__ for form in reading_forms()}
    made = [(path, call) for path, call in calls() if isinstance(call.func, ast.Name) and call.func.id in names]
    assert len(made) > 50
    without = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, call in made
        if "known" not in {one.arg for one in call.keywords}
        and f"{path.relative_to(ROOT)}:{call.func.id}" not in SAME_NAME
    ]
    assert without == []


def test_the_detector_itself_is_called_from_few_places_that_all_take_it_too():
    callers = {
        str(path.relative_to(ROOT))
        for path, call in calls()
        if isinstance(call.func, ast.Name) and call.func.id in {"find_child_details", "warnings_in", "read_answer"}
    }
    assert callers == {
        "lscp_portal/childdata/confirming.py", "lscp_portal/childdata/detector.py", "lscp_portal/ui/free_text.py",
        "audits/lifecycle/child_details.py", "audits/lifecycle/rules.py", "audits/answers/actions.py",
        "audits/corrections/rules.py", "audits/review/actions.py", "audits/review/rules.py",
        "reports/drafting/rules.py", "reports/demonstration/answering.py",
    }  # fmt: skip


def reading_forms():
    return [form for form in form_classes() if any(reads(field) for field in form.base_fields.values())]


def reads(field):
    return refuse_child_details in field.validators


def calls():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield path, node
