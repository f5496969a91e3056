"""A school says of one earlier answer that it is still true."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from audits.answers.types import AnswerConflict, AnswerRefused, AuditClosed
from audits.carrying.actions import carry_forward
from audits.carrying.forms import StillTrueForm
from audits.carrying.types import NothingToCarry
from audits.lifecycle.policies import answers_for_school
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker

LOCKED = 423
MEANWHILE = "Somebody at your school has saved an answer since the page was shown. It is kept: look at it again."


@require_POST
@allow(answers_for_school)
def still_true(request: PortalRequest, urn: int, section: str, code: str) -> HttpResponse:
    """One indicator, one press. The way back leads to where the button stood."""
    form = StillTrueForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        carry_forward(actor=request.actor, audit_id=form.cleaned_data["audit"], code=code, yes=form.yes())
    except NothingToCarry as nothing:
        return _refused(request, str(nothing), 409)
    except AnswerConflict:
        return _refused(request, MEANWHILE, 409)
    except AnswerRefused as refused:
        return _refused(request, " ".join(problem.sentence for problem in refused.problems), 409)
    except AuditClosed as closed:
        return _refused(request, str(closed) or "The audit has been signed, so answers cannot change.", LOCKED)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, f"{code} is saved as last time. The reviewer sees that you carried it forward.")
    if form.cleaned_data["back"]:
        return redirect("answers:indicator", urn, section, code)
    return redirect(f"{reverse('answers:section', args=[urn, section])}#{code.lower()}")


def _refused(request: PortalRequest, words: str, status: int) -> HttpResponse:
    return render(request, "errors/409.html", {"blockers": [Blocker("carrying", words)]}, status=status)
