"""What pages of the editor have in common: an act and what can come of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from audits.frameworks.editor.types import EditConflict, EntryRefused
from audits.frameworks.wording.forms import SettingsForm
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Refused

FORM = "audits/frameworks/editor/form.html"


def or_404(ask: Callable[..., Any], **named: Any) -> Any:  # noqa: ANN401 - whatever the query gives
    """What a query finds; 404 where it is not there."""
    try:
        return ask(**named)
    except ObjectDoesNotExist:
        raise Http404 from None


def attempt(
    request: PortalRequest, act: Callable[[], object], *, framework_id: int, at: str, done: str
) -> HttpResponse:
    """Do something that needs no form: 302 to its place in the editor, 409 with what stands in the way."""
    try:
        act()
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    except EditConflict:
        return render(request, "errors/409.html", status=409)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, done)
    return redirect(place_in_editor(request, framework_id, at))


def save(
    request: PortalRequest, form: SettingsForm, act: Callable[[], object], *, shown: dict[str, Any], at: str, done: str
) -> HttpResponse:
    """Keep what a valid form says: 302, or 422 with what the rules for files say, or 409 with both wordings.

    shown: what the page shows beside the form; `template` names it, `compare` says both wordings of a conflict.
    """
    compare = shown.pop("compare", None)
    template = shown.get("template", FORM)
    try:
        act()
    except EntryRefused as refused:
        for key, sentence in refused.problems:
            form.add_error(form.field_named(key) if key else None, sentence)
        return render(request, template, {"form": form, **shown}, status=422)
    except EditConflict as conflict:
        both = compare(conflict.theirs) if compare else []
        again = form.shown_again(conflict.theirs.revision)
        return render(request, template, {"form": again, **shown, "both": both, "meanwhile": True}, status=409)
    except Refused as refused:
        return render(request, "errors/409.html", {"blockers": refused.blockers}, status=409)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, done)
    return redirect(place_in_editor(request, shown["framework_id"], at))


def place_in_editor(request: PortalRequest, framework_id: int, at: str) -> str:
    """The address of a section or an indicator in the editor."""
    address = reverse("frameworks:editor", args=[request.place.slug, framework_id])
    return f"{address}#{at.lower()}" if at else address


def not_a_draft(request: PortalRequest, state_words: str) -> HttpResponse:
    """Why the editor does not open."""
    return render(request, "audits/frameworks/wording/not_a_draft.html", {"state": state_words}, status=409)
