"""What is asked: the catalogue, the partnership's own frameworks, and what one school would be asked."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from audits.frameworks.actions import adopt_framework
from audits.frameworks.forms import AskedForm
from audits.frameworks.models import Framework
from audits.frameworks.policies import may_adopt, may_edit_framework, may_see_frameworks
from audits.frameworks.pulling.queries import later_versions
from audits.frameworks.queries import (
    asked_page,
    catalogue,
    choice_of,
    framework_page,
    key_of,
    offered_frameworks,
)
from audits.frameworks.types import AlreadyAdopted
from audits.frameworks.versions.queries import version_facts, version_rows
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from schools.register.queries import open_schools


@require_safe
@allow(may_see_frameworks)
def frameworks(request: PortalRequest, partnership: str) -> HttpResponse:
    """Adopted ones, and those of the catalogue."""
    shown = {
        "versions": version_rows(),
        "offered": offered_frameworks(),
        "may_adopt": may_adopt(request.actor),
        "slug": partnership,
    }
    return render(request, "audits/frameworks/frameworks.html", shown)


@require_POST
@allow(may_adopt)
def adopt(request: PortalRequest, partnership: str) -> HttpResponse:
    """Copy one of the catalogue into the partnership's own rows."""
    definition = next((one for one in catalogue() if key_of(one) == request.POST.get("framework")), None)
    if definition is None:
        raise Http404
    try:
        framework = adopt_framework(actor=request.actor, tenant_id=request.actor.tenant_id, definition=definition)
    except AlreadyAdopted as there:
        messages.info(request, "This version is adopted already. A published version never changes.")
        return redirect("frameworks:detail", partnership, there.framework.pk)
    messages.success(request, f"{framework.title} {framework.version} is adopted. You can plan a cycle with it.")
    return redirect("frameworks:detail", partnership, framework.pk)


@require_safe
@allow(may_see_frameworks)
def detail(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """One framework, section by section."""
    try:
        page = framework_page(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None
    shown = {
        "page": page,
        "facts": version_facts(actor=request.actor, framework_id=framework_id),
        "may_edit": may_edit_framework(request.actor),
        "later": later_versions(framework_id=framework_id),
        "slug": partnership,
    }
    return render(request, "audits/frameworks/detail.html", shown)


@require_safe
@allow(may_see_frameworks)
def asked(request: PortalRequest, partnership: str, framework_id: int) -> HttpResponse:
    """What one of the schools would be asked, and why."""
    try:
        choice = choice_of(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None
    form = AskedForm(request.GET or None, choice=choice, schools=open_schools())
    shown = {"form": form, "choice": choice, "slug": partnership, "page": None}
    if form.is_valid():
        said = form.cleaned_data
        shown["page"] = asked_page(
            framework_id=framework_id, school_id=said["school"], mode=said["mode"], sections=said["sections"]
        )
    return render(request, "audits/frameworks/asked.html", shown, status=422 if form.errors else 200)
