"""The gallery: every component in every state. Demonstration and tests only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lscp_portal.access.policies import public
from lscp_portal.ui.samples import GALLERY, SampleForm, WarnedForm


@public("It shows components with invented words, in a demonstration only.")
def gallery(request: HttpRequest) -> HttpResponse:
    """All components on one page; ?errors=1 shows the form as a wrong one comes back."""
    wrong = {"due_on_day": "31", "due_on_month": "2", "due_on_year": "2027", "level": "9", "summary": "word " * 31}
    form = SampleForm(wrong if "errors" in request.GET else None)
    status = 422 if form.is_bound else 200
    return render(
        request, "gallery/gallery.html", {"page": GALLERY, "form": form, "warned": WarnedForm.shown()}, status=status
    )
