"""Groups of a cycle, arrangements for single schools, and more time for a school."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, guarded_state

MODE_OF_THE_CYCLE = """
SELECT set_config('app.migrating', 'on', true);
UPDATE audits_audit SET mode = cycle.mode FROM audits_cycle AS cycle WHERE cycle.id = audits_audit.cycle_id;
SELECT set_config('app.migrating', '', true);
"""


class Migration(migrations.Migration):
    """Tables, columns, and who may do what with them."""

    dependencies = [
        ("audits", "0002_frozen_letters"),
        ("schools", "0001_initial"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="DueDateExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_before", models.DateField()),
                ("due_after", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("illness", "Illness"),
                            ("new_head", "New headteacher or principal"),
                            ("new_dsl", "New designated safeguarding lead"),
                            ("incident", "Serious incident at the school"),
                            ("technical", "Technical trouble"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("granted_by_id", models.BigIntegerField()),
                ("granted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("asked_for_by_school", models.BooleanField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ExtensionRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for an answer"),
                            ("granted", "Granted"),
                            ("declined", "Not granted"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("illness", "Illness"),
                            ("new_head", "New headteacher or principal"),
                            ("new_dsl", "New designated safeguarding lead"),
                            ("incident", "Serious incident at the school"),
                            ("technical", "Technical trouble"),
                            ("other", "Another reason"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(max_length=500)),
                ("wished_on", models.DateField()),
                ("asked_by_id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_by_id", models.BigIntegerField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "due_on",
                    models.DateField(blank=True, help_text="the date granted, which may be another one", null=True),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="audit",
            name="extended_to",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="audit",
            name="mode",
            field=models.CharField(
                choices=[("full", "Full audit"), ("core", "Light year"), ("deep_dive", "Deep dive")],
                default="full",
                help_text="in which this school is asked",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="closed_on",
            field=models.DateField(blank=True, help_text="none while it takes returns", null=True),
        ),
        migrations.AddField(
            model_name="cycle",
            name="new_schools_full",
            field=models.BooleanField(default=False, help_text="a school never audited gets a full audit"),
        ),
        migrations.CreateModel(
            name="CycleGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("opens_on", models.DateField()),
                ("due_on", models.DateField()),
                ("position", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="groups",
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
            },
        ),
        migrations.CreateModel(
            name="Arrangement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[("full", "Full audit"), ("core", "Light year"), ("deep_dive", "Deep dive")],
                        max_length=10,
                    ),
                ),
                ("is_asked", models.BooleanField(default=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="for the mode, or for not asking; the school reads it", max_length=300
                    ),
                ),
                ("arranged_by_id", models.BigIntegerField()),
                ("arranged_at", models.DateTimeField()),
                (
                    "cycle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrangements",
                        to="audits.cycle",
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
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arrangements",
                        to="audits.cyclegroup",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="audit",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="audits",
                to="audits.cyclegroup",
            ),
        ),
        migrations.AddIndex(
            model_name="audit",
            index=models.Index(fields=["tenant", "cycle", "due_on"], name="audit_by_due_date"),
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "group", name="audit_group_of_its_cycle", owner=("tenant_id", "cycle_id")
            ),
        ),
        migrations.AddField(
            model_name="duedateextension",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extensions",
                to="audits.audit",
            ),
        ),
        migrations.AddField(
            model_name="duedateextension",
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
            model_name="duedateextension",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="extensionrequest",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="extension_requests",
                to="audits.audit",
            ),
        ),
        migrations.AddField(
            model_name="extensionrequest",
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
            model_name="extensionrequest",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddConstraint(
            model_name="cyclegroup",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="cycle_group_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="cyclegroup",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "cycle", name="cycle_group_cycle_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="cyclegroup",
            constraint=models.UniqueConstraint(fields=("tenant", "cycle", "id"), name="cycle_group_of_its_cycle"),
        ),
        migrations.AddConstraint(
            model_name="cyclegroup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("tenant", "cycle", "name"),
                name="cycle_group_once_per_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="cyclegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gt", models.F("opens_on"))), name="cycle_group_due_after_it_opens"
            ),
        ),
        migrations.AddConstraint(
            model_name="cyclegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(("removed_at", None), ("opened_at", None), _connector="OR"),
                name="cycle_group_opened_is_not_removed",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="arrangement_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="arrangement_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "cycle", name="arrangement_cycle_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "group", name="arrangement_group_of_its_cycle", owner=("tenant_id", "cycle_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.UniqueConstraint(
                fields=("tenant", "cycle", "school"), name="arrangement_once_per_school"
            ),
        ),
        migrations.AddConstraint(
            model_name="arrangement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_asked", True), ("mode", "")), models.Q(("reason", ""), _negated=True), _connector="OR"
                ),
                name="arrangement_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="duedateextension",
            index=models.Index(fields=["tenant", "audit"], name="due_date_extension_by_audit"),
        ),
        migrations.AddConstraint(
            model_name="duedateextension",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="due_date_extension_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="duedateextension",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="due_date_extension_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="duedateextension",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="due_date_extension_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="duedateextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_after__gt", models.F("due_before"))), name="due_date_extension_gives_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="duedateextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", "other"), ("words", ""), _negated=True),
                name="due_date_extension_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="extensionrequest",
            index=models.Index(fields=["tenant", "state"], name="extension_request_waiting"),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="extension_request_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="extension_request_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="extension_request_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")), fields=("tenant", "audit"), name="extension_request_one_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by_id", None), ("state", "asked")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("answered_by_id__isnull", False),
                        models.Q(("state", "asked"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="extension_request_answered_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("due_on__isnull", False), ("state", "granted")),
                    models.Q(models.Q(("state", "granted"), _negated=True), ("due_on", None)),
                    _connector="OR",
                ),
                name="extension_request_granted_to_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="extensionrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer", ""), ("state", "declined"), _negated=True),
                name="extension_request_no_says_why",
            ),
        ),
        migrations.RunSQL(MODE_OF_THE_CYCLE, migrations.RunSQL.noop),
        TenantTable(
            "audits_cyclegroup", school_column="", tenant=Rights("select insert update"), school=Rights("select")
        ),
        TenantTable("audits_arrangement", tenant=Rights("select insert update"), school=Rights("select")),
        TenantTable("audits_duedateextension", tenant=Rights("select insert"), school=Rights("select")),
        TenantTable(
            "audits_extensionrequest",
            tenant=Rights("select update", changes=("state", "answer", "answered_by_id", "answered_at", "due_on")),
            school=Rights("select insert"),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in append_only("audits_duedateextension")),
        migrations.RunSQL(guarded_state("audits_extensionrequest", "extension_request"), migrations.RunSQL.noop),
    ]
