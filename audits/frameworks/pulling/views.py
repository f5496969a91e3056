"""Pulling the catalogue's next version into a local one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from audits.frameworks.exchange.types import DraftChanged
from audits.frameworks.models import Framework
from audits.frameworks.place import DefinitionRefused
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.pulling.actions import pull as pull_version
from audits.frameworks.pulling.forms import PullForm
from audits.frameworks.pulling.queries import NothingToPull, Three, later_versions, pull_page, three_versions
from audits.frameworks.pulling.showing import shown
from audits.frameworks.queries import catalogue
from audits.frameworks.versions.types import VersionTaken
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest

CHANGED = "Our version was changed since you looked, so your choices were not used. Look again, and choose again."


@dataclass(frozen=True, slots=True)
class Reason:
    """A line of the error summary."""

    sentence: str
    href: str = ""


@require_safe
@allow(may_edit_framework, Framework, "framework_id")
def choose(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Which of the catalogue's later versions."""
    versions = later_versions(framework_id=framework_id)
    context = {
        "offered": [one for one in catalogue() if one.version in versions],
        "framework_id": framework_id,
        "slug": partnership,
    }
    return render(request, "audits/frameworks/pulling/choose.html", context)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def pull(request: PortalRequest, *, framework_id: int, version: str, **_place: object) -> HttpResponse:
    """What differs, what is chosen, the draft that comes of it; back to the choice where there is no such version."""
    try:
        three = three_versions(framework_id=framework_id, version=version)
    except NothingToPull:
        return redirect("frameworks:pull_choose", request.place.slug, framework_id)
    if request.method != "POST":
        return _page(request, three)
    page = pull_page(three=three, choices={})
    if request.POST.get("read") != page.contents.digest:
        return _page(request, three, status=409, changed=CHANGED)
    form = PullForm(request.POST, page=page)
    if not form.is_valid():
        return _page(request, three, status=422, form=form)
    return _pulled(request, three, form)


def _pulled(request: PortalRequest, three: Three, form: PullForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        draft = pull_version(
            actor=request.actor, three=three, read=said["read"], version=said["version"], choices=form.choices()
        )
    except DraftChanged:
        return _page(request, three, status=409, changed=CHANGED)
    except VersionTaken:
        form.add_error("version", "There is a version of this name already: choose another one")
        return _page(request, three, status=422, form=form)
    except DefinitionRefused as refused:
        return _page(
            request, three, status=422, form=form, problems=[Reason(str(problem)) for problem in refused.problems]
        )
    messages.success(request, f"{draft.title} {draft.version} is made. It is a draft: read it, then publish it.")
    return redirect("frameworks:detail", request.place.slug, draft.pk)


def _page(request: PortalRequest, three: Three, *, status: int = 200, **more: Any) -> HttpResponse:  # noqa: ANN401
    page = pull_page(three=three, choices={})
    form = more.pop("form", None) or PullForm(page=page)
    return render(
        request,
        "audits/frameworks/pulling/pull.html",
        {
            "page": page,
            "form": form,
            "clashes": shown(page.clashes, form),
            "theirs_only": shown(page.theirs_only, form),
            "slug": request.place.slug,
            "problems": [],
            **more,
        },
        status=status,
    )
