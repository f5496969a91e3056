"""Poor-quality returns: cases, steps beyond the school, and corrections that a case asks for."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, guarded_state, narrowed, policy, stays

WHOLE = "(SELECT lscp.sees_whole_school())"
ENDED = ("state", "ended_at", "ended_by_id", "ended_why", "found_then")
STEPPED = (
    "state", "confirmed_by_id", "confirmed_at", "taken_by_id", "taken_on",
    "withdrawn_by_id", "withdrawn_at", "withdrawn_why",
)  # fmt: skip
OF_CASE = "tenant_id = (SELECT lscp.ctx_tenant()) AND case_id IS NOT NULL"


def kept(table: str) -> str:
    """No row is deleted."""
    return f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION lscp.refuse_change()"


CASES, STEPS = "audits_poorqualitycase", "audits_casestep"
GUARDS = (
    narrowed(CASES, "select", WHOLE),
    narrowed(CASES, "update", WHOLE),
    narrowed(STEPS, "select", WHOLE),
    stays(
        CASES,
        "stays",
        "true",
        "tenant_id school_id audit_id copy_id sha256 rules_version found missing support started_at started_by_id "
        "signed_name due_on",
    ),
    stays(CASES, "signed_once", "OLD.resubmitted_at IS NOT NULL", "resubmitted_at"),
    stays(CASES, "ended_once", "OLD.ended_at IS NOT NULL", "ended_at ended_by_id ended_why found_then"),
    stays(
        STEPS,
        "stays",
        "true",
        "tenant_id school_id case_id addressee organisation reason shared out_of_order_why proposed_by_id proposed_at",
    ),
    stays(STEPS, "confirmed_once", "OLD.confirmed_by_id IS NOT NULL", "confirmed_by_id confirmed_at"),
    stays(STEPS, "taken_once", "OLD.taken_on IS NOT NULL", "taken_by_id taken_on"),
    kept(CASES),
    kept(STEPS),
    guarded_state(CASES, "poor-quality case"),
    guarded_state(STEPS, "step of a case"),
    "GRANT INSERT ON audits_correction TO lscp_tenant",  # only what a case asks for
    policy("audits_correction", "lscp_tenant", "insert", OF_CASE),
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0040_improvement"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="PoorQualityCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("started", "With the school"),
                            ("resubmitted", "Signed again"),
                            ("stepped_up", "Taken further"),
                            ("resolved", "Resolved"),
                            ("stopped", "Stopped"),
                        ],
                        default="started",
                        max_length=12,
                    ),
                ),
                (
                    "rules_version",
                    models.PositiveIntegerField(help_text="of the partnership's rules; 0 is the default"),
                ),
                ("found", models.JSONField()),
                ("missing", models.TextField(help_text="in the letter")),
                ("support", models.TextField(help_text="who helps, and how to reach them; in the letter")),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("started_by_id", models.BigIntegerField()),
                (
                    "signed_name",
                    models.CharField(help_text="under the letter, as the lead was called on the day", max_length=120),
                ),
                ("due_on", models.DateField()),
                (
                    "resubmitted_at",
                    models.DateTimeField(
                        blank=True, help_text="when the chair signed again, the first time", null=True
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_id", models.BigIntegerField(blank=True, null=True)),
                ("ended_why", models.TextField(blank=True, help_text="the school reads it")),
                ("found_then", models.JSONField(blank=True, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="audits.audit",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.frozencopy",
                    ),
                ),
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
            name="CaseStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "addressee",
                    models.CharField(
                        choices=[
                            ("trust", "The trust or proprietor"),
                            ("authority", "The local authority"),
                            ("diocese", "The diocese or faith body"),
                            ("dfe", "The Department for Education’s regions group, or the regulator"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("confirmed", "Confirmed, not taken yet"),
                            ("taken", "Taken"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("organisation", models.TextField(help_text="by name")),
                ("reason", models.TextField()),
                ("shared", models.TextField(help_text="in words, no child's detail")),
                ("out_of_order_why", models.TextField(blank=True)),
                ("proposed_by_id", models.BigIntegerField()),
                ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("confirmed_by_id", models.BigIntegerField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("taken_by_id", models.BigIntegerField(blank=True, null=True)),
                ("taken_on", models.DateField(blank=True, null=True)),
                ("withdrawn_by_id", models.BigIntegerField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True)),
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
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="audits.poorqualitycase",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="correction",
            name="case",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="audits.poorqualitycase",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "case", name="correction_of_audit_case_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddIndex(
            model_name="poorqualitycase",
            index=models.Index(fields=["tenant", "state", "due_on"], name="poor_quality_case_by_state"),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="poor_quality_case_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="poor_quality_case_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="poor_quality_case_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "copy",
                name="poor_quality_case_of_that_very_copy",
                owner=("tenant_id", "school_id", "audit_id", "sha256"),
            ),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("started", "resubmitted", "stepped_up"))),
                fields=("tenant", "audit"),
                name="poor_quality_case_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("missing", ""), _negated=True), models.Q(("support", ""), _negated=True)),
                name="poor_quality_case_says_what_helps",
            ),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at", None),
                        ("ended_by_id", None),
                        ("ended_why", ""),
                        ("state__in", ("started", "resubmitted", "stepped_up")),
                    ),
                    models.Q(
                        models.Q(("state__in", ("started", "resubmitted", "stepped_up")), _negated=True),
                        ("ended_at__isnull", False),
                        ("ended_by_id__isnull", False),
                        models.Q(("ended_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="poor_quality_case_ended_by_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="poorqualitycase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "resubmitted"), _negated=True),
                    ("resubmitted_at__isnull", False),
                    _connector="OR",
                ),
                name="poor_quality_case_dated_when_signed_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="case_step_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="case_step_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "case", name="case_step_case_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("tenant", "case", "addressee"),
                name="case_step_once_to_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_by_id", None),
                    models.Q(("confirmed_by_id", models.F("proposed_by_id")), _negated=True),
                    _connector="OR",
                ),
                name="case_step_nobody_confirms_their_own",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at", None), ("confirmed_by_id", None)),
                    models.Q(("confirmed_at__isnull", False), ("confirmed_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="case_step_confirmed_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["confirmed", "taken"]), _negated=True),
                    ("confirmed_by_id__isnull", False),
                    _connector="OR",
                ),
                name="case_step_not_without_a_second_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_by_id", None), ("taken_on", None), models.Q(("state", "taken"), _negated=True)),
                    models.Q(
                        ("state__in", ["taken", "withdrawn"]),
                        ("taken_by_id__isnull", False),
                        ("taken_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="case_step_taken_by_and_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at", None),
                        ("withdrawn_by_id", None),
                        ("withdrawn_why", ""),
                        models.Q(("state", "withdrawn"), _negated=True),
                    ),
                    models.Q(
                        ("state", "withdrawn"),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by_id__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="case_step_withdrawn_by_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="casestep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation", ""), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    models.Q(("shared", ""), _negated=True),
                ),
                name="case_step_says_whom_why_and_what",
            ),
        ),
        TenantTable(
            CASES,
            tenant=Rights("select insert update", changes=ENDED),
            school=Rights("select update", changes=("state", "resubmitted_at")),
        ),
        TenantTable(
            STEPS,
            tenant=Rights("select insert update", changes=STEPPED),
            school=Rights("select", rows="taken_on IS NOT NULL"),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in GUARDS),
    ]
