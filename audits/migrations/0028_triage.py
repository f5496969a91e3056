"""Bands of returns beside the audit: rules, readings, decisions, and the random sample."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, guarded_state

DECIDED = ("state", "reading_id", "proposed", "band", "since", "days", "decided_at")
OF_THE_SCHOOL = ("id", "tenant_id", "school_id", "audit_id", "state", "band", "since", "days")  # never why
KEPT_FOR_EVER = ("audits_triagerules", "audits_triagereading", "audits_triagedecision", "audits_randomsample")
NARROWED = (
    "CREATE POLICY lscp_school_select_theirs ON audits_triageband AS RESTRICTIVE FOR SELECT TO lscp_school "
    "USING ((SELECT lscp.sees_whole_school()))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0027_what_contributors_see"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="TriageBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Proposed"), ("confirmed", "Confirmed"), ("overridden", "Overridden")],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "proposed",
                    models.CharField(
                        choices=[
                            ("priority", "Priority"),
                            ("enhanced", "Enhanced"),
                            ("standard", "Standard"),
                            ("light", "Light"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("priority", "Priority"),
                            ("enhanced", "Enhanced"),
                            ("standard", "Standard"),
                            ("light", "Light"),
                        ],
                        max_length=10,
                    ),
                ),
                ("since", models.DateField()),
                (
                    "days",
                    models.JSONField(help_text="the response times of the rules by which it was proposed or decided"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="triage",
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
            },
        ),
        migrations.CreateModel(
            name="TriageReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cause", models.CharField(max_length=60)),
                ("rules_version", models.PositiveIntegerField()),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("priority", "Priority"),
                            ("enhanced", "Enhanced"),
                            ("standard", "Standard"),
                            ("light", "Light"),
                        ],
                        max_length=10,
                    ),
                ),
                ("facts", models.JSONField()),
                ("signals", models.JSONField()),
                ("reasons", models.JSONField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
            },
        ),
        migrations.CreateModel(
            name="TriageDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "was",
                    models.CharField(
                        choices=[
                            ("priority", "Priority"),
                            ("enhanced", "Enhanced"),
                            ("standard", "Standard"),
                            ("light", "Light"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "band",
                    models.CharField(
                        choices=[
                            ("priority", "Priority"),
                            ("enhanced", "Enhanced"),
                            ("standard", "Standard"),
                            ("light", "Light"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_confirmation", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("decided_by_id", models.BigIntegerField()),
                ("decided_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                (
                    "triage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="audits.triageband",
                    ),
                ),
                (
                    "reading",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.triagereading",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="triageband",
            name="reading",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.triagereading",
            ),
        ),
        migrations.CreateModel(
            name="TriageRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("settings", models.JSONField()),
                ("changed", models.TextField()),
                ("reason", models.CharField(max_length=500)),
                ("made_by_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
            name="RandomSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seed", models.CharField(max_length=64)),
                ("method", models.CharField(max_length=20)),
                ("percent", models.PositiveSmallIntegerField()),
                (
                    "frame",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                (
                    "drawn",
                    django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=None),
                ),
                ("drawn_by_id", models.BigIntegerField()),
                ("drawn_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "cycle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.cycle",
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
                    models.UniqueConstraint(fields=("tenant", "id"), name="random_sample_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "cycle", name="random_sample_cycle_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "cycle"), name="random_sample_once_per_cycle"),
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 10), ("percent__lte", 100)),
                        name="random_sample_at_least_10",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("drawn__contained_by", models.F("frame"))),
                        name="random_sample_of_its_frame",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="triagereading",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="triage_reading_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="triagereading",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="triage_reading_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="triagereading",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="triage_reading_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="triagereading",
            constraint=models.UniqueConstraint(
                fields=("tenant", "audit", "cause"), name="triage_reading_once_per_cause"
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="triage_decision_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="triage_decision_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "triage", name="triage_decision_band_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "reading", name="triage_decision_reading_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="triagedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("band", models.F("was")), ("is_confirmation", True)),
                    models.Q(("is_confirmation", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="triage_decision_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="triageband",
            index=models.Index(fields=["tenant", "band", "state"], name="triage_band_by_band"),
        ),
        migrations.AddConstraint(
            model_name="triageband",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="triage_band_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="triageband",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="triage_band_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="triageband",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="triage_band_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="triageband",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "reading", name="triage_band_reading_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="triageband",
            constraint=models.UniqueConstraint(fields=("tenant", "audit"), name="triage_band_once_per_audit"),
        ),
        migrations.AddConstraint(
            model_name="triageband",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_at", None), ("state__in", ["confirmed", "overridden"]), _connector="XOR"),
                name="triage_band_dated_when_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="triageband",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "overridden"), ("band", models.F("proposed")), _connector="OR"),
                name="triage_band_is_the_proposal_or_overridden",
            ),
        ),
        migrations.AddConstraint(
            model_name="triagerules",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="triage_rules_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="triagerules",
            constraint=models.UniqueConstraint(fields=("tenant", "version"), name="triage_rules_once_per_version"),
        ),
        migrations.AddConstraint(
            model_name="triagerules",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="triage_rules_default_is_not_kept"
            ),
        ),
        migrations.AddConstraint(
            model_name="triagerules",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="triage_rules_say_why"
            ),
        ),
        TenantTable("audits_triagerules", school_column="", tenant=Rights("select insert")),
        TenantTable("audits_triagereading", tenant=Rights("select insert")),
        TenantTable(
            "audits_triageband",
            tenant=Rights("select insert update", changes=DECIDED),
            school=Rights("select", columns=OF_THE_SCHOOL, rows="state <> 'proposed'"),
        ),
        TenantTable("audits_triagedecision", tenant=Rights("select insert")),
        TenantTable("audits_randomsample", school_column="", tenant=Rights("select insert")),
        migrations.RunSQL(NARROWED, migrations.RunSQL.noop),
        migrations.RunSQL(guarded_state("audits_triageband", "triage"), migrations.RunSQL.noop),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for table in KEPT_FOR_EVER for line in append_only(table)),
    ]
