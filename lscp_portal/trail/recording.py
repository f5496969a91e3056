"""Write a link of the trail, in the transaction of what it is about."""

import json
from typing import Any

from django.db import connection, models

from lscp_portal.tenancy.actor import Actor


def record(actor: Actor | None, kind: str, about: models.Model, **facts: Any) -> None:  # noqa: ANN401 - any JSON value
    """Add `kind` to the chain of the open scope's partnership.

    actor: who did it; None for the system. facts: ids, codes and hashes, never names or texts: the trail is kept
    when a person's data has to go. The person is the scope's; the database stamps time and hash.
    """
    _add("lscp.record", actor.person_id if actor else None, kind, about, facts)


def record_identity(person_id: int | None, kind: str, about: models.Model, **facts: Any) -> None:  # noqa: ANN401
    """Add `kind` to the identity plane's chain: sign-in, invitation, membership. Outside any scope."""
    _add("lscp.record_identity", person_id, kind, about, facts)


def record_for_trust(tenant_id: int, kind: str, about: models.Model, **facts: Any) -> None:  # noqa: ANN401
    """Add `kind` to the chain of one of the partnerships that know the open scope's trust lead, who did it."""
    _add("lscp.record_for_trust", tenant_id, kind, about, facts)


def _add(function: str, whose: int | None, kind: str, about: models.Model, facts: dict[str, Any]) -> None:
    label = f"{about._meta.db_table}:{about.pk}"  # noqa: SLF001 - Django's documented API
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s, %s, %s)", [whose, kind, label, json.dumps(facts, default=str)])
