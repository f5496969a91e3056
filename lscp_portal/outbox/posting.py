"""Put a message into the outbox, in the transaction of the change that causes it."""

from typing import Any

from lscp_portal.outbox.models import OutboxMessage
from lscp_portal.tenancy.scope import current


def post(task: str, *, key: str, **arguments: Any) -> None:  # noqa: ANN401 - ids and codes of any JSON kind
    """Have `task` done after commit, once for each `key`; a second post of the same key changes nothing."""
    message = OutboxMessage(tenant_id=current().tenant, task=task, key=key, arguments=arguments)
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)  # scopes may insert, never read back
