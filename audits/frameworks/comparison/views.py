"""What changed from one version to another."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audits.frameworks.comparison.forms import CompareForm
from audits.frameworks.comparison.queries import compared, versions_to_compare
from audits.frameworks.policies import may_see_frameworks
from audits.frameworks.sheets.taking import CannotWrite
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest


@require_safe
@allow(may_see_frameworks)
def compare(request: PortalRequest, partnership: str) -> HttpResponse:
    """Any two, of ours or of the catalogue."""
    asked = request.GET if "before" in request.GET else None  # a link may name the newer one only
    form = CompareForm(asked, versions=versions_to_compare(), initial=request.GET.dict())
    shown: dict[str, Any] = {"form": form, "slug": partnership, "comparison": None}
    if form.is_valid():
        try:
            shown["comparison"] = compared(**form.cleaned_data)
        except LookupError:
            raise Http404 from None
        except CannotWrite as problem:
            form.add_error(None, f"These two cannot be compared. {problem}")
    status = 422 if form.errors else 200
    return render(request, "audits/frameworks/comparison/compare.html", shown, status=status)
