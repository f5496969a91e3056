"""Check the chains: any changed, missing or moved link is found at its exact place."""

from dataclasses import dataclass

from django.db import connection

BROKEN_LINKS = """
WITH links AS (
  SELECT tenant_id, sequence, hash,
         previous IS DISTINCT FROM COALESCE(lag(hash) OVER chain, ''::bytea) AS unlinked,
         sequence <> COALESCE(lag(sequence) OVER chain, 0) + 1 AS gap,
         hash <> lscp.event_hash(previous, tenant_id, sequence, happened_at, person_id, kind, record, facts) AS altered
  FROM trail_event WINDOW chain AS (PARTITION BY tenant_id ORDER BY sequence)
)
SELECT tenant_id, sequence, CASE WHEN gap THEN 'gap before it' WHEN altered THEN 'altered' ELSE 'not linked' END
FROM links WHERE unlinked OR gap OR altered
UNION ALL
SELECT head.tenant_id, head.sequence, 'the last links are missing' FROM trail_chain_head head
WHERE NOT EXISTS (SELECT 1 FROM trail_event e
                  WHERE e.tenant_id = head.tenant_id AND e.sequence = head.sequence AND e.hash = head.hash)
ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """Where a chain is broken, and how."""

    tenant_id: int
    sequence: int
    how: str


def broken_links() -> list[BrokenLink]:
    """Every break in every chain; empty when all is well. Needs the owner's eyes (the migration login)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.migrating', 'on', true)")
        cursor.execute(BROKEN_LINKS)
        return [BrokenLink(*row) for row in cursor.fetchall()]
