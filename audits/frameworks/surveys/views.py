"""Voice surveys of a framework: everybody of the partnership reads them, editors change those of a draft."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from audits.frameworks.models import Framework
from audits.frameworks.policies import may_edit_framework, may_see_frameworks
from audits.frameworks.surveys import changes
from audits.frameworks.surveys.forms import NewSurveyForm, SurveyForm, survey_initial
from audits.frameworks.surveys.queries import survey_list, survey_page
from audits.frameworks.wording.forms import RemoveForm
from audits.frameworks.wording.queries import Kept, indicator_codes, kept
from audits.frameworks.wording.saving import Saving, form_page, not_a_draft, read_page, save
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(may_see_frameworks)
def surveys(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """All of them, and the rules that hold for each."""
    framework = read_page(framework_id)
    shown = {"framework": framework, "page": survey_list(framework.settings), "slug": partnership}
    shown["may_edit"] = framework.is_draft and may_edit_framework(request.actor)
    return render(request, "audits/frameworks/surveys/surveys.html", shown)


@require_safe
@allow(may_see_frameworks)
def survey(request: PortalRequest, partnership: str, framework_id: int, survey: str) -> HttpResponse:
    """One survey with its questions."""
    framework = read_page(framework_id)
    try:
        page = survey_page(framework.settings, survey, indicator_codes(framework_id=framework_id))
    except LookupError:
        raise Http404 from None
    shown = {"framework": framework, "page": page, "slug": partnership}
    shown["may_edit"] = framework.is_draft and may_edit_framework(request.actor)
    return render(request, "audits/frameworks/surveys/survey.html", shown)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def new(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Another survey, at the end."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    form = NewSurveyForm(
        request.POST or None, settings=framework.settings, initial={"read": framework.revision, "applies": "all"}
    )
    saving = _saving(framework, partnership, "new", title="Add a survey", done="The survey is added.")
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, changes.add_survey(form.cleaned_data["id"], form.survey()), saving)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def edit(request: PortalRequest, partnership: str, framework_id: int, survey: str) -> HttpResponse:
    """Its title, whom it is for, how people answer, how it is run."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    found = _survey(framework, survey)
    initial = {"read": framework.revision, **survey_initial(found)}
    form = SurveyForm(request.POST or None, settings=framework.settings, initial=initial)
    now = [("Title", found["title"]), ("How it is run", found["mode"])]
    saving = _saving(framework, partnership, survey, title="Change a survey", done="The survey is saved.", now=now)
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, changes.save_survey(survey, form.survey()), saving)


@require_POST
@allow(may_edit_framework, Framework, "framework_id")
def move(request: PortalRequest, partnership: str, framework_id: int, survey: str) -> HttpResponse:
    """One place up or down in the list."""
    framework = kept(framework_id=framework_id)
    saving = _saving(framework, partnership, survey, title="Order of surveys", done="The order is changed.")
    step = -1 if request.POST.get("to") == "up" else 1
    return move_to(request, changes.move_survey(survey, step), saving)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def remove(request: PortalRequest, partnership: str, framework_id: int, survey: str) -> HttpResponse:
    """Ask first: its questions go with it."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    found = _survey(framework, survey)
    words = f"“{found['title']}” has {len(found['items'])} questions. They go with it and cannot be brought back."
    form = RemoveForm(request.POST or None, initial={"read": framework.revision})
    saving = _saving(
        framework, partnership, survey, title="Remove a survey", done="The survey is removed.", words=words,
        removes="Remove this survey",
    )  # fmt: skip
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, changes.remove_survey(survey), saving)


def move_to(request: PortalRequest, change: Any, saving: Saving) -> HttpResponse:  # noqa: ANN401 - a Change
    """A button that changes an order: no page of its own, so a clash is said on the general page."""
    form = RemoveForm(request.POST)
    if not form.is_valid():
        raise Http404
    return save(request, form, change, saving)


def _survey(framework: Kept, survey: str) -> dict[str, Any]:
    try:
        return changes.survey_in(framework.settings, survey)
    except LookupError:
        raise Http404 from None


def _saving(framework: Kept, slug: str, part: str, *, title: str, done: str, **shown: Any) -> Saving:  # noqa: ANN401
    back = reverse("frameworks:surveys", args=[slug, framework.id])
    page = {"framework": framework, "slug": slug, "title": title, "above": "Voice surveys", "back": back, **shown}
    return Saving(framework.id, f"surveys.{part}", back, done, shown=page)
