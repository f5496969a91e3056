"""What was issued to a school stays as it was issued: the database refuses to change it, whoever asks."""

from django.db import migrations

FROZEN_ONCE = """
CREATE FUNCTION lscp.frozen_once() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE before jsonb := to_jsonb(OLD); after jsonb := to_jsonb(NEW); name text;
BEGIN
  IF before ->> TG_ARGV[0] IS NULL THEN RETURN NEW; END IF;
  FOREACH name IN ARRAY TG_ARGV LOOP
    IF before -> name IS DISTINCT FROM after -> name THEN
      RAISE EXCEPTION '% of % is frozen since %', name, TG_TABLE_NAME, TG_ARGV[0] USING ERRCODE = '42501';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
"""


def frozen(table: str, *columns: str) -> migrations.RunSQL:
    """From the moment the first column is filled, it and the others stay."""
    words = ", ".join(f"'{column}'" for column in columns)
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION lscp.frozen_once({words})",
        f"DROP TRIGGER {table}_frozen ON {table}",
    )


class Migration(migrations.Migration):
    """Letters and recommendations once issued, and the school's answer once given."""

    dependencies = [("audits", "0001_initial")]
    operations = [
        migrations.RunSQL(FROZEN_ONCE, "DROP FUNCTION lscp.frozen_once()"),
        frozen("audits_feedback", "issued_at", "issued_by_id", "content", "opening", "strengths"),
        frozen("audits_recommendation", "issued_at", "text", "help_from", "due_on", "indicator_id", "review_id"),
        migrations.RunSQL(
            "CREATE TRIGGER audits_feedback_answered BEFORE UPDATE ON audits_feedback FOR EACH ROW "
            "EXECUTE FUNCTION lscp.frozen_once('acknowledged_at', 'acknowledged_by_id', 'acknowledgement')",
            "DROP TRIGGER audits_feedback_answered ON audits_feedback",
        ),
    ]
