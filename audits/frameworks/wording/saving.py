"""What a page does with a change of a draft: keep it, say what is wrong, or say that somebody was quicker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from audits.frameworks.changing import Change, ChangedMeanwhile, change_settings
from audits.frameworks.models import Framework
from audits.frameworks.place import DefinitionRefused
from audits.frameworks.wording.forms import SettingsForm
from audits.frameworks.wording.queries import Kept, kept
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused


@dataclass(frozen=True, slots=True)
class Saving:
    """One page that changes one part. then: where to go when it is kept; done: what is said there."""

    framework_id: int
    part: str
    then: str
    done: str
    template: str = "audits/frameworks/wording/form.html"
    shown: Mapping[str, Any] = field(default_factory=dict)


def read_page(framework_id: int) -> Kept:
    """The framework of a page that everybody of the partnership may read; 404 where there is none."""
    try:
        return kept(framework_id=framework_id)
    except Framework.DoesNotExist:
        raise Http404 from None


def form_page(request: PortalRequest, form: SettingsForm, saving: Saving, *, status: int = 200) -> HttpResponse:
    """The form, empty or as it was typed."""
    return render(request, saving.template, {"form": form, **saving.shown}, status=status)


def save(request: PortalRequest, form: SettingsForm, change: Change, saving: Saving) -> HttpResponse:
    """Try the change: 302 when it is kept, 422 with errors, 409 when the framework moved on or is no draft."""
    try:
        change_settings(
            actor=request.actor,
            framework_id=saving.framework_id,
            read=form.cleaned_data["read"],
            change=change,
            part=saving.part,
        )
    except ChangedMeanwhile as meanwhile:
        shown = {"form": form.shown_again(meanwhile.revision), **saving.shown, "meanwhile": True}
        return render(request, saving.template, shown, status=409)
    except DefinitionRefused as refused:
        form.take(refused.problems)
        return form_page(request, form, saving, status=422)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    except LookupError:
        raise Http404 from None
    messages.success(request, saving.done)
    return redirect(saving.then)


def not_a_draft(request: PortalRequest, state: str) -> HttpResponse:
    """Why a page that changes something does not open."""
    return render(request, "audits/frameworks/wording/not_a_draft.html", {"state": state}, status=409)
