"""Sending e-mails: the worker's part."""

from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from lscp_portal.accounts.links import address_of
from lscp_portal.accounts.models import Invitation, Person
from lscp_portal.notify.delivery import Envelope, deliver
from lscp_portal.notify.messages import write
from lscp_portal.outbox.worker import OpenScope, worker_task
from lscp_portal.tenancy.models import Partnership
from lscp_portal.tenancy.scope import current


@worker_task("notify.send")
def send(open_scope: OpenScope, *, template: str, reference: str, **more: Any) -> None:  # noqa: ANN401 - JSON values
    """Write one e-mail and hand it to the mail server. Sent twice after a crash, it has the same Message-ID.

    more: invitation_id; or person_id, path, by and facts (posting.letters). Nothing is sent to somebody whose account
    is closed, nor for an invitation that is no longer open, nor to an address that does not work (delivery.deliver).
    """
    if template == "invitation":
        context = of_invitation(more["invitation_id"])
    else:
        context = of_person(more["person_id"], more["by"], more["path"])
    if context is None:
        return
    with open_scope():
        tenant_id = current().tenant or 0
        context |= of_place(tenant_id, more.get("facts", {}))
    envelope = Envelope(
        to=context["email"],
        template=template,
        reference=reference,
        person_id=more.get("person_id"),
        about_school_id=more.get("facts", {}).get("school_id") or context.get("school_id"),
    )
    deliver(open_scope, write(template, context), envelope)


def of_invitation(invitation_id: int) -> dict[str, Any] | None:
    """Guest, host and link. None when it was accepted, taken back or has expired."""
    still_open = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())
    found = still_open.select_related("invited_by").filter(pk=invitation_id).first()
    if found is None:
        return None
    return {
        "reader": found.full_name,
        "email": found.email,
        "writer": found.invited_by.full_name if found.invited_by else "",
        "role": found.get_role_display(),
        "school": found.school_name,
        "school_id": found.school_id,
        "expires_at": found.expires_at,
        "link": address_of(found),
    }


def of_person(person_id: int, by: int | None, path: str) -> dict[str, Any] | None:
    """Reader, writer and link. None when the reader's account is closed."""
    people = Person.objects.filter(pk__in={person_id, by or person_id})
    found = {person.pk: person for person in people.only("pk", "full_name", "email", "is_active")}
    reader, writer = found.get(person_id), found.get(by) if by else None
    if reader is None or not reader.is_active:
        return None
    return {
        "reader": reader.full_name,
        "email": reader.email,
        "writer": writer.full_name if writer else "",
        "link": f"{settings.BASE_URL}{path}",
    }


def of_place(tenant_id: int, facts: dict[str, Any]) -> dict[str, Any]:
    """The partnership, and the school and days among the facts. Inside the scope."""
    context: dict[str, Any] = {name: date.fromisoformat(day) for name, day in facts.items() if name.endswith("_on")}
    context["partnership"] = Partnership.objects.get(pk=tenant_id)
    if "school_id" in facts:  # the schools' app lies above this one, so its table is found by name
        school = apps.get_model("schools", "School")
        context["school"] = school.objects.values_list("name", flat=True).get(pk=facts["school_id"])
    return context
