"""The chase ladder, its letters and tasks: the partnership's own, no school sees them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only


class Migration(migrations.Migration):
    """Tables, and who may do what with them."""

    dependencies = [
        ("audits", "0004_framework_versions"),
        ("schools", "0002_holidays"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChaseLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("on_day", models.DateField()),
                ("step", models.CharField(max_length=40)),
                ("ladder_version", models.PositiveIntegerField()),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("queued", "On its way"),
                            ("sent", "Sent"),
                            ("withheld", "Not sent"),
                            ("held", "Held back by the lead"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=80)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("held_by_id", models.BigIntegerField(blank=True, null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="ChaseMatter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40)),
                ("person_id", models.BigIntegerField()),
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
                    "letter",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="audits.chaseletter",
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
            name="ChasePause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField(help_text="the last day without reminders")),
                ("reason", models.CharField(max_length=300)),
                ("paused_by_id", models.BigIntegerField()),
                ("paused_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_id", models.BigIntegerField(blank=True, null=True)),
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
            name="ChaseTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=40)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("email", "E-mail, sent by itself"),
                            ("call", "Telephone call, by hand"),
                            ("letter", "Letter on paper, by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ladder_version", models.PositiveIntegerField()),
                ("due_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("promised", "The school promised a date"),
                            ("help", "The school asked for help"),
                            ("nobody", "Nobody could be reached"),
                            ("sent", "The letter is on its way"),
                            ("not_needed", "Not needed any more"),
                        ],
                        max_length=12,
                    ),
                ),
                ("notes", models.TextField(blank=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("done_by_id", models.BigIntegerField(blank=True, null=True)),
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
            name="ChaseLadder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("steps", models.JSONField()),
                ("changed", models.CharField(max_length=200)),
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
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="chase_ladder_owner_id"),
                    models.UniqueConstraint(fields=("tenant", "version"), name="chase_ladder_once_per_version"),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="chase_ladder_default_is_not_kept"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="chaseletter",
            index=models.Index(fields=["tenant", "-on_day", "-id"], name="chase_letter_newest"),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="chase_letter_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "cycle", name="chase_letter_cycle_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=models.UniqueConstraint(
                fields=("tenant", "cycle", "person_id", "on_day"), name="chase_letter_one_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=models.UniqueConstraint(
                fields=("tenant", "cycle", "person_id", "number"), name="chase_letter_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", None), ("outcome__in", ["withheld", "held"])),
                    models.Q(("number__gte", 1), ("number__lte", 4), ("outcome__in", ["queued", "sent"])),
                    _connector="OR",
                ),
                name="chase_letter_never_more_than_four",
            ),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("outcome", "sent"), _connector="XOR"),
                name="chase_letter_dated_when_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "withheld"), ("why", ""), _negated=True),
                name="chase_letter_withheld_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="chaseletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("held_by_id", None), ("outcome", "held"), _connector="XOR"),
                name="chase_letter_held_by",
            ),
        ),
        migrations.AddIndex(
            model_name="chasematter",
            index=models.Index(fields=["tenant", "letter"], name="chase_matter_by_letter"),
        ),
        migrations.AddConstraint(
            model_name="chasematter",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="chase_matter_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="chasematter",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="chase_matter_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="chasematter",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "letter", name="chase_matter_letter_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="chasematter",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="chase_matter_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="chasematter",
            constraint=models.UniqueConstraint(
                fields=("tenant", "audit", "step", "person_id"), name="chase_matter_nobody_twice_for_a_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="chasepause",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="chase_pause_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="chasepause",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="chase_pause_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="chasepause",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="chase_pause_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="chasepause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("tenant", "audit"), name="chase_pause_one_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="chasepause",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="chase_pause_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="chasepause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by_id", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="chase_pause_ended_by_and_at",
            ),
        ),
        migrations.AddIndex(
            model_name="chasetask",
            index=models.Index(
                condition=models.Q(("done_at", None)), fields=["tenant", "due_on"], name="chase_task_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="chase_task_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="chase_task_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="chase_task_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=models.UniqueConstraint(fields=("tenant", "audit", "step"), name="chase_task_once_per_step"),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel", "email"), _negated=True), name="chase_task_is_by_hand"
            ),
        ),
        migrations.AddConstraint(
            model_name="chasetask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by_id", None), ("outcome", "")),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by_id__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="chase_task_done_by_and_at",
            ),
        ),
        TenantTable("audits_chaseladder", tenant=Rights("select insert")),
        TenantTable(
            "audits_chaseletter",
            tenant=Rights(
                "select insert update",
                changes=("outcome", "why", "number", "ladder_version", "subject", "text", "sent_at"),
            ),
        ),
        TenantTable("audits_chasematter", tenant=Rights("select insert")),
        TenantTable(
            "audits_chasetask",
            tenant=Rights("select insert update", changes=("outcome", "notes", "done_at", "done_by_id")),
        ),
        TenantTable("audits_chasepause", tenant=Rights("select insert update", changes=("ended_at", "ended_by_id"))),
        *(
            migrations.RunSQL(line, migrations.RunSQL.noop)
            for table in ("audits_chaseladder", "audits_chasematter")
            for line in append_only(table)
        ),
    ]
