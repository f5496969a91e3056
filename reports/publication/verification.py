"""Hash every stored file again: a changed byte is found and named."""

from django.db import connection

from reports.publication.types import Mismatch

# PostgreSQL hashes, so that no file travels. The web page must also be the very words that were approved.
ALTERED = """
SELECT e.tenant_id, e.id, wanted.format,
       CASE WHEN f.id IS NULL THEN 'is missing'
            WHEN encode(sha256(f.content), 'hex') <> f.sha256 OR length(f.content) <> f.bytes_long
              THEN 'does not have the hash it was stored with'
            ELSE 'is not what was approved' END
FROM reports_edition e
CROSS JOIN (VALUES ('html'), ('pdf')) AS wanted (format)
LEFT JOIN reports_editionfile f ON f.edition_id = e.id AND f.format = wanted.format
WHERE e.rendered_at IS NOT NULL
  AND (f.id IS NULL OR encode(sha256(f.content), 'hex') <> f.sha256 OR length(f.content) <> f.bytes_long
       OR f.format = 'html' AND f.content <> convert_to(e.source_html, 'UTF8'))
ORDER BY 1, 2, 3
"""
COUNT = "SELECT count(*) FROM reports_editionfile"


def altered_files() -> tuple[list[Mismatch], int]:
    """Every stored file that is missing or changed, and how many files there are. Needs the migration login."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.migrating', 'on', true)")
        cursor.execute(ALTERED)
        found = [Mismatch(*row) for row in cursor.fetchall()]
        cursor.execute(COUNT)
        return found, cursor.fetchone()[0]
