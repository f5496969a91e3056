"""More time for schools: given by the lead, or asked for by the school and answered."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.extensions.models import DueDateExtension, ExtensionRequest
from audits.extensions.policies import may_ask_for_time, may_extend
from audits.extensions.rules import gives_time, is_still_to_come, lies_ahead
from audits.extensions.transitions import EXTENSION_REQUEST
from audits.extensions.types import Extended, MoreTime, Skipped
from audits.lifecycle.models import Audit
from lscp_portal.accounts.queries import holders, holders_by_school
from lscp_portal.notify.posting import TASK, letters, queue
from lscp_portal.outbox.posting import post_many
from lscp_portal.tenancy.actor import Actor
from lscp_portal.trail.recording import record
from lscp_portal.workflow import Blocker, Refused
from schools.holidays.queries import closures

TOLD = ("dsl", "head", "chair")


def extend(*, actor: Actor, audit_ids: Collection[int], more: MoreTime) -> Extended:
    """Give these schools time until one new day, and tell them. Schools it does not fit are skipped and named.

    In a closed cycle the schools can go on until that day. Raises PermissionDenied, and Refused when the day is past,
    the reason needs words, or no school is left. 8 statements, whatever the number of schools.
    """
    if not may_extend(actor):
        raise PermissionDenied("audit.extend")
    return _extend(actor, audit_ids, more, asked_for=False)


def ask_for_time(*, actor: Actor, audit_id: int, wish: MoreTime) -> ExtensionRequest:
    """A school asks the lead for more time. Raises PermissionDenied, Refused, Audit.DoesNotExist."""
    audit = _one(audit_id)
    if not may_ask_for_time(actor, audit):
        raise PermissionDenied("audit.ask_for_time")
    found = [*is_still_to_come(audit), *lies_ahead(wish.due_on, today=timezone.localdate())]
    if wish.due_on <= audit.due_on:
        found.append(Blocker("earlier", f"You have time until {audit.due_on:%-d %B %Y} already."))
    if audit.extension_requests.filter(state=ExtensionRequest.State.ASKED).exists():
        found.append(Blocker("waiting", "Your school has asked already and waits for the answer."))
    if found:
        raise Refused(found)
    request: ExtensionRequest = ExtensionRequest.objects.create(
        **audit.owner,
        audit=audit,
        reason=wish.reason,
        words=wish.words,
        wished_on=wish.due_on,
        asked_by_id=actor.person_id,
    )
    record(actor, "extension.asked", request, audit=audit.pk, wished_on=wish.due_on)
    queue(
        template="more_time_asked",
        key=f"extension:{request.pk}",
        to=holders(roles=("lead",), school_id=None),
        path=f"/p/{audit.tenant.slug}/extensions/{request.pk}/",
        by=actor.person_id,
        school_id=audit.school_id,
        due_on=wish.due_on,
    )
    return request


def grant(*, actor: Actor, request_id: int, due_on: date, answer: str) -> ExtensionRequest:
    """Say yes to a school's request, to the day it wished or to another one. Raises PermissionDenied, Refused."""
    request = _request(request_id)
    EXTENSION_REQUEST.move("grant", request, actor)
    more = MoreTime(due_on=due_on, reason=request.reason, words=answer or request.words)
    _extend(actor, [request.audit_id], more, asked_for=True)
    request.due_on = due_on
    _answered(actor, request, answer)
    record(actor, "extension.granted", request, due_on=due_on)
    return request


def decline(*, actor: Actor, request_id: int, answer: str) -> ExtensionRequest:
    """Say no to a school's request, and why. Raises PermissionDenied, Refused."""
    request = _request(request_id)
    EXTENSION_REQUEST.move("decline", request, actor)
    if not answer.strip():
        raise Refused([Blocker("answer", "Say why: the school reads it.")])
    _answered(actor, request, answer)
    record(actor, "extension.declined", request)
    queue(
        template="more_time_declined",
        key=f"extension:{request.pk}",
        to={request.asked_by_id, *holders(roles=("dsl", "head"), school_id=request.school_id)},
        path=f"/s/{request.school.urn}/audit/time/",
        by=actor.person_id,
        school_id=request.school_id,
    )
    return request


def _extend(actor: Actor, audit_ids: Collection[int], more: MoreTime, *, asked_for: bool) -> Extended:
    found = list(lies_ahead(more.due_on, today=timezone.localdate()))
    if more.reason == "other" and not more.words.strip():
        found.append(Blocker("words", "Say what the other reason is."))
    audits, skipped, holidays = [], [], closures()
    for audit in _locked(audit_ids):
        closed = holidays.of(la_code=audit.school.la_code, trust_uid=audit.school.trust_uid)
        blockers = [*is_still_to_come(audit), *gives_time(audit, due_on=more.due_on, closed=closed)]
        if blockers:
            skipped.append(Skipped(audit.school.name, blockers[0].sentence))
        else:
            audits.append(audit)
    if not audits and not found:
        found = [Blocker("skipped", f"{one.name}: {one.reason}") for one in skipped[:10]]
        found = found or [Blocker("nobody", "Choose at least one school.")]
    if found:
        raise Refused(found)
    _write(actor, audits, more, asked_for=asked_for)
    return Extended(len(audits), skipped)


def _write(actor: Actor, audits: Sequence[Audit], more: MoreTime, *, asked_for: bool) -> None:
    kept = DueDateExtension.objects.bulk_create(
        DueDateExtension(
            **audit.owner,
            audit=audit,
            due_before=audit.due_on,
            due_after=more.due_on,
            reason=more.reason,
            words=more.words,
            granted_by_id=actor.person_id,
            asked_for_by_school=asked_for,
        )
        for audit in audits
    )
    ids = [audit.pk for audit in audits]
    Audit.objects.filter(pk__in=ids).update(due_on=more.due_on, extended_to=more.due_on)
    record(actor, "audit.extended", audits[0].cycle, audits=ids, due_on=more.due_on, reason=more.reason)
    post_many(TASK, chain.from_iterable(_letters(actor, kept)))


def _letters(actor: Actor, kept: Sequence[DueDateExtension]) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
    people = holders_by_school(roles=TOLD)
    for extension in kept:
        yield letters(
            template="more_time",
            key=f"extension:{extension.pk}",
            to=people.get(extension.school_id, []),
            path=f"/s/{extension.audit.school.urn}/audit/time/",
            by=actor.person_id,
            school_id=extension.school_id,
            due_on=extension.due_after,
        )


def _locked(audit_ids: Collection[int]) -> list[Audit]:
    rows = Audit.objects.select_for_update(of=("self",), no_key=True).select_related("cycle", "school")
    return list(rows.filter(pk__in=audit_ids).order_by("pk"))


def _one(audit_id: int) -> Audit:
    audit: Audit = Audit.objects.select_for_update(of=("self",), no_key=True).select_related("cycle").get(pk=audit_id)
    return audit


def _request(request_id: int) -> ExtensionRequest:
    rows = ExtensionRequest.objects.select_for_update(of=("self",), no_key=True).select_related("school")
    request: ExtensionRequest = rows.get(pk=request_id)
    return request


def _answered(actor: Actor, request: ExtensionRequest, answer: str) -> None:
    request.answer, request.answered_by_id, request.answered_at = answer, actor.person_id, timezone.now()
    request.save(update_fields=["state", "answer", "answered_by_id", "answered_at", "due_on"])
