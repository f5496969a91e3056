"""Letters' lines for contributors, of their own series alone; and how a reader's words were read for child details."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

PERSON = "(SELECT nullif(current_setting('app.person', true), '')::bigint)"
# The letter stays closed to them. As the owner, since a policy shows whole rows only; held to the school of the scope.
# Codes mean the same within one series of a framework only (as in lscp.own_indicators, 0010), so the series is asked.
# The setting is put back as it was; an error undoes it with the transaction. pg_temp comes last, so that nobody's
# temporary type is taken for the catalogue's.
LINES = f"""
CREATE OR REPLACE FUNCTION lscp.own_letter_lines(audits bigint[])
RETURNS TABLE (audit_id bigint, line jsonb, advice jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.migrating', true), '');
BEGIN
  PERFORM set_config('app.migrating', 'on', true);  -- as the owner, whom the policies show nothing else
  RETURN QUERY SELECT f.audit_id, said.line, coalesce((
    SELECT jsonb_agg(asked.row) FROM jsonb_array_elements(f.content -> 'recommendations') AS asked (row)
    WHERE asked.row ->> 'code' = said.line ->> 'code'
  ), '[]'::jsonb)
  FROM lscp.audits_feedback f
  JOIN lscp.audits_audit u ON u.tenant_id = f.tenant_id AND u.school_id = f.school_id AND u.id = f.audit_id
  JOIN lscp.audits_cycle c ON c.tenant_id = u.tenant_id AND c.id = u.cycle_id
  JOIN lscp.audits_framework g ON g.tenant_id = c.tenant_id AND g.id = c.framework_id
  CROSS JOIN LATERAL jsonb_array_elements(f.content -> 'sections') AS part (section)
  CROSS JOIN LATERAL jsonb_array_elements(part.section -> 'lines') AS said (line)
  WHERE f.tenant_id = lscp.ctx_tenant() AND f.school_id = lscp.ctx_school()
    AND f.audit_id = ANY (audits) AND f.state IN ('issued', 'acknowledged')
    AND EXISTS (
      SELECT 1 FROM lscp.audits_assignment a
      JOIN lscp.audits_indicator i
        ON i.tenant_id = a.tenant_id AND (i.id = a.indicator_id OR i.section_id = a.section_id)
      JOIN lscp.audits_framework w ON w.tenant_id = i.tenant_id AND w.id = i.framework_id
      WHERE a.tenant_id = f.tenant_id AND a.school_id = f.school_id AND a.ended_at IS NULL
        AND w.upstream = g.upstream AND i.code = said.line ->> 'code'
        AND (a.person_id = {PERSON} OR a.invitation_id IN (
          SELECT v.id FROM lscp.accounts_invitation v
          WHERE v.tenant_id = f.tenant_id AND v.school_id = f.school_id AND v.accepted_by_id = {PERSON}
        ))
    );
  PERFORM set_config('app.migrating', before, true);
END $$;
"""  # noqa: S608 - made of words of this file


class Migration(migrations.Migration):
    dependencies = [("audits", "0036_recommendation_answers"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(LINES, migrations.RunSQL.noop),
        migrations.AddField(
            "score",
            "checked",
            ArrayField(
                models.CharField(max_length=64),
                db_default=[],
                default=list,
                help_text="digests of warnings that the reader has confirmed to be about no child",
                size=None,
            ),
        ),
        migrations.AddField(
            "score",
            "clear_as",
            models.CharField(
                db_default="",
                default="",
                help_text="the mark of the words that were read and point at no child; other words are read again",
                max_length=64,
            ),
        ),
    ]
