"""What contributors see of looks, returns, presence and letters; and governors' visits as pieces of evidence."""

import django.db.models.deletion
from django.db import migrations, models

import lscp_portal.tenancy.constraints

WHOLE = "(SELECT lscp.sees_whole_school())"
PERSON = "(SELECT nullif(current_setting('app.person', true), '')::bigint)"
# An assignment that holds today, of whoever asks: as in 0010.
THEIRS = f"""
  a.ended_at IS NULL AND (
    a.person_id = {PERSON}
    OR a.invitation_id IN (SELECT v.id FROM lscp.accounts_invitation v WHERE v.accepted_by_id = {PERSON})
  )
"""  # noqa: S608 - made of words of this file
# The place on a row is one they were given: the indicator, or, for the page of a section, the whole section.
IN_THEIR_PART = f"""EXISTS (
  SELECT 1 FROM lscp.audits_assignment a
  LEFT JOIN lscp.audits_indicator i ON i.id = a.indicator_id
  LEFT JOIN lscp.audits_section s ON s.id = a.section_id
  WHERE a.audit_id = audits_presence.audit_id AND {THEIRS}
  AND (s.code = audits_presence.section_code OR i.code = audits_presence.code)
)"""  # noqa: S608 - made of words of this file
BY_THEMSELVES = f"person_id = {PERSON}"
# The letter stays closed to them. As the owner, since a policy shows whole rows only; held to the school of the scope.
LINES = f"""
CREATE FUNCTION lscp.own_letter_lines(audits bigint[]) RETURNS TABLE (audit_id bigint, line jsonb, advice jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  tenant bigint := lscp.ctx_tenant();
  school bigint := lscp.ctx_school();
  codes text[];
BEGIN
  PERFORM set_config('app.migrating', 'on', true);  -- as the owner, whom the policies show nothing else
  codes := ARRAY(
    SELECT DISTINCT i.code FROM lscp.audits_assignment a
    JOIN lscp.audits_indicator i ON i.id = a.indicator_id OR i.section_id = a.section_id
    WHERE a.tenant_id = tenant AND a.school_id = school AND {THEIRS}
  );
  RETURN QUERY
    SELECT f.audit_id, said.line, coalesce((
      SELECT jsonb_agg(asked.row) FROM jsonb_array_elements(f.content -> 'recommendations') AS asked (row)
      WHERE asked.row ->> 'code' = said.line ->> 'code'
    ), '[]'::jsonb)
    FROM lscp.audits_feedback f,
      jsonb_array_elements(f.content -> 'sections') AS part (section),
      jsonb_array_elements(part.section -> 'lines') AS said (line)
    WHERE f.tenant_id = tenant AND f.school_id = school AND f.audit_id = ANY (audits) AND f.state <> 'draft'
      AND said.line ->> 'code' = ANY (codes);
  PERFORM set_config('app.migrating', '', true);
END $$;
REVOKE ALL ON FUNCTION lscp.own_letter_lines(bigint[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lscp.own_letter_lines(bigint[]) TO lscp_school;
"""  # noqa: S608 - made of words of this file


def narrowed(table: str, verb: str, *, using: str = "", check: str = "") -> str:
    """One more condition for the school scope, beside the table's own policies."""
    using = f" USING ({WHOLE} OR {using})" if using else ""
    check = f" WITH CHECK ({WHOLE} OR {check})" if check else ""
    return (
        f"CREATE POLICY lscp_school_{verb}_theirs ON {table} AS RESTRICTIVE FOR {verb.upper()} TO lscp_school"
        f"{using}{check}"
    )


NARROWED = (
    # reading these two is closed since 0011
    *(narrowed(table, "insert", check="false") for table in ("audits_look", "audits_givenback")),
    narrowed("audits_presence", "select", using=f"{BY_THEMSELVES} OR {IN_THEIR_PART}"),
    narrowed("audits_presence", "insert", check=f"({BY_THEMSELVES} AND {IN_THEIR_PART})"),
    narrowed("audits_presence", "update", using=BY_THEMSELVES, check=f"({BY_THEMSELVES} AND {IN_THEIR_PART})"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0026_review_workspace"),
        ("accounts", "0001_initial"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidenceitem",
            name="visit",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.governorvisit",
            ),
        ),
        migrations.AlterField(
            model_name="evidenceitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("policy", "Policy or procedure"),
                    ("check", "Note of a check or sample"),
                    ("training", "Training record"),
                    ("minutes", "Minutes or a report to governors"),
                    ("register", "Register or log, as counts"),
                    ("survey", "Survey or what people said"),
                    ("external", "Report from outside the school"),
                    ("visit", "Note of a governor’s visit"),
                    ("other", "Something else"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceitem",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "visit", name="evidence_item_visit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="evidenceitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None), ("visit__isnull", False)),
                fields=("tenant", "audit", "indicator", "visit"),
                name="evidence_item_visit_once",
            ),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in NARROWED),
        migrations.RunSQL(LINES, "DROP FUNCTION lscp.own_letter_lines(bigint[])"),
    ]
