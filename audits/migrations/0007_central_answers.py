"""What a trust answers centrally, and what its lead may read: the trust's schools where a partnership lets them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, policy

TRUST_SCHOOLS = """
CREATE FUNCTION lscp.trust_schools() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = '' AS $$
DECLARE
  tenants bigint[] := lscp.trust_tenants();
  found bigint[];
BEGIN
  PERFORM set_config('app.migrating', 'on', true);  -- as the owner, whom the policies show nothing else
  found := ARRAY(
    SELECT s.id FROM lscp.schools_school s
    WHERE s.trust_uid = lscp.ctx_trust()::text AND s.tenant_id = ANY (tenants) AND s.left_area_on IS NULL
  );
  PERFORM set_config('app.migrating', '', true);
  RETURN found;
END $$;
REVOKE ALL ON FUNCTION lscp.trust_schools() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lscp.trust_schools() TO lscp_trust;
"""
OF_TENANTS = "tenant_id = ANY ((SELECT lscp.trust_tenants())::bigint[])"
OF_TRUST = f"{OF_TENANTS} AND trust_uid = (SELECT lscp.ctx_trust())::text"
OF_SCHOOLS = "school_id = ANY ((SELECT lscp.trust_schools())::bigint[])"
NOT_A_DRAFT = (
    "EXISTS (SELECT 1 FROM lscp.audits_framework f WHERE f.id = framework_id AND f.state IN ('published', 'retired'))"
)
OF_OWN_TRUST = "trust_uid = (SELECT s.trust_uid FROM lscp.schools_school s WHERE s.id = (SELECT lscp.ctx_school()))"
KEPT = ("level", "strength", "how_we_know", "note", "revision", "saved_at", "saved_by_id", "withdrawn_at")
READ_BY_TRUSTS = (  # table, columns ("" for all), rows
    ("schools_school", "", "id = ANY ((SELECT lscp.trust_schools())::bigint[])"),
    ("audits_audit", "", OF_SCHOOLS),
    ("audits_cycle", "", OF_TENANTS),
    ("audits_framework", "", f"{OF_TENANTS} AND state IN ('published', 'retired')"),
    ("audits_section", "", f"{OF_TENANTS} AND {NOT_A_DRAFT}"),
    ("audits_indicator", "", f"{OF_TENANTS} AND {NOT_A_DRAFT}"),
    ("audits_answer", "id, tenant_id, school_id, audit_id, indicator_id, level", OF_SCHOOLS),
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_trust_leads"),
        ("audits", "0006_reference_documents"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.RunSQL(TRUST_SCHOOLS, "DROP FUNCTION lscp.trust_schools()"),
        migrations.CreateModel(
            name="CentralAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("not_in_place", "Not in place"),
                            ("partly", "Partly in place"),
                            ("secure", "Secure"),
                            ("embedded", "Secure and showing impact"),
                            ("not_checked", "We have not checked yet"),
                            ("not_applicable", "Does not apply to us"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "Stated"), (1, "Documented"), (2, "Sampled"), (3, "Confirmed")],
                        null=True,
                    ),
                ),
                ("how_we_know", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(help_text="1 at first save, one more each time")),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("saved_by_id", models.BigIntegerField()),
                ("trust_uid", models.CharField(max_length=12)),
                (
                    "upstream",
                    models.CharField(help_text="the series of the framework, whose codes are permanent", max_length=80),
                ),
                ("code", models.CharField(max_length=8)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="CentralAnswerRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("not_in_place", "Not in place"),
                            ("partly", "Partly in place"),
                            ("secure", "Secure"),
                            ("embedded", "Secure and showing impact"),
                            ("not_checked", "We have not checked yet"),
                            ("not_applicable", "Does not apply to us"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[(0, "Stated"), (1, "Documented"), (2, "Sampled"), (3, "Confirmed")],
                        null=True,
                    ),
                ),
                ("how_we_know", models.TextField()),
                ("note", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(help_text="1 at first save, one more each time")),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("saved_by_id", models.BigIntegerField()),
                ("trust_uid", models.CharField(max_length=12)),
                (
                    "central_answer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="audits.centralanswer",
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
            },
        ),
        migrations.CreateModel(
            name="TrustConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("central_revision", models.PositiveIntegerField()),
                ("answer_revision", models.PositiveIntegerField()),
                ("trust_name", models.CharField(max_length=160)),
                ("confirmed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("confirmed_by_id", models.BigIntegerField()),
                (
                    "answer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.answer",
                    ),
                ),
                (
                    "central_answer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.centralanswer",
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
            },
        ),
        migrations.AddConstraint(
            model_name="centralanswer",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="central_answer_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="centralanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant", "trust_uid", "upstream", "code"), name="central_answer_once_per_indicator"
            ),
        ),
        migrations.AddConstraint(
            model_name="centralanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("trust_uid", ""), _negated=True), models.Q(("how_we_know", ""), _negated=True)
                ),
                name="central_answer_is_of_a_trust",
            ),
        ),
        migrations.AddConstraint(
            model_name="centralanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level", "embedded"), _negated=True), ("strength__gte", 2), _connector="OR"
                ),
                name="central_answer_impact_needs_proof",
            ),
        ),
        migrations.AddConstraint(
            model_name="centralanswerrevision",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="central_answer_revision_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="centralanswerrevision",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "central_answer", name="central_answer_revision_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="centralanswerrevision",
            constraint=models.UniqueConstraint(
                fields=("tenant", "central_answer", "revision"), name="central_answer_revision_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="trustconfirmation",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="trust_confirmation_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="trustconfirmation",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="trust_confirmation_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="trustconfirmation",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "answer", name="trust_confirmation_answer_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="trustconfirmation",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "central_answer", name="trust_confirmation_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="trustconfirmation",
            constraint=models.UniqueConstraint(
                fields=("tenant", "answer", "answer_revision"), name="trust_confirmation_once_per_revision"
            ),
        ),
        TenantTable(
            "audits_centralanswer",
            school_column="",
            tenant=Rights("select"),
            school=Rights("select", rows=OF_OWN_TRUST),
            trust=Rights("select insert update", rows=OF_TRUST, changes=KEPT),
        ),
        TenantTable(
            "audits_centralanswerrevision",
            school_column="",
            tenant=Rights("select"),
            school=Rights("select", rows=OF_OWN_TRUST),
            trust=Rights("select insert", rows=OF_TRUST),
        ),
        TenantTable(
            "audits_trustconfirmation",
            tenant=Rights("select"),
            school=Rights("select insert"),
            trust=Rights("select", rows=OF_SCHOOLS),
        ),
        *(
            migrations.RunSQL(line, migrations.RunSQL.noop)
            for table in ("audits_centralanswerrevision", "audits_trustconfirmation")
            for line in append_only(table)
        ),
        *(
            migrations.RunSQL(line, migrations.RunSQL.noop)
            for table, columns, rows in READ_BY_TRUSTS
            for line in (
                f"GRANT SELECT{f' ({columns})' if columns else ''} ON {table} TO lscp_trust",
                policy(table, "lscp_trust", "select", rows),
            )
        ),
    ]
