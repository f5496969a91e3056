"""The rating scale, the kinds of audit and the audiences of a framework."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from audits.frameworks.models import Framework
from audits.frameworks.policies import may_edit_framework, may_see_frameworks
from audits.frameworks.wording.forms import RemoveForm
from audits.frameworks.wording.queries import Kept, kept, users_of_audience
from audits.frameworks.wording.saving import Saving, form_page, not_a_draft, read_page, save
from audits.frameworks.wording.slots import GROUPS, Group, say, value_at
from audits.frameworks.wording.words_forms import AudienceForm, WordsForm
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(may_see_frameworks)
def wording(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """All words, group by group."""
    framework = read_page(framework_id)
    groups = [(group, _now(group, framework)) for group in GROUPS.values()]
    shown = {"framework": framework, "groups": groups, "slug": partnership}
    shown["may_edit"] = framework.is_draft and may_edit_framework(request.actor)
    shown["audiences"] = list(framework.settings["audiences"].items())
    return render(request, "audits/frameworks/wording/wording.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def edit(request: PortalRequest, partnership: str, framework_id: int, group: str) -> HttpResponse:
    """The words of one group."""
    if group not in GROUPS:
        raise Http404
    framework, chosen = kept(framework_id=framework_id), GROUPS[group]
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    slots = chosen.slots(framework.settings)
    form = WordsForm(
        request.POST or None, slots=slots, settings=framework.settings, initial={"read": framework.revision}
    )
    now = _now(chosen, framework)
    saving = _saving(framework, partnership, group, title=chosen.title, words=chosen.note, now=now)
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, say(form.said()), saving)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def add_audience(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Somebody else who can tell."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    taken = tuple(framework.settings["audiences"])
    form = AudienceForm(request.POST or None, taken=taken, initial={"read": framework.revision})
    saving = _saving(framework, partnership, "audiences", title="Add an audience")
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, say({("audiences", form.cleaned_data["key"]): form.cleaned_data["label"]}), saving)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def remove_audience(request: PortalRequest, partnership: str, framework_id: int, audience: str) -> HttpResponse:
    """Ask first. One that indicators name cannot go."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    label = framework.settings["audiences"].get(audience)
    if label is None:
        raise Http404
    codes = users_of_audience(framework_id=framework_id, audience=audience)
    words = (
        f"“{label}” is named by {', '.join(codes)}: change these first." if codes else f"No indicator names “{label}”."
    )
    form = RemoveForm(request.POST or None, initial={"read": framework.revision})
    saving = _saving(
        framework, partnership, "audiences", title="Remove an audience", words=words, removes="Remove this audience"
    )
    if codes or not form.is_valid():
        return form_page(request, form, saving, status=(409 if codes else 422) if form.is_bound else 200)
    return save(request, form, lambda settings: settings["audiences"].pop(audience), saving)


def _now(group: Group, framework: Kept) -> list[tuple[str, str]]:
    settings = framework.settings
    return [(slot.label, _in_words(slot.choices, value_at(settings, slot.path))) for slot in group.slots(settings)]


def _in_words(choices: Any, value: Any) -> str:  # noqa: ANN401 - text or a list of texts
    names = dict(choices)
    return ", ".join(names[one] for one in value if one in names) if names else str(value)


def _saving(framework: Kept, slug: str, part: str, *, title: str, **shown: Any) -> Saving:  # noqa: ANN401
    back = reverse("frameworks:wording", args=[slug, framework.id])
    page = {"framework": framework, "slug": slug, "title": title, "above": "Scale and words", "back": back, **shown}
    return Saving(framework.id, part, f"{back}#{part}", f"Saved: {title.lower()}.", shown=page)
