"""The editor's own page: everything in order, moved up and down, put back."""

import re
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from audits.frameworks.editor import indicator_actions, section_actions
from audits.frameworks.editor.queries import editor_page
from audits.frameworks.editor.showing import attempt, not_a_draft, or_404
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_edit_framework
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest

STEP = re.compile(r"(section|indicator) (\S{1,8}) (\S{1,4}) (\d{1,3})")  # what, its code, its section, its new place


@require_safe
@allow(may_edit_framework, Framework, "framework_id")
def editor(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """All sections and indicators of a draft."""
    page = or_404(editor_page, framework_id=framework_id)
    if not page.is_draft:
        return not_a_draft(request, page.state_words)
    return render(request, "audits/frameworks/editor/editor.html", {"page": page, "slug": partnership})


@require_POST
@allow(may_edit_framework, Framework, "framework_id")
def step(request: PortalRequest, *, framework_id: int, **_place: object) -> HttpResponse:
    """One step up or down, by a button of the editor's page."""
    said = STEP.fullmatch(request.POST.get("step", ""))
    if said is None:
        raise Http404
    what, code, section_code, position = said.groups()
    where: dict[str, Any] = {"framework_id": framework_id, "code": code, "position": int(position)}
    if what == "indicator":
        where["section_code"] = section_code
    act = indicator_actions.move_indicator if what == "indicator" else section_actions.move_section
    return attempt(
        request, lambda: act(actor=request.actor, **where), framework_id=framework_id, at=code, done=f"{code} is moved."
    )


@require_POST
@allow(may_edit_framework, Framework, "framework_id")
def put_back(request: PortalRequest, *, framework_id: int, **_place: object) -> HttpResponse:
    """Bring back what was removed."""
    kind, _space, code = request.POST.get("what", "").partition(" ")
    acts = {"section": section_actions.put_back_section, "indicator": indicator_actions.put_back_indicator}
    if kind not in acts:
        raise Http404
    return attempt(
        request, lambda: acts[kind](actor=request.actor, framework_id=framework_id, code=code),
        framework_id=framework_id, at=code, done=f"{code} is back.",
    )  # fmt: skip
