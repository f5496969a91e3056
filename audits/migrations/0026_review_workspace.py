"""The reader's workspace: private notes, changes that count once, and a preference for keys."""

import django.db.models.deletion
from django.db import migrations, models

from lscp_portal.tenancy.rls import Rights, TenantTable

LEVELS = [
    ("not_in_place", "Not in place"),
    ("partly", "Partly in place"),
    ("secure", "Secure"),
    ("embedded", "Secure and showing impact"),
    ("not_checked", "We have not checked yet"),
    ("not_applicable", "Does not apply to us"),
]


class Migration(migrations.Migration):
    dependencies = [("audits", "0019_reasons_in_words"), ("tenancy", "0002_partnerships")]

    operations = [
        migrations.AddField(
            model_name="score",
            name="private_note",
            field=models.TextField(
                blank=True, default="", help_text="not for the school; may be disclosed when asked for"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="score",
            name="operation_id",
            field=models.UUIDField(blank=True, null=True, help_text="of the last change; sent again it counts once"),
        ),
        migrations.AlterField(
            model_name="score",
            name="level",
            field=models.CharField(
                blank=True, choices=LEVELS, help_text="blank while only words are kept", max_length=20
            ),
        ),
        migrations.CreateModel(
            name="ReviewKeys",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("is_on", models.BooleanField(default=False)),
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
                    models.UniqueConstraint(fields=("tenant", "id"), name="reviewkeys_owner_id"),
                    models.UniqueConstraint(fields=("tenant", "person_id"), name="reviewkeys_once_per_person"),
                ],
            },
        ),
        TenantTable("audits_reviewkeys", tenant=Rights("select insert update", changes=("is_on",))),
    ]
