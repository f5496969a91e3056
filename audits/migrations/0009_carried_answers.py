"""Earlier answers that a school carried forward."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0008_a_yes_to_each_wording"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="CarriedForward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("answer_revision", models.PositiveIntegerField()),
                ("cycle_name", models.CharField(help_text="of the audit the answer came from", max_length=160)),
                ("carried_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("carried_by_id", models.BigIntegerField()),
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
                    "from_answer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.answer",
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
                        "school", name="carried_forward_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="carried_forward_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "answer", name="carried_forward_answer_same_school", owner=("tenant_id", "school_id")
                    ),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "from_answer", name="carried_forward_from_same_school", owner=("tenant_id", "school_id")
                    ),
                    models.UniqueConstraint(
                        fields=("tenant", "answer", "answer_revision"), name="carried_forward_once_per_revision"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("answer", models.F("from_answer")), _negated=True),
                        name="carried_forward_from_another_answer",
                    ),
                ],
            },
        ),
        TenantTable("audits_carriedforward", tenant=Rights("select"), school=Rights("select insert")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in append_only("audits_carriedforward")),
    ]
