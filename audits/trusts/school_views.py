"""A school says yes to its trust's answer."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audits.answers.types import AnswerConflict, AnswerRefused, AuditClosed
from audits.lifecycle.policies import answers_for_school
from audits.trusts.actions import confirm_offer
from audits.trusts.forms import ConfirmForm
from audits.trusts.types import OfferChanged, Yes
from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker

LOCKED = 423
CHANGED = "Your trust has changed this answer since the page was shown. Look at it again."
ANSWERED = "Somebody at your school has saved an answer since the page was shown. Look at it again."


@require_POST
@allow(answers_for_school)
def confirm(request: PortalRequest, urn: int, section: str, code: str) -> HttpResponse:
    """“We answer as the trust does”: as shown, or not at all."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    yes = Yes(
        offer_id=said["offer"], revision=said["central_revision"], read=said["read"], operation_id=said["operation_id"]
    )
    try:
        confirm_offer(actor=request.actor, audit_id=said["audit"], code=code, yes=yes)
    except OfferChanged:
        return _refused(request, CHANGED, 409)
    except AnswerConflict:
        return _refused(request, ANSWERED, 409)
    except AnswerRefused as refused:
        return _refused(request, " ".join(problem.sentence for problem in refused.problems), 409)
    except AuditClosed as closed:
        return _refused(request, str(closed) or "The audit has been signed, so answers cannot change.", LOCKED)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, f"{code} is saved, in your trust’s words. You can still change it.")
    return redirect("answers:indicator", urn, section, code)


def _refused(request: PortalRequest, words: str, status: int) -> HttpResponse:
    return render(request, "errors/409.html", {"blockers": [Blocker("trust", words)]}, status=status)
