"""Kinds somebody decided, links between schools, and records that are handed over."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import TENANT as GIVEN_HERE
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, policy, secured

TO_HERE = "to_tenant_id = (SELECT lscp.ctx_tenant())"
OWN_URN = "to_urn = (SELECT s.urn FROM lscp.schools_school s WHERE s.id = (SELECT lscp.ctx_school()))"
# A school reads what its own partnership keeps of it at once, and what another one sends once it is accepted.
IS_IN = "(accepted_at IS NOT NULL OR tenant_id = to_tenant_id)"
PACKAGE_IS_IN = (
    "EXISTS (SELECT 1 FROM lscp.schools_handover h WHERE h.id = handover_id "
    "AND (h.accepted_at IS NOT NULL OR h.tenant_id = h.to_tenant_id))"
)
PEOPLE_HANDED_OVER = (
    "id IN (SELECT (p ->> 'person')::bigint FROM lscp.schools_handover h, jsonb_array_elements(h.people) p "
    "WHERE h.to_tenant_id = (SELECT lscp.ctx_tenant()))"
)
# The one way in which a scope makes a membership: the role somebody had, at the school that came over with it.
ROLE_HANDED_OVER = (
    "tenant_id = (SELECT lscp.ctx_tenant()) AND ended_at IS NULL "
    "AND EXISTS (SELECT 1 FROM lscp.schools_school s WHERE s.id = accounts_membership.school_id "
    "AND s.urn = accounts_membership.school_urn) "
    "AND EXISTS (SELECT 1 FROM lscp.schools_handover h WHERE h.to_tenant_id = accounts_membership.tenant_id "
    "AND h.to_urn = accounts_membership.school_urn AND h.accepted_at IS NOT NULL AND h.people @> "
    "jsonb_build_array(jsonb_build_object('person', accounts_membership.person_id, 'role', accounts_membership.role)))"
)
HANDOVERS = (
    *secured("schools_handover"),
    "GRANT SELECT, INSERT, UPDATE (accepted_at, accepted_by_id) ON schools_handover TO lscp_tenant",
    "GRANT SELECT ON schools_handover TO lscp_school",
    policy("schools_handover", "lscp_tenant", "insert", GIVEN_HERE),
    policy("schools_handover", "lscp_tenant", "select", f"{GIVEN_HERE} OR {TO_HERE}"),
    policy("schools_handover", "lscp_school", "select", f"{TO_HERE} AND {OWN_URN} AND {IS_IN}"),
    f"CREATE POLICY lscp_tenant_update ON schools_handover FOR UPDATE TO lscp_tenant "
    f"USING ({TO_HERE} AND accepted_at IS NULL) WITH CHECK ({TO_HERE})",
    *secured("schools_handoveritem"),
    "GRANT SELECT, INSERT ON schools_handoveritem TO lscp_tenant",
    "GRANT SELECT ON schools_handoveritem TO lscp_school",
    policy("schools_handoveritem", "lscp_tenant", "insert", GIVEN_HERE),
    policy("schools_handoveritem", "lscp_tenant", "select", f"{GIVEN_HERE} OR ({TO_HERE} AND {PACKAGE_IS_IN})"),
    policy("schools_handoveritem", "lscp_school", "select", f"{TO_HERE} AND {OWN_URN} AND {PACKAGE_IS_IN}"),
    *append_only("schools_handoveritem"),
    *append_only("schools_kinddecision"),
    f"CREATE POLICY lscp_tenant_select_handed_over ON accounts_person FOR SELECT TO lscp_tenant "
    f"USING ({PEOPLE_HANDED_OVER})",
    "GRANT INSERT ON accounts_membership TO lscp_tenant",
    policy("accounts_membership", "lscp_tenant", "insert", ROLE_HANDED_OVER),
)


class Migration(migrations.Migration):
    """Four tables. A package is written by one partnership and read by another: the only rows that are."""

    dependencies = [
        ("accounts", "0004_contacts"),
        ("schools", "0004_register_changes_to_decide"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to_urn", models.PositiveIntegerField()),
                ("from_urn", models.PositiveIntegerField()),
                ("from_name", models.CharField(max_length=200)),
                ("from_school_id", models.BigIntegerField(help_text="the giver's schools.School")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("moved", "The school moved to another area"),
                            ("became", "The school became another one"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="1, 2, …: what came to the record later follows in another one"
                    ),
                ),
                ("manifest", models.JSONField()),
                ("people", models.JSONField(default=list)),
                ("sha256", models.CharField(max_length=64)),
                ("handed_over_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_by_id", models.BigIntegerField(blank=True, null=True)),
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
                    "to_tenant",
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
            name="HandoverItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("to_urn", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("copy", "Signed copy"),
                            ("letter", "Feedback letter"),
                            ("report", "Published report"),
                            ("answers", "Answers not sent in"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("dated_on", models.DateField()),
                (
                    "content",
                    models.TextField(help_text="canonical JSON; of a signed copy, the very text that was signed"),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "handover",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="schools.handover",
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
                (
                    "to_tenant",
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
            name="KindDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "governance",
                    models.CharField(
                        blank=True,
                        help_text="a key of the framework's setting_model; blank: the decision is taken back",
                        max_length=30,
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("decided_by_id", models.BigIntegerField()),
                ("decided_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
            },
        ),
        migrations.CreateModel(
            name="SchoolLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("urn", models.PositiveIntegerField()),
                ("link_urn", models.PositiveIntegerField()),
                ("link_name", models.CharField(max_length=200)),
                ("link_type", models.CharField(help_text="in the register's words", max_length=120)),
                ("established_on", models.DateField(blank=True, null=True)),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("before", "The other school came before this one"),
                            ("after", "The other school came after this one"),
                            ("beside", "Linked in another way"),
                        ],
                        max_length=6,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("imported_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
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
        migrations.AddIndex(
            model_name="handover",
            index=models.Index(fields=["to_tenant", "to_urn"], name="handover_by_receiver"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="handover_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                fields=("tenant", "from_urn", "to_tenant", "to_urn", "number"), name="handover_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_at", None), ("accepted_by_id", None)),
                    models.Q(("accepted_at__isnull", False), ("accepted_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="handover_accepted_by_and_at",
            ),
        ),
        migrations.AddIndex(
            model_name="handoveritem",
            index=models.Index(fields=["to_tenant", "to_urn"], name="handover_item_by_receiver"),
        ),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="handover_item_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "handover", name="handover_item_same_giver", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="kinddecision",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="kind_decision_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="kinddecision",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="kind_decision_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="kinddecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="kind_decision_says_why"
            ),
        ),
        migrations.AddIndex(
            model_name="schoollink",
            index=models.Index(fields=["urn"], name="school_link_by_urn"),
        ),
        migrations.AddIndex(
            model_name="schoollink",
            index=models.Index(fields=["link_urn"], name="school_link_by_other"),
        ),
        migrations.AddConstraint(
            model_name="schoollink",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="school_link_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="schoollink",
            constraint=models.UniqueConstraint(
                condition=models.Q(("gone_at", None)),
                fields=("tenant", "urn", "link_urn", "link_type"),
                name="school_link_once",
            ),
        ),
        TenantTable("schools_kinddecision", tenant=Rights("select insert")),
        TenantTable(
            "schools_schoollink",
            school_column="",
            tenant=Rights("select insert update", changes=("gone_at",)),
            school=Rights("select"),
            public=Rights(
                "select",
                rows="gone_at IS NULL",
                columns=(
                    "id",
                    "tenant_id",
                    "urn",
                    "link_urn",
                    "link_name",
                    "link_type",
                    "established_on",
                    "direction",
                    "gone_at",
                ),
            ),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in HANDOVERS),
    ]
