"""Pages about one indicator of a draft."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from audits.frameworks.editor import indicator_actions as actions
from audits.frameworks.editor.both import both_wordings
from audits.frameworks.editor.forms import IndicatorForm, MoveForm
from audits.frameworks.editor.indicator_actions import NewCode
from audits.frameworks.editor.queries import (
    Editing,
    code_for,
    framework_being_edited,
    indicator_being_edited,
    section_choices,
)
from audits.frameworks.editor.showing import FORM, attempt, not_a_draft, or_404, save
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.wording.forms import RemoveForm
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest

BOTH = ["GET", "POST"]
INDICATOR = "audits/frameworks/editor/indicator.html"


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def new(request: PortalRequest, partnership: str, framework_id: int, section: str) -> HttpResponse:
    """An indicator of our own, at the end of a section."""
    framework = framework_being_edited(framework_id=framework_id)
    if framework.state != Framework.State.DRAFT:
        return not_a_draft(request, framework.get_state_display())
    if section not in dict(section_choices(framework_id=framework_id)):
        raise Http404
    initial = {"read": 0, "code": code_for(framework_id=framework_id, section_code=section), "applies": "all"}
    form = IndicatorForm(request.POST or None, settings=framework.settings, is_new=True, initial=initial)
    shown = _shown(partnership, framework_id, str(framework), f"Add an indicator to section {section}")
    if not form.is_valid():
        return render(request, INDICATOR, {"form": form, **shown}, status=422 if form.is_bound else 200)
    where = NewCode(section, form.cleaned_data["code"])
    entry = form.entry()
    return save(
        request, form,
        lambda: actions.add_indicator(actor=request.actor, framework_id=framework_id, where=where, entry=entry),
        shown=shown, at=where.code, done=f"{where.code} is added.",
    )  # fmt: skip


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def edit(request: PortalRequest, partnership: str, framework_id: int, code: str) -> HttpResponse:
    """Its words. The meaning stays, or it needs a new code."""
    now = or_404(indicator_being_edited, framework_id=framework_id, code=code)
    if not now.is_draft:
        return not_a_draft(request, now.state_words)
    form = _form_of(request, now, is_new=False)
    shown = _shown(partnership, framework_id, now.framework, f"Indicator {code}") | {"code": code, "can_replace": True}
    if not form.is_valid():
        return render(request, INDICATOR, {"form": form, **shown}, status=422 if form.is_bound else 200)
    entry = form.entry()
    shown["compare"] = lambda theirs: both_wordings(theirs, entry, now.settings)
    act = {"framework_id": framework_id, "code": code, "read": form.cleaned_data["read"], "entry": entry}
    return save(
        request, form, lambda: actions.save_indicator(actor=request.actor, **act),
        shown=shown, at=code, done=f"{code} is saved.",
    )  # fmt: skip


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def replace(request: PortalRequest, partnership: str, framework_id: int, code: str) -> HttpResponse:
    """A changed meaning, so a new code."""
    now = or_404(indicator_being_edited, framework_id=framework_id, code=code)
    if not now.is_draft:
        return not_a_draft(request, now.state_words)
    form = _form_of(request, now, is_new=True)
    shown = _shown(partnership, framework_id, now.framework, f"Replace {code} by a new indicator")
    shown["words"] = (
        f"Do this when the question means something else from now on. {code} leaves this version and its code is never "
        "given again; answers to it and to its successor are not compared, and trend charts break here."
    )
    if not form.is_valid():
        return render(request, INDICATOR, {"form": form, **shown}, status=422 if form.is_bound else 200)
    entry, new_code = form.entry(), form.cleaned_data["code"]
    shown["compare"] = lambda theirs: both_wordings(theirs, entry, now.settings)
    act = {"code": code, "read": form.cleaned_data["read"], "new_code": new_code, "entry": entry}
    return save(
        request, form,
        lambda: actions.replace_indicator(actor=request.actor, framework_id=framework_id, **act),
        shown=shown, at=new_code, done=f"{new_code} stands in the place of {code}.",
    )  # fmt: skip


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def move(request: PortalRequest, partnership: str, framework_id: int, code: str) -> HttpResponse:
    """To any place of any section."""
    now = or_404(indicator_being_edited, framework_id=framework_id, code=code)
    if not now.is_draft:
        return not_a_draft(request, now.state_words)
    sections = section_choices(framework_id=framework_id)
    form = MoveForm(
        request.POST or None, sections=sections, initial={"section": now.section_code, "position": now.place}
    )
    if not form.is_valid():
        shown = _shown(partnership, framework_id, now.framework, f"Move {code}")
        shown["words"] = f"{now.title} It keeps its code wherever it stands."
        return render(request, FORM, {"form": form, **shown, "button": "Move"}, status=422 if form.is_bound else 200)
    where = {"section_code": form.cleaned_data["section"], "position": form.cleaned_data["position"]}
    return attempt(
        request,
        lambda: actions.move_indicator(actor=request.actor, framework_id=framework_id, code=code, **where),
        framework_id=framework_id, at=code, done=f"{code} is moved.",
    )  # fmt: skip


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def remove(request: PortalRequest, partnership: str, framework_id: int, code: str) -> HttpResponse:
    """Ask first."""
    now = or_404(indicator_being_edited, framework_id=framework_id, code=code)
    if not now.is_draft:
        return not_a_draft(request, now.state_words)
    form = RemoveForm(request.POST or None, initial={"read": now.revision})
    if not form.is_valid():
        shown = _shown(partnership, framework_id, now.framework, f"Remove {code}")
        shown |= {"words": _what_goes(now), "removes": "Remove the indicator"}
        return render(request, FORM, {"form": form, **shown}, status=422 if form.is_bound else 200)
    act = {"framework_id": framework_id, "code": code, "read": form.cleaned_data["read"]}
    return attempt(
        request, lambda: actions.remove_indicator(actor=request.actor, **act),
        framework_id=framework_id, at="removed", done=f"{code} is removed. You can put it back below.",
    )  # fmt: skip


def _form_of(request: PortalRequest, now: Editing, *, is_new: bool) -> IndicatorForm:
    initial = IndicatorForm.initial_of(now.entry) | {"read": now.revision}
    if is_new:
        initial["code"] = code_for(framework_id=now.framework_id, section_code=now.section_code)
    return IndicatorForm(request.POST or None, settings=dict(now.settings), is_new=is_new, initial=initial)


def _what_goes(now: Editing) -> str:
    items = [
        item["code"]
        for survey in now.settings["surveys"]["sets"]
        for item in survey["items"]
        if now.code in item["indicators"]
    ]
    voices = f" Survey statements speak to it and must be changed too: {', '.join(items)}." if items else ""
    return f"“{now.title}” No school is asked it any more.{voices} You can put it back while this is a draft."


def _shown(slug: str, framework_id: int, framework: str, title: str) -> dict[str, Any]:
    return {
        "slug": slug, "framework_id": framework_id, "framework": framework, "title": title, "template": INDICATOR,
    }  # fmt: skip
