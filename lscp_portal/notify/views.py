"""The mail of the demonstration, which nobody's inbox gets: links in it work. Demonstration and tests only."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from lscp_portal.access.policies import public
from lscp_portal.notify import mailbox
from lscp_portal.ui.types import Cell

HEADINGS = ("Subject", "To", "Sent")
BECAUSE = "In a demonstration everybody may read the invented people's mail; elsewhere the address is not there."


@public(BECAUSE)
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The newest messages; `q` finds a reader or a subject."""
    search = request.GET.get("q", "").strip()[:100]
    found = mailbox.newest(folder=settings.MAIL_FOLDER, search=search)
    rows = [
        [
            Cell(mail.subject, href=reverse("mail:one", args=[mail.key])),
            mail.to,
            date_format(mail.caught_at, "j F, H:i"),
        ]
        for mail in found
    ]
    return render(request, "notify/mails.html", {"headings": HEADINGS, "rows": rows, "search": search})


@public(BECAUSE)
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One message as text. Its links are made here from the words: no markup of the message is shown."""
    found = mailbox.one(folder=settings.MAIL_FOLDER, key=key)
    if found is None:
        raise Http404
    return render(request, "notify/mail.html", {"mail": found})
