"""Inviting many people: a list, what it would do, and the sending."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lscp_portal.access.policies import allow
from lscp_portal.access.request import PortalRequest
from lscp_portal.ui.files import csv_file
from lscp_portal.ui.forms import GovukForm
from schools.contacts.bulk import Judged, counted, invite_many, judge
from schools.contacts.bulk_reading import HEADINGS, decoded, read_list
from schools.contacts.policies import may_mend
from schools.contacts.queries import vacant_posts

LARGEST = 1_000_000
COLUMNS = ("Row", "School", "Role", "Name", "E-mail", "What happens")


class BulkForm(GovukForm):
    """A file, or cells pasted out of a spreadsheet."""

    file = forms.FileField(label="A CSV file", required=False, widget=forms.FileInput)
    text = forms.CharField(
        label="Or paste rows out of a spreadsheet",
        help_text="With the headings in the first row",
        required=False,
        strip=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two, as text."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        file: UploadedFile[Any] | None = said.get("file")
        if file is None and not said.get("text", "").strip():
            self.add_error("file", "Choose a file, or paste rows below")
        elif file is not None and (file.size or 0) > LARGEST:
            self.add_error("file", "The file has more than 1 MB, so it is not a list of people")
        elif file is not None:
            try:
                said["text"] = decoded(file.read())
            except ValueError as problem:
                self.add_error("file", str(problem))
        return said


class SendForm(GovukForm):
    """The list that was previewed, and the number of the click."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False, max_length=LARGEST)
    operation_id = forms.UUIDField(widget=forms.HiddenInput)


@require_http_methods(["GET", "POST"])
@allow(may_mend)
def bulk(request: PortalRequest, partnership: str) -> HttpResponse:
    """Read a list and say, line by line, what it would do. Nothing is sent yet. `mend`: the list again, to change."""
    if request.POST.get("mend"):
        again = {"form": BulkForm(initial={"text": request.POST.get("text", "")}), "slug": partnership}
        return render(request, "schools/contacts/bulk.html", again | {"headings": HEADINGS})
    form = BulkForm(request.POST, request.FILES) if request.method == "POST" else BulkForm()
    shown: dict[str, Any] = {"form": form, "slug": partnership, "headings": HEADINGS}
    if not form.is_valid():
        return render(request, "schools/contacts/bulk.html", shown, status=422 if form.is_bound else 200)
    read = read_list(form.cleaned_data["text"])
    if not read.is_whole:
        shown["refused"] = read.problems
        return render(request, "schools/contacts/bulk.html", shown, status=422)
    judged = judge(read.lines, actor=request.actor)
    begin = {"text": form.cleaned_data["text"], "operation_id": uuid.uuid4()}
    shown |= {
        "send": SendForm(initial=begin),
        "problems": read.problems,
        "counts": counted(judged),
        "number": sum(one.is_sent for one in judged),
        "button": f"Invite {sum(one.is_sent for one in judged):,} people",
        "rows": [_cells(one) for one in judged],
        "columns": COLUMNS,
    }
    return render(request, "schools/contacts/bulk_preview.html", shown)


@require_POST
@allow(may_mend)
def send(request: PortalRequest, partnership: str) -> HttpResponse:
    """Invite everybody of the list who can be invited; a second click sends nothing again."""
    form = SendForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The list was not sent along. Choose it again.")
        return redirect("contacts:bulk", partnership)
    read = read_list(form.cleaned_data["text"])
    lines = read.lines
    batch = invite_many(actor=request.actor, lines=lines, operation_id=form.cleaned_data["operation_id"])
    people = "1 person is" if batch.invited == 1 else f"{batch.invited:,} people are"
    not_read = len({problem.place.partition(",")[0] for problem in read.problems})
    left_out = batch.left_out + not_read
    left = f" {left_out:,} row{'s were' if left_out > 1 else ' was'} left out." if left_out else ""
    messages.success(request, f"{people} invited; the e-mails are on their way.{left}")
    return redirect(f"{reverse('people:schools', args=[partnership])}?state=invited")


@require_safe
@allow(may_mend)
def template(request: PortalRequest, partnership: str) -> HttpResponse:  # noqa: ARG001 - part of the address
    """A list to fill in: every post of an open school that nobody can be reached in."""
    return csv_file([(*HEADINGS, "School"), *vacant_posts()], name="people-to-invite.csv")


def _cells(one: Judged) -> list[object]:
    school = f"{one.school.name} ({one.school.urn})" if one.school else str(one.line.urn)
    line = one.line
    return [str(line.row), school, str(line.role.label), line.full_name, line.email, one.fate.value]
