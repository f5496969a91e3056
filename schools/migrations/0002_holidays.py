"""Days on which schools are closed."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from lscp_portal.tenancy.rls import Rights, TenantTable


class Migration(migrations.Migration):
    """The table, and who may do what with it: a school reads all of its area's."""

    dependencies = [
        ("schools", "0001_initial"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolHoliday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("la_code", models.CharField(blank=True, max_length=3)),
                ("trust_uid", models.CharField(blank=True, max_length=12)),
                ("source", models.CharField(help_text="a file's name, or typed", max_length=120)),
                ("added_by_id", models.BigIntegerField()),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
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
                "indexes": [models.Index(fields=["tenant", "last_on"], name="school_holiday_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="school_holiday_owner_id"),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))),
                        name="school_holiday_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("la_code", ""), ("trust_uid", ""), _connector="OR"),
                        name="school_holiday_of_one_kind",
                    ),
                ],
            },
        ),
        TenantTable(
            "schools_schoolholiday",
            school_column="",
            tenant=Rights("select insert update", changes=("removed_at",)),
            school=Rights("select"),
        ),
    ]
