"""The questions of one voice survey."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from audits.frameworks.models import Framework
from audits.frameworks.policies import may_edit_framework
from audits.frameworks.surveys import changes
from audits.frameworks.surveys.forms import ItemForm, NewItemForm, item_initial
from audits.frameworks.surveys.queries import next_code
from audits.frameworks.surveys.views import move_to
from audits.frameworks.wording.forms import RemoveForm
from audits.frameworks.wording.queries import Kept, indicator_codes, kept
from audits.frameworks.wording.saving import Saving, form_page, not_a_draft, save
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def new(request: PortalRequest, partnership: str, framework_id: int, survey: str) -> HttpResponse:
    """Another question, at the end."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    try:
        initial = {"read": framework.revision, "code": next_code(framework.settings, survey)}
    except LookupError:
        raise Http404 from None
    form = NewItemForm(request.POST or None, codes=indicator_codes(framework_id=framework_id), initial=initial)
    saving = _saving(framework, partnership, survey, title="Add a question", done="The question is added.")
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, changes.add_item(survey, form.item(form.cleaned_data["code"])), saving)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def edit(request: PortalRequest, *, framework_id: int, survey: str, item: str, **place: str) -> HttpResponse:
    """Its words, its indicators, whom it is asked. Its code stays."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    found = _item(framework, survey, item)
    initial = {"read": framework.revision, **item_initial(found)}
    form = ItemForm(request.POST or None, codes=indicator_codes(framework_id=framework_id), initial=initial)
    now = [("Statement", found["text"]), ("Indicators", ", ".join(found["indicators"]))]
    saving = _saving(framework, place["partnership"], survey, title=f"Change {item}", done=f"{item} is saved.", now=now)
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, changes.save_item(survey, item, form.item(item)), saving)


@require_POST
@allow(may_edit_framework, Framework, "framework_id")
def move(request: PortalRequest, *, framework_id: int, survey: str, item: str, **place: str) -> HttpResponse:
    """One place up or down in its survey."""
    framework = kept(framework_id=framework_id)
    saving = _saving(framework, place["partnership"], survey, title="Order of questions", done=f"{item} is moved.")
    step = -1 if request.POST.get("to") == "up" else 1
    return move_to(request, changes.move_item(survey, item, step), saving)


@require_http_methods(["GET", "POST"])
@allow(may_edit_framework, Framework, "framework_id")
def remove(request: PortalRequest, *, framework_id: int, survey: str, item: str, **place: str) -> HttpResponse:
    """Ask first."""
    framework = kept(framework_id=framework_id)
    if not framework.is_draft:
        return not_a_draft(request, framework.state)
    words = f"“{_item(framework, survey, item)['text']}” is no longer asked. It cannot be brought back."
    form = RemoveForm(request.POST or None, initial={"read": framework.revision})
    saving = _saving(
        framework, place["partnership"], survey, title=f"Remove {item}", done=f"{item} is removed.", words=words,
        removes="Remove this question",
    )  # fmt: skip
    if not form.is_valid():
        return form_page(request, form, saving, status=422 if form.is_bound else 200)
    return save(request, form, changes.remove_item(survey, item), saving)


def _item(framework: Kept, survey: str, item: str) -> dict[str, Any]:
    try:
        items = changes.survey_in(framework.settings, survey)["items"]
        return dict(items[changes.index_of(items, "code", item)])
    except LookupError:
        raise Http404 from None


def _saving(framework: Kept, slug: str, survey: str, *, title: str, done: str, **shown: Any) -> Saving:  # noqa: ANN401
    back = reverse("frameworks:survey", args=[slug, framework.id, survey])
    page = {"framework": framework, "slug": slug, "title": title, "above": "Survey", "back": back, **shown}
    return Saving(framework.id, f"surveys.{survey}", back, done, shown=page)
