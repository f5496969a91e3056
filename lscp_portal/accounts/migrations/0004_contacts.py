"""Deputy DSLs, telephone numbers, why the partnership changed a school's people, and sessions that end with a role."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Now

from lscp_portal.tenancy.constraints import OwnedReference
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, policy

ROLES = [
    ("administrator", "LSCP administrator"),
    ("lead", "LSCP lead"),
    ("reviewer", "Reviewer"),
    ("visitor", "Visit team member"),
    ("publisher", "Publisher"),
    ("analyst", "Analyst"),
    ("scrutineer", "Independent scrutineer"),
    ("dsl", "Designated safeguarding lead"),
    ("deputy_dsl", "Deputy designated safeguarding lead"),
    ("contributor", "Contributor"),
    ("head", "Headteacher or principal"),
    ("chair", "Chair of governors or proprietor"),
    ("link_governor", "Link governor"),
]
AT_SCHOOL = ["chair", "contributor", "deputy_dsl", "dsl", "head", "link_governor"]
AT_PARTNERSHIP = ["administrator", "analyst", "lead", "publisher", "reviewer", "scrutineer", "visitor"]
OF_AREA = "tenant_id = (SELECT lscp.ctx_tenant())"
OF_THIS_SCHOOL = f"{OF_AREA} AND school_id = (SELECT lscp.ctx_school())"
PEOPLE_HERE = "id IN (SELECT m.person_id FROM lscp.accounts_membership m WHERE {})"
GRANTS = (
    "GRANT UPDATE (phone) ON accounts_membership TO lscp_tenant, lscp_school",
    "GRANT SELECT (session_epoch), UPDATE (session_epoch) ON accounts_person TO lscp_tenant, lscp_school",
    policy("accounts_person", "lscp_tenant", "update", PEOPLE_HERE.format(OF_AREA)),
    policy("accounts_person", "lscp_school", "update", PEOPLE_HERE.format(OF_THIS_SCHOOL)),
)


def role_fits_place(name: str) -> models.CheckConstraint:
    """School roles name their school, partnership roles name none."""
    at_school = Q(role__in=AT_SCHOOL, school_id__isnull=False, school_urn__isnull=False)
    at_partnership = Q(role__in=AT_PARTNERSHIP, school_id__isnull=True, school_urn__isnull=True)
    return models.CheckConstraint(condition=at_school | at_partnership, name=name)


def with_deputies(model: str) -> list[migrations.operations.base.Operation]:
    """The role column and its check, with the new role."""
    name = f"{model}_role_fits_place"
    return [
        migrations.AlterField(model, "role", models.CharField(choices=ROLES, max_length=20)),
        migrations.RemoveConstraint(model, name),
        migrations.AddConstraint(model, role_fits_place(name)),
    ]


class Migration(migrations.Migration):
    """Columns, the table of reasons, indexes, and who may change what."""

    dependencies = [("accounts", "0003_leaving_and_sending_again"), ("schools", "0001_initial")]
    operations = [
        *with_deputies("membership"),
        *with_deputies("invitation"),
        migrations.AddField(
            "person",
            "session_epoch",
            models.PositiveIntegerField(default=0, help_text="one more ends every session of this person"),
        ),
        migrations.AddField(
            "membership",
            "phone",
            models.CharField(blank=True, default="", help_text="where to reach them in this role", max_length=40),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "membership",
            models.Index(fields=["tenant", "ends_on"], condition=Q(ended_at=None), name="membership_by_end_of_term"),
        ),
        migrations.AddIndex(
            "invitation",
            models.Index(
                fields=["tenant", "school_id"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_still_waiting",
            ),
        ),
        migrations.CreateModel(
            "ContactRepair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("left", "Said that somebody has left"),
                            ("replaced", "Replaced an address"),
                            ("changed", "Changed a term of office or telephone number"),
                            ("vacant", "Said that a role is vacant"),
                            ("confirmed", "Confirmed the list"),
                        ],
                        max_length=10,
                    ),
                ),
                ("role", models.CharField(blank=True, choices=ROLES, max_length=20)),
                ("reason", models.CharField(max_length=300)),
                ("repaired_by_id", models.BigIntegerField()),
                ("repaired_at", models.DateTimeField(db_default=Now())),
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
                    OwnedReference("school", name="contact_repair_school_same_area", owner=("tenant_id",)),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="contact_repair_owner_id"),
                    models.CheckConstraint(condition=~Q(reason=""), name="contact_repair_says_why"),
                ],
            },
        ),
        TenantTable("accounts_contactrepair", tenant=Rights("select insert"), school=Rights("select")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in append_only("accounts_contactrepair")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in GRANTS),
    ]
