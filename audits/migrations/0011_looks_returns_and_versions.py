"""Who read how far, why an audit went back, where the minutes say so, and versions of the frozen copy."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0010_parts_of_contributors"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="GivenBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("dsl", "Designated safeguarding lead"),
                            ("head", "Headteacher or principal"),
                            ("chair", "Chair of governors or proprietor"),
                        ],
                        max_length=10,
                    ),
                ),
                ("comment", models.TextField()),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), default=list, size=None
                    ),
                ),
                ("returned_by_id", models.BigIntegerField()),
                ("returned_name", models.CharField(help_text="as the person was called on the day", max_length=120)),
                ("returned_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("up_to", models.BigIntegerField()),
                ("looked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="frozencopy",
            name="version",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="signature",
            name="minute_reference",
            field=models.CharField(blank=True, help_text="where the board's minutes say so", max_length=120),
        ),
        migrations.AlterField(
            model_name="frozencopy",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="frozen_copies",
                to="audits.audit",
            ),
        ),
        migrations.AddConstraint(
            model_name="frozencopy",
            constraint=models.UniqueConstraint(
                fields=("tenant", "audit", "version"), name="frozen_copy_once_per_version"
            ),
        ),
        migrations.AddField(
            model_name="givenback",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="given_back",
                to="audits.audit",
            ),
        ),
        migrations.AddField(
            model_name="givenback",
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
            model_name="givenback",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
                to="audits.audit",
            ),
        ),
        migrations.AddField(
            model_name="look",
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
            model_name="look",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddIndex(
            model_name="givenback",
            index=models.Index(fields=["tenant", "audit"], name="given_back_by_audit"),
        ),
        migrations.AddConstraint(
            model_name="givenback",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="given_back_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="givenback",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="given_back_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="givenback",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="given_back_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddIndex(
            model_name="look",
            index=models.Index(fields=["tenant", "audit", "person_id"], name="look_by_person"),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="look_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="look_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="look_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        TenantTable("audits_look", tenant=Rights("select"), school=Rights("select insert")),
        TenantTable("audits_givenback", tenant=Rights("select"), school=Rights("select insert")),
        *(
            migrations.RunSQL(line, migrations.RunSQL.noop)
            for table in ("audits_look", "audits_givenback")
            for line in append_only(table)
        ),
        *(
            migrations.RunSQL(
                f"CREATE POLICY lscp_school_select_theirs ON {table} AS RESTRICTIVE FOR SELECT TO lscp_school "
                "USING ((SELECT lscp.sees_whole_school()))",
                migrations.RunSQL.noop,
            )
            for table in ("audits_look", "audits_givenback")
        ),
    ]
