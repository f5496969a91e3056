"""Pages that make, name, send out, publish and retire versions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from audits.frameworks.changing import ChangedMeanwhile
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_edit_framework, may_publish_framework
from audits.frameworks.versions import actions
from audits.frameworks.versions.forms import ConsultForm, PublishForm, VersionForm
from audits.frameworks.versions.queries import plan_of_draft, proposed_plan, version_facts, versions_of_series
from audits.frameworks.versions.types import VersionTaken
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused
from schools.contacts.known import known_to

BOTH = ["GET", "POST"]
TAKEN = "There is a version of this name already: choose another one"


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def own_version(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """A copy to edit."""
    return _draft(request, partnership, framework_id, is_roll_over=False)


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def roll_over(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """A copy for the next academic year."""
    return _draft(request, partnership, framework_id, is_roll_over=True)


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def about(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """What a draft is called and when it holds."""
    facts = version_facts(actor=request.actor, framework_id=framework_id)
    if not facts.is_draft:
        return _no_draft(request, facts.state_words)
    now = plan_of_draft(framework_id=framework_id)
    taken = versions_of_series(framework_id=framework_id) - {str(now["version"])}
    form = VersionForm(request.POST or None, taken=taken, initial=now)
    shown = {"form": form, "facts": facts, "slug": partnership, "title": "About this version", "button": "Save"}
    if not form.is_valid():
        return _name_page(request, shown, 422 if form.is_bound else 200)
    try:
        said = {"read": form.cleaned_data["read"], "plan": form.plan()}
        actions.change_head(actor=request.actor, framework_id=framework_id, **said)
    except VersionTaken:
        form.add_error("version", TAKEN)
        return _name_page(request, shown, 422)
    except ChangedMeanwhile as meanwhile:
        kept = [(form.fields[name].label, now[name]) for name in ("version", "title", "subtitle", "academic_year")]
        shown |= {"form": form.shown_again(meanwhile.revision), "meanwhile": True, "now": kept}
        return _name_page(request, shown, 409)
    except Refused as refused:
        return refused_page(request, refused)
    messages.success(request, "Saved: about this version.")
    return redirect("frameworks:detail", partnership, framework_id)


@require_http_methods(BOTH)
@allow(may_edit_framework, Framework, "framework_id")
def consult(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Ask staff and schools what they think of it."""
    facts = version_facts(actor=request.actor, framework_id=framework_id)
    form = ConsultForm(request.POST or None)
    if not form.is_valid():
        shown = {"form": form, "facts": facts, "slug": partnership}
        status = 422 if form.is_bound else 200
        return render(request, "audits/frameworks/versions/consult.html", shown, status=status)
    until = form.cleaned_data["until"]
    return _do(
        request,
        framework_id,
        lambda **who: actions.send_for_comment(**who, until=until),
        f"The draft is open for comments until {until:%-d %B %Y}. Schools get an e-mail.",
    )


@require_POST
@allow(may_edit_framework, Framework, "framework_id")
def take_back(request: PortalRequest, *, framework_id: int, **_place: object) -> HttpResponse:
    """A draft again."""
    return _do(request, framework_id, actions.take_back, "It is a draft again. Comments are closed and kept.")


@require_http_methods(BOTH)
@allow(may_publish_framework, Framework, "framework_id")
def publish(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """What stands in the way, what changed, the declaration; then for good."""
    facts = version_facts(actor=request.actor, framework_id=framework_id)
    form = PublishForm(request.POST or None, was_consulted=facts.was_consulted, known=known_to(request.actor))
    if not form.is_valid():
        shown = {"form": form, "facts": facts, "slug": partnership}
        status = 422 if form.is_bound else 200
        return render(request, "audits/frameworks/versions/publish.html", shown, status=status)
    said = {name: value for name, value in form.cleaned_data.items() if name != "declared"}
    words = "The version is published. You can plan a cycle with it."
    return _do(request, framework_id, lambda **who: actions.publish_version(**who, **said), words)


@require_http_methods(BOTH)
@allow(may_publish_framework, Framework, "framework_id")
def retire(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Ask first: it cannot be undone."""
    if request.method == "POST":
        words = "The version is retired. Cycles that use it go on; no new one can be planned with it."
        return _do(request, framework_id, actions.retire_version, words)
    facts = version_facts(actor=request.actor, framework_id=framework_id)
    return render(request, "audits/frameworks/versions/retire.html", {"facts": facts, "slug": partnership})


def refused_page(request: PortalRequest, refused: Refused) -> HttpResponse:
    """What stands in the way."""
    return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)


def _draft(request: PortalRequest, slug: str, framework_id: int, *, is_roll_over: bool) -> HttpResponse:
    taken = versions_of_series(framework_id=framework_id)
    initial = proposed_plan(framework_id=framework_id, is_roll_over=is_roll_over)
    form = VersionForm(request.POST or None, taken=taken, initial=initial)
    if form.is_valid():
        try:
            draft = actions.draft_version(actor=request.actor, framework_id=framework_id, plan=form.plan())
        except VersionTaken:
            form.add_error("version", TAKEN)
        else:
            messages.success(request, "The draft is made. Nobody but the partnership’s staff sees it.")
            return redirect("frameworks:editor", slug, draft.pk)
    shown = {
        "form": form,
        "facts": version_facts(actor=request.actor, framework_id=framework_id),
        "slug": slug,
        "title": "Roll over to a new year" if is_roll_over else "Make our own version",
        "words": "Every indicator comes along and keeps its code. Nothing changes until you publish the draft.",
        "button": "Make the draft",
    }
    return _name_page(request, shown, 422 if form.is_bound else 200)


def _name_page(request: PortalRequest, shown: dict[str, Any], status: int) -> HttpResponse:
    return render(request, "audits/frameworks/versions/name.html", shown, status=status)


def _do(request: PortalRequest, framework_id: int, act: Callable[..., Any], words: str) -> HttpResponse:
    try:
        act(actor=request.actor, framework_id=framework_id)
    except Refused as refused:
        return refused_page(request, refused)
    messages.success(request, words)
    return redirect("frameworks:detail", request.place.slug, framework_id)


def _no_draft(request: PortalRequest, state: str) -> HttpResponse:
    return render(request, "audits/frameworks/wording/not_a_draft.html", {"state": state}, status=409)
