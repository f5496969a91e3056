"""What became of e-mails, and which addresses do not work."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from lscp_portal.tenancy.rls import Rights, SharedIdentityTable, TenantTable

RETRY = ("retry_at", "retry_by_id")
HERE = (
    "email IN (SELECT p.email FROM lscp.accounts_person p JOIN lscp.accounts_membership m ON m.person_id = p.id "
    "WHERE m.{0}) OR email IN (SELECT i.email FROM lscp.accounts_invitation i WHERE i.{0})"
)
OF_AREA = HERE.format("tenant_id = (SELECT lscp.ctx_tenant())")
OF_SCHOOL = HERE.format("school_id = (SELECT lscp.ctx_school())")


class Migration(migrations.Migration):
    """The tables; a scope sees the addresses of its own people and guests, and may ask for another try."""

    initial = True

    dependencies = [
        ("tenancy", "0002_partnerships"),
        ("accounts", "0004_contacts"),
    ]

    operations = [
        migrations.CreateModel(
            name="UndeliverableAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("refused", "The mail server refused the address"),
                            ("bounced", "The letter came back"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(help_text="5.1.1, or 550 where the server said no more (RFC 3463)", max_length=12),
                ),
                ("template", models.CharField(help_text="which letter it was", max_length=40)),
                ("failed_at", models.DateTimeField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("retry_at", models.DateTimeField(blank=True, help_text="a person said: try again", null=True)),
                ("retry_by_id", models.BigIntegerField(blank=True, null=True)),
                ("cleared_at", models.DateTimeField(blank=True, help_text="a later letter was taken", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retry_at", None), ("retry_by_id", None)),
                            models.Q(("retry_at__isnull", False), ("retry_by_id__isnull", False)),
                            _connector="OR",
                        ),
                        name="undeliverable_retry_by_and_at",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=255)),
                ("template", models.CharField(max_length=40)),
                ("email", models.EmailField(max_length=254)),
                (
                    "person_id",
                    models.BigIntegerField(blank=True, help_text="none for somebody who is invited", null=True),
                ),
                (
                    "about_school_id",
                    models.BigIntegerField(blank=True, help_text="the school it was about, if one", null=True),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "Sent"),
                            ("refused", "Refused by the mail server"),
                            ("held_back", "Not sent: address does not work"),
                            ("bounced", "Came back"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=12)),
                ("first_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                "indexes": [
                    models.Index(fields=["tenant", "email"], name="delivery_by_address"),
                    models.Index(
                        condition=models.Q(("outcome", "sent"), _negated=True),
                        fields=["tenant", "-changed_at"],
                        name="delivery_that_failed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="delivery_owner_id"),
                    models.UniqueConstraint(fields=("tenant", "message_id"), name="delivery_once_per_message"),
                ],
            },
        ),
        SharedIdentityTable(
            "notify_undeliverableaddress",
            logins={"portal": "select insert update", "worker": "select insert update"},
            scopes={
                "tenant": Rights("select update", rows=OF_AREA, changes=RETRY),
                "school": Rights("select update", rows=OF_SCHOOL, changes=RETRY),
            },
        ),
        TenantTable(
            "notify_delivery",
            school_column="",
            tenant=Rights("select insert update", changes=("outcome", "code", "changed_at")),
        ),
    ]
