"""Parts of an audit given to people; a contributor sees what was given to them, and the database holds to it."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only

SEES_WHOLE_SCHOOL = """
CREATE FUNCTION lscp.sees_whole_school() RETURNS boolean LANGUAGE sql STABLE SET search_path = '' AS $$
  -- Whoever was ever a contributor here needs another role, held today, to see more than their own. A scope without a
  -- person is a task's; one of somebody without any role here is opened by commands only.
  SELECT coalesce(bool_or(
    m.role <> 'contributor' AND m.ended_at IS NULL AND m.starts_on <= current_date
    AND (m.ends_on IS NULL OR m.ends_on >= current_date)
  ), true)
  FROM lscp.accounts_membership m
  WHERE m.person_id = nullif(current_setting('app.person', true), '')::bigint
    AND m.tenant_id = lscp.ctx_tenant() AND m.school_id = lscp.ctx_school()
$$;
REVOKE ALL ON FUNCTION lscp.sees_whole_school() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lscp.sees_whole_school() TO lscp_school;
"""
THEIRS = """
  a.ended_at IS NULL AND (
    a.person_id = nullif(current_setting('app.person', true), '')::bigint
    OR a.invitation_id IN (
      SELECT v.id FROM lscp.accounts_invitation v
      WHERE v.accepted_by_id = nullif(current_setting('app.person', true), '')::bigint
    )
  )
"""
# What is theirs to read: the indicators given to them, in every audit of the school and every version of the series.
OWN_INDICATORS = f"""
CREATE FUNCTION lscp.own_indicators() RETURNS bigint[] LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT coalesce(array_agg(DISTINCT k.id), '{{}}')
  FROM lscp.audits_assignment a
  JOIN lscp.audits_indicator i ON i.id = a.indicator_id OR i.section_id = a.section_id
  JOIN lscp.audits_framework f ON f.id = i.framework_id
  JOIN lscp.audits_framework g ON g.upstream = f.upstream
  JOIN lscp.audits_indicator k ON k.framework_id = g.id AND k.code = i.code
  WHERE {THEIRS}
$$;
CREATE FUNCTION lscp.is_given(audit bigint, indicator bigint) RETURNS boolean LANGUAGE sql STABLE
SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT 1 FROM lscp.audits_assignment a JOIN lscp.audits_indicator i ON i.id = indicator
    WHERE a.audit_id = audit AND (a.indicator_id = i.id OR a.section_id = i.section_id) AND {THEIRS}
  )
$$;
REVOKE ALL ON FUNCTION lscp.own_indicators(), lscp.is_given(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lscp.own_indicators(), lscp.is_given(bigint, bigint) TO lscp_school;
"""  # noqa: S608 - made of words of this file
WHOLE = "(SELECT lscp.sees_whole_school())"
OF_THE_ANSWER = "EXISTS (SELECT 1 FROM lscp.audits_answer w WHERE w.id = answer_id)"  # that this scope sees
IS_GIVEN = "(SELECT lscp.is_given(audit_id, indicator_id))"


def narrowed(table: str, verb: str, rows: str) -> str:
    """One more condition for the school scope, beside the table's own policies."""
    using = "" if verb == "insert" else f" USING ({WHOLE} OR {rows})"
    check = f" WITH CHECK ({WHOLE} OR {rows})" if verb in {"insert", "update"} else ""
    return (
        f"CREATE POLICY lscp_school_{verb}_theirs ON {table} AS RESTRICTIVE FOR {verb.upper()} TO lscp_school"
        f"{using}{check}"
    )


NARROWED = (
    narrowed("audits_answer", "select", "indicator_id = ANY ((SELECT lscp.own_indicators())::bigint[])"),
    narrowed("audits_answer", "insert", IS_GIVEN),
    narrowed("audits_answer", "update", IS_GIVEN),
    *(
        narrowed(table, verb, OF_THE_ANSWER)
        for table in ("audits_answerrevision", "audits_carriedforward", "audits_trustconfirmation")
        for verb in ("select", "insert")
    ),
    *(
        narrowed(table, "select", "false")
        for table in ("audits_signature", "audits_frozencopy", "audits_feedback", "audits_recommendation")
    ),
    narrowed("audits_assignment", "select", f"({THEIRS.replace('a.', '')})"),
    narrowed("audits_assignment", "insert", "false"),
    narrowed("audits_assignment", "update", "false"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0009_carried_answers"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "invitation_id",
                    models.BigIntegerField(blank=True, help_text="of somebody who was not here yet", null=True),
                ),
                ("due_on", models.DateField()),
                ("words", models.CharField(blank=True, help_text="to the contributor", max_length=300)),
                ("assigned_by_id", models.BigIntegerField()),
                ("assigned_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="audits.audit",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.indicator",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.section",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.partnership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["tenant", "school", "audit"], name="assignment_by_audit")],
                "constraints": [
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "school", name="assignment_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="assignment_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "audit", name="assignment_audit_same_school", owner=("tenant_id", "school_id")
                    ),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "section", name="assignment_section_same_area", owner=("tenant_id",)
                    ),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "indicator", name="assignment_indicator_same_area", owner=("tenant_id",)
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("section", None), ("indicator", None), _connector="XOR"),
                        name="assignment_of_a_section_or_an_indicator",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person_id", None), ("invitation_id", None), _connector="XOR"),
                        name="assignment_to_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by_id", None)),
                            models.Q(("ended_at__isnull", False), ("ended_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="assignment_ended_by_and_at",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("section__isnull", False)),
                        fields=("tenant", "audit", "section"),
                        name="assignment_section_to_one",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None), ("indicator__isnull", False)),
                        fields=("tenant", "audit", "indicator"),
                        name="assignment_indicator_to_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("reminded_on", models.DateField()),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.audit",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="schools.school",
                    ),
                ),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.partnership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "school", name="assignment_reminder_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="assignment_reminder_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "audit", name="assignment_reminder_audit_same_school", owner=("tenant_id", "school_id")
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "audit", "person_id", "reminded_on"), name="assignment_reminder_once_a_day"
                    ),
                ],
            },
        ),
        TenantTable(
            "audits_assignment",
            tenant=Rights("select"),
            school=Rights("select insert update", changes=("due_on", "ended_at", "ended_by_id")),
        ),
        TenantTable("audits_assignmentreminder", tenant=Rights("select insert"), school=Rights("select")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in append_only("audits_assignmentreminder")),
        migrations.RunSQL(
            SEES_WHOLE_SCHOOL + OWN_INDICATORS,
            "DROP FUNCTION lscp.is_given(bigint, bigint), lscp.own_indicators(), lscp.sees_whole_school()",
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in NARROWED),
    ]
