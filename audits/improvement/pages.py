"""What the pages of both sides share: one improvement, and a step that goes with words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from audits.improvement.forms import StepForm
from audits.improvement.models import Improvement
from audits.improvement.queries import improvement_page
from audits.improvement.rules import who_looks
from lscp_portal.access.request import PortalRequest
from lscp_portal.workflow import Blocker, Refused
from schools.contacts.known import known_to

SCHOOL, AREA = "base/school.html", "base/portal.html"
Action = Callable[..., Improvement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page stands. names: of the addresses ("improvements" or "school_improvements"); root: urn or slug."""

    shell: str
    names: str
    root: int | str

    def context(self) -> dict[str, Any]:
        """What its templates need to know."""
        return {"shell": self.shell, "urn" if self.shell == SCHOOL else "slug": self.root}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One step that goes with words. field: what the action calls them; done: what is said after it, of the row."""

    title: str
    label: str
    hint: str
    button: str
    done: Callable[[Improvement], str]
    field: str = "words"


DONE = Said(
    title="Say that it is done",
    label="What shows that it is done?",
    hint="What there is to see, and where it is kept: a policy, a record, a note of a check. Upload nothing. No names, "
    "initials or other details of a child.",
    button="Say that it is done",
    done=lambda work: f"Kept. {who_looks(work)} looks now, never somebody who had a hand in it.",
    field="evidence",
)
VERIFY = Said(
    title="Verify that it is done",
    label="What did you look at?",
    hint="For example “I read the log of the last six weeks with the safeguarding lead”. No details of a child.",
    button="It is done",
    done=lambda _work: "Verified. The school’s safeguarding lead is told.",
)
SEND_BACK = Said(
    title="Send it back",
    label="What is still missing?",
    hint="So plain that the school knows what to do. No details of a child.",
    button="Send it back",
    done=lambda _work: "Sent back. The safeguarding lead and the owner are told.",
)
WITHDRAW = Said(
    title="Withdraw it",
    label="Why is it withdrawn?",
    hint="The reason stays with it, and the school reads it. No details of a child.",
    button="Withdraw it",
    done=lambda _work: "Withdrawn. It stays on the list with its reason.",
)


def show_one(
    request: PortalRequest, place: Place, improvement_id: int, blockers: list[Blocker] | None = None
) -> HttpResponse:
    """One improvement with its history and what may be done; 409 with reasons to refuse."""
    page = improvement_page(actor=request.actor, improvement_id=improvement_id)
    shown = {"page": page, "row": page.row, "blockers": blockers or [], **place.context()}
    return render(request, "audits/improvement/one.html", shown, status=409 if blockers else 200)


def say(request: PortalRequest, place: Place, improvement_id: int, action: Action, said: Said) -> HttpResponse:
    """A page with one box, and the step that it leads to."""
    page = improvement_page(actor=request.actor, improvement_id=improvement_id)
    form = StepForm(
        request.POST if request.method == "POST" else None,
        known=known_to(request.actor, Improvement, improvement_id),
        label=said.label,
        hint=said.hint,
        words=page.evidence if said.field == "evidence" else "",
    )
    if form.is_valid():
        try:
            work = action(
                actor=request.actor, improvement_id=improvement_id, **{said.field: form.cleaned_data["words"]}
            )
        except Refused as refused:
            return show_one(request, place, improvement_id, refused.blockers)
        messages.success(request, said.done(work))
        return redirect(f"{place.names}:one", place.root, improvement_id)
    shown = {"form": form, "page": page, "row": page.row, "said": said, **place.context()}
    return render(request, "audits/improvement/step.html", shown, status=422 if form.is_bound else 200)
