"""What later extracts would change waits for a decision; closed schools of an extract are remembered by number."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, guarded_state


class Migration(migrations.Migration):
    """One column and one table; of a proposal only its decision may change."""

    dependencies = [
        ("schools", "0003_contacts"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.AddField(
            model_name="registerimport",
            name="closed_urns",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(),
                default=list,
                help_text="closed in the file and never ours: when one opens, it did not move in",
                size=None,
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("urn", models.PositiveIntegerField()),
                ("school_name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("changed", "Changed"),
                            ("closed", "Closed"),
                            ("reopened", "Re-opened"),
                            ("moved_in", "Moved into the area"),
                            ("moved_out", "Moved out of the area"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("closed", "Closed"),
                            ("moved_out", "Moved out of the area"),
                            ("moved_in", "Moved into the area"),
                            ("new", "New"),
                            ("reopened", "Re-opened"),
                            ("asked", "May change what the school is asked"),
                            ("other", "Other changes"),
                            ("harmless", "Everyday changes"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To decide"),
                            ("held", "Held"),
                            ("explained", "Left as it is"),
                            ("accepted", "Taken over"),
                            ("superseded", "Overtaken by a later file"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "waiting_since",
                    models.DateTimeField(
                        help_text="since when the school waits, over later imports that say otherwise"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("comes_back_on", models.DateField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by_id",
                    models.BigIntegerField(blank=True, help_text="None for the operator's command", null=True),
                ),
                (
                    "register_import",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="schools.registerimport",
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
                "indexes": [
                    models.Index(fields=["tenant", "state", "group"], name="proposal_by_state"),
                    models.Index(fields=["tenant", "urn"], name="proposal_by_urn"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "id"), name="proposal_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "register_import", name="proposal_import_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "held", "explained"])),
                        fields=("tenant", "urn"),
                        name="proposal_one_alive_per_school",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("comes_back_on", None), ("state", "held"), _connector="XOR"),
                        name="proposal_held_until_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["held", "explained"]), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_not_taken_says_why",
                    ),
                ],
            },
        ),
        TenantTable(
            "schools_proposal",
            tenant=Rights(
                "select insert update", changes=("state", "note", "comes_back_on", "decided_at", "decided_by_id")
            ),
        ),
        migrations.RunSQL(guarded_state("schools_proposal", "register change"), migrations.RunSQL.noop),
    ]
