"""Confirmed lists of people, vacancies, and invitations sent in bulk."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only

FOR_EVER = ("schools_contactconfirmation", "schools_vacancy", "schools_invitationbatch")


class Migration(migrations.Migration):
    """Append-only tables; the school states, the partnership may repair."""

    dependencies = [
        ("schools", "0002_holidays"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContactConfirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("cycle_id", models.BigIntegerField()),
                ("list_sha256", models.CharField(max_length=64)),
                (
                    "membership_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                ("confirmed_by_id", models.BigIntegerField()),
                ("confirmed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                "indexes": [models.Index(fields=["tenant", "cycle_id"], name="contact_confirmation_by_cycle")],
                "constraints": [
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "school", name="contact_confirmation_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="contact_confirmation_owner_id"),
                    models.UniqueConstraint(
                        fields=("tenant", "school", "cycle_id", "list_sha256"),
                        name="contact_confirmation_once_per_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("operation_id", models.UUIDField()),
                ("invited", models.PositiveIntegerField()),
                ("left_out", models.PositiveIntegerField()),
                ("sent_by_id", models.BigIntegerField()),
                ("sent_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    models.UniqueConstraint(fields=("tenant", "id"), name="invitation_batch_owner_id"),
                    models.UniqueConstraint(fields=("tenant", "operation_id"), name="invitation_batch_once_per_click"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("dsl", "Designated safeguarding lead"),
                            ("deputy_dsl", "Deputy designated safeguarding lead"),
                            ("head", "Headteacher or principal"),
                            ("chair", "Chair of governors or proprietor"),
                            ("link_governor", "Link governor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("vacant_since", models.DateField()),
                ("stated_by_id", models.BigIntegerField()),
                ("stated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                        "school", name="vacancy_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="vacancy_owner_id"),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["chair", "deputy_dsl", "dsl", "head", "link_governor"])),
                        name="vacancy_of_a_post",
                    ),
                ],
            },
        ),
        TenantTable("schools_contactconfirmation", tenant=Rights("select insert"), school=Rights("select insert")),
        TenantTable("schools_vacancy", tenant=Rights("select insert"), school=Rights("select insert")),
        TenantTable("schools_invitationbatch", school_column="", tenant=Rights("select insert")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for table in FOR_EVER for line in append_only(table)),
    ]
