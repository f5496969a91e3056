"""The ladder in the browser: read, change, preview, go back to the default."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.chasing import ladder_actions
from audits.chasing.forms import RECIPIENTS, ReadForm, StepForm, initial_of, placeholder_words
from audits.chasing.models import Channel, ChaseLadder
from audits.chasing.policies import may_chase, may_see_chasing
from audits.chasing.queries import example_of, ladder_page
from audits.chasing.types import LadderChanged, Step
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_to

CHANGED = Blocker("changed", "Somebody else has changed the ladder meanwhile. Look at it again before you change it.")


@require_safe
@allow(may_see_chasing)
def ladder(request: PortalRequest, partnership: str) -> HttpResponse:
    """The steps that count now, and every version before."""
    return _page(request, partnership, None)


@require_safe
@allow(may_see_chasing)
def version(request: PortalRequest, partnership: str, version: int) -> HttpResponse:
    """A version of before."""
    return _page(request, partnership, version)


@require_http_methods(["GET", "POST"])
@allow(may_chase)
def add(request: PortalRequest, partnership: str) -> HttpResponse:
    """A new step."""
    return _edit(request, partnership, None)


@require_http_methods(["GET", "POST"])
@allow(may_chase)
def change(request: PortalRequest, partnership: str, step: str) -> HttpResponse:
    """Another day, reader or wording."""
    found = ladder_page().ladder.step(step)
    if found is None:
        raise Http404
    return _edit(request, partnership, found)


@require_POST
@allow(may_chase)
def remove(request: PortalRequest, partnership: str, step: str) -> HttpResponse:
    """Take a step out."""
    form = ReadForm(request.POST)
    if not form.is_valid():
        return _refused(request, [CHANGED])
    words = "The step is taken out of the ladder."
    return _do(
        request, partnership, words, ladder_actions.remove_step, read=form.cleaned_data["read"], key=step
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(may_chase)
def reset(request: PortalRequest, partnership: str) -> HttpResponse:
    """Begin with the default again, after a question."""
    form = ReadForm(request.POST or None, initial={"read": ladder_page().ladder.version})
    if form.is_valid():
        words = "The ladder is the default again. The versions before are kept."
        return _do(request, partnership, words, ladder_actions.reset_ladder, read=form.cleaned_data["read"])
    return render(request, "audits/chasing/reset.html", {"form": form, "slug": partnership})


def _page(request: PortalRequest, partnership: str, number: int | None) -> HttpResponse:
    try:
        page = ladder_page(version=number)
    except ChaseLadder.DoesNotExist:
        raise Http404 from None
    shown = {
        "page": page,
        "steps": [_shown(step) for step in page.ladder.steps],
        "may_chase": may_chase(request.actor) and page.is_current,
        "slug": partnership,
    }
    return render(request, "audits/chasing/ladder.html", shown)


def _shown(step: Step) -> dict[str, Any]:
    roles = dict(RECIPIENTS)
    who = ", ".join(roles[role] for role in step.roles) if step.is_email else "You, by hand"
    return {"step": step, "who": who, "channel": Channel(step.channel).label, "lines": step.text.split("\n")}


def _edit(request: PortalRequest, partnership: str, step: Step | None) -> HttpResponse:
    current = ladder_page().ladder.version
    initial = {"read": current, "channel": Channel.EMAIL, **(initial_of(step) if step else {})}
    form = StepForm(request.POST or None, initial=initial, known=known_to(request.actor))
    is_right = form.is_valid()
    if is_right and "preview" not in request.POST:
        typed = form.step(step.key if step else "")
        try:
            ladder_actions.save_step(actor=request.actor, read=form.cleaned_data["read"], step=typed)
        except LadderChanged:
            form.add_error(None, CHANGED.sentence)
        except Refused as refused:
            form.add_error("days", refused.blockers[0].sentence)
        else:
            messages.success(request, "The ladder is changed. Letters that go out from now on follow it.")
            return redirect("chasing:ladder", partnership)
    shown = {
        "form": form,
        "step": step,
        "placeholders": placeholder_words(),
        "example": _example(request, form) if is_right and "preview" in request.POST else None,
        "slug": partnership,
    }
    wrong = 409 if is_right else 422
    return render(request, "audits/chasing/step.html", shown, status=wrong if form.is_bound and form.errors else 200)


def _example(request: PortalRequest, form: StepForm) -> dict[str, Any]:
    """The letter as an invented school would get it."""
    step = form.step("preview")
    tomorrow = timezone.localdate() + timedelta(days=1)
    subject, text = example_of(tenant_id=request.actor.tenant_id, step=step, day=tomorrow)
    return {"subject": subject, "paragraphs": [part.split("\n") for part in text.split("\n\n")]}


def _do(request: PortalRequest, partnership: str, words: str, act: Callable[..., Any], **facts: object) -> HttpResponse:
    try:
        act(actor=request.actor, **facts)
    except LadderChanged:
        return _refused(request, [CHANGED])
    except Refused as refused:
        return _refused(request, refused.blockers)
    messages.success(request, words)
    return redirect("chasing:ladder", partnership)


def _refused(request: PortalRequest, blockers: Sequence[Blocker]) -> HttpResponse:
    return render(request, "errors/409.html", {"blockers": blockers}, status=409)
