"""A framework, also while it is a draft, through the eyes of any kind of school."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from audits.frameworks.models import Framework
from audits.frameworks.policies import may_see_frameworks
from audits.frameworks.preview.forms import BeginningForm, PreviewForm, as_query
from audits.frameworks.preview.queries import beginning_of, preview_choice, preview_page
from audits.frameworks.preview.types import Beginning, Choice
from audits.frameworks.preview.typical import typical_school
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from schools.register.models import School
from schools.register.queries import open_schools

BEGINS = ("typical", "school")


@require_safe
@allow(may_see_frameworks)
def preview(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """Choose a kind of school; see what it would be asked and why, what not and why not, beside another one."""
    try:
        choice = preview_choice(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None
    begins = any(name in request.GET for name in BEGINS)
    beginning = BeginningForm(request.GET if begins else None, schools=open_schools())
    form = PreviewForm(None if begins else request.GET or None, choice=choice)
    shown: dict[str, Any] = {"form": form, "beginning": beginning, "choice": choice, "slug": partnership}
    shown |= {"page": None, "told": None}
    if begins and beginning.is_valid():
        found = _beginning(beginning, framework_id)
        if found.profile:
            query = urlencode(as_query(found.profile, _first_mode(choice)), doseq=True)
            return redirect(f"{reverse('frameworks:preview', args=[partnership, framework_id])}?{query}")
        shown["told"] = found
    if form.is_valid():
        shown["page"] = preview_page(framework_id=framework_id, wish=form.wish())
    wrong = form.errors or beginning.errors
    shown |= {
        "begin_open": not shown["page"] and not form.errors,
        "choose_open": bool(form.errors or shown["told"]),
        "whole": "whole" in request.GET,  # everything open, to print
        "query": request.GET.urlencode(),
    }
    return render(request, "audits/frameworks/preview/preview.html", shown, status=422 if wrong else 200)


def _beginning(form: BeginningForm, framework_id: int) -> Beginning:
    said = form.cleaned_data
    if typical := typical_school(said["typical"]):
        return Beginning(typical.label, typical.profile)
    try:
        return beginning_of(framework_id=framework_id, school_id=said["school"])
    except School.DoesNotExist:
        raise Http404 from None


def _first_mode(choice: Choice) -> str:
    """A full audit where the framework has one."""
    keys = [key for key, _words, _meaning in choice.modes]
    return "full" if "full" in keys else keys[0]
