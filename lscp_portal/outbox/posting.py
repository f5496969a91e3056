"""Put messages into the outbox, in the transaction of the change that causes them."""

from collections.abc import Iterable, Mapping
from typing import Any

from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.tenancy.scope import ScopeError, current


def post(task: str, *, key: str, **arguments: Any) -> None:  # noqa: ANN401 - ids and codes of any JSON kind
    """Have `task` done after commit, once for each `key`; a second post of the same key changes nothing."""
    post_many(task, [(key, arguments)])


def post_many(task: str, messages: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Have `task` done for each (key, arguments), in one statement."""
    tenant_id = current().tenant
    if tenant_id is None:
        raise ScopeError("A message belongs to a partnership; this scope has none.")
    rows = [OutboxMessage(tenant_id=tenant_id, task=task, key=key, arguments=dict(facts)) for key, facts in messages]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True)  # scopes may insert, never read back
