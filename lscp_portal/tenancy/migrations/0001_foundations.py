"""Functions every policy rests on, and the table of allowed transitions."""

from django.db import migrations

CONTEXT = """
CREATE FUNCTION lscp.ctx_{word}() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = '' AS $$
DECLARE found text := current_setting('app.{word}', true);
BEGIN
  IF found IS NULL OR found = '' THEN
    RAISE EXCEPTION 'no {word} scope on this transaction'
      USING ERRCODE = '42501', HINT = 'open the scope first: lscp_portal.tenancy.scope';
  END IF;
  RETURN found::bigint;
END $$;
"""

REFUSE_CHANGE = """
CREATE FUNCTION lscp.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;
"""

ARROWS = """
CREATE TABLE lscp.workflow_arrow (
  workflow text NOT NULL, source text NOT NULL, target text NOT NULL, PRIMARY KEY (workflow, source, target)
);
GRANT SELECT ON lscp.workflow_arrow TO lscp_tenant, lscp_school, lscp_trust, lscp_national, lscp_public, lscp_portal, lscp_worker;

CREATE FUNCTION lscp.guard_state() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE before text := '';
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.state = OLD.state THEN RETURN NEW; END IF;
    before := OLD.state;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM lscp.workflow_arrow a
                 WHERE a.workflow = TG_ARGV[0] AND a.source = before AND a.target = NEW.state) THEN
    RAISE EXCEPTION '% cannot go from "%" to "%"', TG_ARGV[0], before, NEW.state USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    """What tables of every app need before they are made."""

    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        *(
            migrations.RunSQL(CONTEXT.format(word=word), f"DROP FUNCTION lscp.ctx_{word}()")
            for word in ("tenant", "school", "trust")
        ),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION lscp.refuse_change()"),
        migrations.RunSQL(ARROWS, "DROP FUNCTION lscp.guard_state(); DROP TABLE lscp.workflow_arrow"),
    ]
