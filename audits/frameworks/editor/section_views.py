"""Pages about one section of a draft."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from audits.frameworks.editor import section_actions
from audits.frameworks.editor.both import both_wordings
from audits.frameworks.editor.coding import proposed_section_code
from audits.frameworks.editor.forms import MoveForm, SectionForm
from audits.frameworks.editor.holding import used_section_codes
from audits.frameworks.editor.queries import editor_page, framework_being_edited, section_being_edited
from audits.frameworks.editor.showing import FORM, attempt, not_a_draft, or_404, save
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.wording.forms import RemoveForm
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest

BOTH = ["GET", "POST"]


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def new(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """A section of our own."""
    framework = framework_being_edited(framework_id=framework_id)
    if framework.state != Framework.State.DRAFT:
        return not_a_draft(request, framework.get_state_display())
    form = SectionForm(request.POST or None, is_new=True, initial={"read": 0})
    shown = _shown(partnership, framework_id, str(framework), "Add a section")
    if not form.is_valid():
        return render(request, FORM, {"form": form, **shown}, status=422 if form.is_bound else 200)
    entry = form.entry()
    code = form.cleaned_data["code"] or proposed_section_code(entry.title, used=used_section_codes(framework))
    return save(
        request, form,
        lambda: section_actions.add_section(actor=request.actor, framework_id=framework_id, code=code, entry=entry),
        shown=shown, at=code, done=f"Section {code} is added. It needs an indicator.",
    )  # fmt: skip


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def edit(request: PortalRequest, partnership: str, framework_id: int, section: str) -> HttpResponse:
    """A section's title and why."""
    now = or_404(section_being_edited, framework_id=framework_id, code=section)
    if not now.is_draft:
        return not_a_draft(request, now.state_words)
    initial = {"title": now.entry.title, "why": now.entry.why, "read": now.revision}
    form = SectionForm(request.POST or None, is_new=False, initial=initial)
    shown = _shown(partnership, framework_id, now.framework, f"Section {section}")
    if not form.is_valid():
        return render(request, FORM, {"form": form, **shown}, status=422 if form.is_bound else 200)
    entry = form.entry()
    shown["compare"] = lambda theirs: both_wordings(theirs, entry, now.settings)
    act = {"code": section, "read": form.cleaned_data["read"], "entry": entry}
    return save(
        request, form,
        lambda: section_actions.save_section(actor=request.actor, framework_id=framework_id, **act),
        shown=shown, at=section, done=f"Section {section} is saved.",
    )  # fmt: skip


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def move(request: PortalRequest, partnership: str, framework_id: int, section: str) -> HttpResponse:
    """To any place."""
    now = or_404(section_being_edited, framework_id=framework_id, code=section)
    if not now.is_draft:
        return not_a_draft(request, now.state_words)
    form = MoveForm(request.POST or None, initial={"position": now.place})
    if not form.is_valid():
        shown = _shown(partnership, framework_id, now.framework, f"Move section {section}")
        return render(request, FORM, {"form": form, **shown, "button": "Move"}, status=422 if form.is_bound else 200)
    place = {"code": section, "position": form.cleaned_data["position"]}
    return attempt(
        request,
        lambda: section_actions.move_section(actor=request.actor, framework_id=framework_id, **place),
        framework_id=framework_id, at=section, done=f"Section {section} is moved.",
    )  # fmt: skip


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def remove(request: PortalRequest, partnership: str, framework_id: int, section: str) -> HttpResponse:
    """Ask first: its indicators go with it."""
    now = or_404(section_being_edited, framework_id=framework_id, code=section)
    if not now.is_draft:
        return not_a_draft(request, now.state_words)
    form = RemoveForm(request.POST or None, initial={"read": now.revision})
    if not form.is_valid():
        page = editor_page(framework_id=framework_id)
        codes = [line.code for one in page.sections if one.code == section for line in one.lines]
        words = f"Its indicators go with it: {', '.join(codes)}." if codes else "It has no indicators."
        shown = _shown(partnership, framework_id, now.framework, f"Remove section {section}: {now.title}")
        shown |= {"words": f"{words} You can put it back while this is a draft.", "removes": "Remove the section"}
        return render(request, FORM, {"form": form, **shown}, status=422 if form.is_bound else 200)
    act = {"code": section, "read": form.cleaned_data["read"]}
    return attempt(
        request,
        lambda: section_actions.remove_section(actor=request.actor, framework_id=framework_id, **act),
        framework_id=framework_id, at="removed", done=f"Section {section} is removed. You can put it back below.",
    )  # fmt: skip


def _shown(slug: str, framework_id: int, framework: str, title: str) -> dict[str, Any]:
    return {"slug": slug, "framework_id": framework_id, "framework": framework, "title": title}
