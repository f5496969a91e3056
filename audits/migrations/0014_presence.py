"""Who of a school is at work in which part of an audit. Written over; no history, and nothing of it for the partnership."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0013_governors_practice_and_changes"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("section_code", models.CharField(max_length=4)),
                (
                    "code",
                    models.CharField(
                        blank=True, help_text="the indicator; blank on the page of the section", max_length=8
                    ),
                ),
                ("seen_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                        "school", name="presence_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="presence_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "audit", name="presence_audit_same_school", owner=("tenant_id", "school_id")
                    ),
                    models.UniqueConstraint(fields=("tenant", "audit", "person_id"), name="presence_once_per_person"),
                ],
            },
        ),
        TenantTable(
            "audits_presence",
            school=Rights("select insert update", changes=("section_code", "code", "seen_at")),
        ),
    ]
