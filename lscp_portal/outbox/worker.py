"""How the worker does a message: read it, open its partnership's scope, do the work, mark it done."""

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.tenancy.scope import area_scope, scope

OpenScope = Callable[[], AbstractContextManager[None]]
Handler = Callable[..., None]

GIVE_UP_AFTER = 8
log = logging.getLogger("lscp_portal.outbox")
handlers: dict[str, Handler] = {}


def worker_task(name: str) -> Callable[[Handler], Handler]:
    """Register a function as the work of messages called `name`; it gets open_scope and the message's arguments.

    The function must come to the same end when it runs twice: a worker may die after the work and before the mark.
    """

    def register(work: Handler) -> Handler:
        handlers[name] = work

        @shared_task(name=name)
        def run(message_id: str) -> None:  # Celery writes the signature anew, so it needs a name
            do(UUID(message_id))

        return work

    return register


def do(message_id: UUID) -> None:
    """Do one message, if it is still to be done. An error is noted on it, and it is sent again later."""
    message = OutboxMessage.objects.filter(pk=message_id, done_at=None).first()
    if message is None:
        return
    try:
        handlers[message.task](scope_of(message.tenant_id), **message.arguments)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is noted and tried again
        _put_off(message, problem)
        return
    OutboxMessage.objects.filter(pk=message_id).update(done_at=timezone.now(), last_error="")


def scope_of(tenant_id: int) -> OpenScope:
    """A way to open the scope of one partnership and no other."""

    @contextmanager
    def open_scope() -> Iterator[None]:
        with scope(area_scope(tenant_id)):
            yield

    return open_scope


def _put_off(message: OutboxMessage, problem: Exception) -> None:
    """Wait longer after each failure. The error's kind and place are kept; its text is not, for it may quote people."""
    place = traceback.extract_tb(problem.__traceback__)[-1]
    where = f"{type(problem).__name__} in {place.name}, {Path(place.filename).name}:{place.lineno}"
    log.warning("outbox message %s (%s) failed: %s", message.pk, message.task, where)
    wait = timedelta(seconds=min(3600, 5 * 2**message.attempts))
    OutboxMessage.objects.filter(pk=message.pk).update(
        sent_at=None,
        attempts=message.attempts + 1,
        not_before=timezone.now() + wait,
        last_error=where,
    )
