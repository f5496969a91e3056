"""Governors' notes, what schools commonly use as evidence, and changes of guidance for schools to read."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import TENANT, Rights, TenantTable, policy

WHOLE = "(SELECT lscp.sees_whole_school())"
PERSON = "(SELECT nullif(current_setting('app.person', true), '')::bigint)"
BY_ONESELF = f"{PERSON} IS NULL OR written_by_id = {PERSON}"  # nobody in particular is a task
NARROWED = (
    "CREATE POLICY lscp_school_select_theirs ON audits_governorvisit AS RESTRICTIVE FOR SELECT TO lscp_school "
    f"USING ({WHOLE})",
    "CREATE POLICY lscp_school_insert_theirs ON audits_governorvisit AS RESTRICTIVE FOR INSERT TO lscp_school "
    f"WITH CHECK (({WHOLE}) AND ({BY_ONESELF}))",
    "CREATE POLICY lscp_school_update_theirs ON audits_governorvisit AS RESTRICTIVE FOR UPDATE TO lscp_school "
    f"USING ({BY_ONESELF}) WITH CHECK ({BY_ONESELF})",
)
READ_BY_SCHOOLS = (  # table, columns: what changed in guidance, not who looked
    ("audits_referencedocument", "id, tenant_id, key, title, in_force, web_address, note, added_at, replaced_by_id"),
    ("audits_referencecheck", "id, tenant_id, reference, outcome, note, checked_at"),
)
KEPT = (
    "visited_on", "sections", "looked_at", "found", "agreed", "serves_as_evidence", "revision", "changed_at",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0012_corrections"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommonPractice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "upstream",
                    models.CharField(help_text="the series of the framework, whose codes are permanent", max_length=80),
                ),
                ("code", models.CharField(max_length=8)),
                ("phase", models.CharField(help_text="as in the register", max_length=40)),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "Stated"), (1, "Documented"), (2, "Sampled"), (3, "Confirmed")]
                    ),
                ),
                ("at_least", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                    models.UniqueConstraint(fields=("tenant", "id"), name="common_practice_owner_id"),
                    models.UniqueConstraint(
                        fields=("tenant", "upstream", "code", "phase", "strength"), name="common_practice_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at_least", 0), ("at_least__gte", 10), _connector="OR"),
                        name="common_practice_of_ten_or_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GovernorVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visited_on", models.DateField()),
                ("role", models.CharField(help_text="of the writer, when it was written", max_length=20)),
                (
                    "sections",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=4),
                        help_text="codes of the framework’s sections looked at",
                        size=None,
                    ),
                ),
                ("looked_at", models.TextField()),
                ("found", models.TextField()),
                ("agreed", models.TextField(blank=True, help_text="what was agreed: what, which role, by when")),
                ("serves_as_evidence", models.BooleanField(help_text="the partnership’s reviewer may read it")),
                ("revision", models.PositiveIntegerField(default=1, help_text="one more each time it is corrected")),
                ("written_by_id", models.BigIntegerField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
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
                "indexes": [models.Index(fields=["tenant", "school", "-visited_on"], name="governor_visit_by_day")],
                "constraints": [
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "school", name="governor_visit_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="governor_visit_owner_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("looked_at", ""), _negated=True), models.Q(("found", ""), _negated=True)
                        ),
                        name="governor_visit_says_what_was_seen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sections__len__gt", 0)), name="governor_visit_of_a_section"
                    ),
                ],
            },
        ),
        TenantTable(
            "audits_governorvisit",
            tenant=Rights("select", rows="serves_as_evidence"),
            school=Rights("select insert update", changes=KEPT),
        ),
        TenantTable(
            "audits_commonpractice",
            school_column="",
            tenant=Rights("select insert update", changes=("at_least",)),
            school=Rights("select", rows="at_least >= 10"),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in NARROWED),
        *(
            migrations.RunSQL(line, migrations.RunSQL.noop)
            for table, columns in READ_BY_SCHOOLS
            for line in (
                f"GRANT SELECT ({columns}) ON {table} TO lscp_school",
                policy(table, "lscp_school", "select", TENANT),
            )
        ),
    ]
