"""Ways of looking at the schools list that people keep."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from lscp_portal.tenancy.rls import Rights, TenantTable

# A view that is not shared is its maker's alone, also for the database.
SHARED_OR_MINE = "is_shared OR person_id = NULLIF(current_setting('app.person', true), '')::bigint"


class Migration(migrations.Migration):
    """One table, of the partnership's staff."""

    dependencies = [
        ("reports", "0002_calendars"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("query", models.JSONField(default=dict)),
                ("is_shared", models.BooleanField(default=False)),
                ("is_default", models.BooleanField(default=False, help_text="opens when its maker opens the list")),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="saved_view_owner_id"),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("tenant", "person_id", "name"),
                        name="saved_view_named_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("tenant", "person_id"),
                        name="saved_view_one_default",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("removed_at", None), ("is_default", False), _connector="OR"),
                        name="saved_view_removed_opens_nothing",
                    ),
                ],
            },
        ),
        TenantTable("reports_savedview", tenant=Rights("select insert update", rows=SHARED_OR_MINE)),
    ]
