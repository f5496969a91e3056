"""Corrections of what was sent: requests, new wordings, and signatures under them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, guarded_state


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0011_looks_returns_and_versions"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        blank=True,
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
                ("how_we_know", models.TextField(blank=True)),
                ("action", models.TextField(blank=True, help_text="what will be done where the level is low")),
                ("action_owner", models.CharField(blank=True, help_text="a role, such as deputy head", max_length=120)),
                ("action_due_on", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(help_text="1 at first save, one more each time")),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("saved_by_id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for an answer"),
                            ("granted", "Being corrected"),
                            ("dsl_signed", "With the head"),
                            ("head_signed", "With the chair"),
                            ("signed", "Signed"),
                            ("declined", "Not granted"),
                            ("ended", "Ended without a change"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        help_text="the indicators that may be corrected",
                        size=None,
                    ),
                ),
                ("reason", models.TextField()),
                ("asked_by_id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("answer", models.TextField(blank=True)),
                ("answered_by_id", models.BigIntegerField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "return_comment",
                    models.TextField(blank=True, help_text="why the head or chair gave it back, to the DSL"),
                ),
                ("version", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_once_per_step",
        ),
        migrations.RemoveConstraint(
            model_name="signature",
            name="signature_nobody_signs_twice",
        ),
        migrations.AddField(
            model_name="correctedanswer",
            name="indicator",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.indicator",
            ),
        ),
        migrations.AddField(
            model_name="correctedanswer",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="correctedanswer",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="audits.audit",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="school",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schools.school",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="correctedanswer",
            name="correction",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="audits.correction",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="correction",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signatures",
                to="audits.correction",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "correction", name="signature_correction_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("fallen_at", None)),
                fields=("tenant", "audit", "correction", "step"),
                name="signature_once_per_step",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("fallen_at", None)),
                fields=("tenant", "audit", "correction", "person_id"),
                name="signature_nobody_signs_twice",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="correction",
            index=models.Index(fields=["tenant", "state"], name="correction_of_audit_by_state"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="correction_of_audit_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="correction_of_audit_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="correction_of_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "granted", "dsl_signed", "head_signed"])),
                fields=("tenant", "audit"),
                name="correction_of_audit_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                fields=("tenant", "audit", "version"), name="correction_of_audit_one_per_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("codes__len__gt", 0)), name="correction_of_audit_names_answers"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="correction_of_audit_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by_id", None), ("state__in", ["asked", "ended"])),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by_id__isnull", False),
                        models.Q(("state", "asked"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="correction_of_audit_answered_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), ("state", "declined"), _negated=True),
                name="correction_of_audit_no_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", False), ("state", "signed"), ("version__isnull", False)),
                    models.Q(models.Q(("state", "signed"), _negated=True), ("signed_at", None), ("version", None)),
                    _connector="OR",
                ),
                name="correction_of_audit_signed_as_a_version",
            ),
        ),
        migrations.AddConstraint(
            model_name="correctedanswer",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="corrected_answer_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="correctedanswer",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="corrected_answer_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="correctedanswer",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "correction", name="corrected_answer_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="correctedanswer",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "indicator", name="corrected_answer_indicator_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="correctedanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant", "correction", "indicator"), name="corrected_answer_once_per_indicator"
            ),
        ),
        TenantTable(
            "audits_correction",
            tenant=Rights("select update", changes=("state", "answer", "answered_by_id", "answered_at")),
            school=Rights("select insert update", changes=("state", "return_comment", "version", "signed_at")),
        ),
        TenantTable("audits_correctedanswer", school=Rights("select insert update")),
        migrations.RunSQL(guarded_state("audits_correction", "correction"), migrations.RunSQL.noop),
        *(
            migrations.RunSQL(
                f"CREATE POLICY lscp_school_select_theirs ON {table} AS RESTRICTIVE FOR SELECT TO lscp_school "
                "USING ((SELECT lscp.sees_whole_school()))",
                migrations.RunSQL.noop,
            )
            for table in ("audits_correction", "audits_correctedanswer")
        ),
    ]
