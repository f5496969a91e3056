"""A register of the laws and guidance that indicators refer to, begun with those of the frameworks that are there."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only

BEGIN_WITH_THE_FRAMEWORKS = """
SELECT set_config('app.migrating', 'on', true);
INSERT INTO audits_referencedocument
  (tenant_id, key, title, publisher, edition, published, in_force, web_address, note, revision)
SELECT DISTINCT ON (f.tenant_id, d.key) f.tenant_id, d.key, d.value ->> 'title', '', '',
  (d.value ->> 'published')::date, (d.value ->> 'in_force')::date, '', coalesce(d.value ->> 'note', ''), 1
FROM audits_framework AS f CROSS JOIN jsonb_each(f.settings -> 'documents') AS d
ORDER BY f.tenant_id, d.key, f.academic_year DESC, f.id DESC;
SELECT set_config('app.migrating', 'off', true);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0005_chasing"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReferenceDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="how references begin: KCSIE26", max_length=80)),
                ("title", models.TextField()),
                ("publisher", models.CharField(blank=True, max_length=120)),
                (
                    "edition",
                    models.CharField(blank=True, help_text="version or edition, in its own words", max_length=80),
                ),
                ("published", models.DateField(blank=True, null=True)),
                ("in_force", models.DateField(blank=True, null=True)),
                ("web_address", models.URLField(blank=True, max_length=300)),
                ("note", models.TextField(blank=True)),
                (
                    "revision",
                    models.PositiveIntegerField(default=1, help_text="one more each time its facts are saved"),
                ),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("added_by_id", models.BigIntegerField(null=True)),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="audits.referencedocument",
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
            name="ReferenceCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="as indicators quote it: KCSIE26 para 74", max_length=80)),
                (
                    "outcome",
                    models.CharField(
                        choices=[("right", "Still right"), ("changed", "Changed"), ("gone", "Gone")], max_length=10
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("checked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("checked_by_id", models.BigIntegerField()),
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
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="audits.referencedocument",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="referencedocument",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="reference_document_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="referencedocument",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "replaced_by", name="reference_document_replaced_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="referencedocument",
            constraint=models.UniqueConstraint(fields=("tenant", "key"), name="reference_document_key_once"),
        ),
        migrations.AddConstraint(
            model_name="referencedocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("replaced_by", models.F("id")), _negated=True),
                name="reference_document_not_its_own_successor",
            ),
        ),
        migrations.AddIndex(
            model_name="referencecheck",
            index=models.Index(fields=["tenant", "reference", "-checked_at"], name="reference_check_latest"),
        ),
        migrations.AddConstraint(
            model_name="referencecheck",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="reference_check_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="referencecheck",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "document", name="reference_check_document_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="referencecheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "right"), models.Q(("note", ""), _negated=True), _connector="OR"),
                name="reference_check_says_what_changed",
            ),
        ),
        TenantTable("audits_referencedocument", school_column="", tenant=Rights("select insert update")),
        TenantTable("audits_referencecheck", school_column="", tenant=Rights("select insert")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in append_only("audits_referencecheck")),
        migrations.RunSQL(BEGIN_WITH_THE_FRAMEWORKS, migrations.RunSQL.noop),
    ]
