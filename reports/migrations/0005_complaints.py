"""Complaints of schools: rows, steps for ever, and who may write what of them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, guarded_state, narrowed

BY_SCHOOL = ("state", "answer_by", "closed_at")
BY_AREA = (
    *BY_SCHOOL,
    "ask_by",
    "first_by_id",
    "second_by_id",
    "outcome",
    "goes_on_because",
    "put_right",
    "put_right_at",
)
WHOLE = "(SELECT lscp.sees_whole_school())"
NARROWED = tuple(  # contributors have nothing to do with complaints
    narrowed(table, verb, WHOLE)
    for table, verbs in (
        ("reports_complaint", ("select", "insert", "update")),
        ("reports_complaintstep", ("select", "insert")),
    )
    for verb in verbs
)
GUARDS = (guarded_state("reports_complaint", "complaint"), *append_only("reports_complaintstep"))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_not_for_contributors"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("acknowledged", "Acknowledged"),
                            ("answered", "Answered by the partnership"),
                            ("second_stage", "With the independent scrutineer"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn by the school"),
                        ],
                        default="received",
                        max_length=15,
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("feedback", "The feedback on our return"),
                            ("visit", "A visit"),
                            ("report", "A report on our school"),
                            ("treatment", "How we were treated"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("about_lead", models.BooleanField(default=False)),
                ("said", models.TextField(help_text="what went wrong, in the school's words")),
                ("wanted", models.TextField(help_text="what would put it right")),
                ("made_by_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("acknowledge_by", models.DateField()),
                ("answer_by", models.DateField()),
                ("ask_by", models.DateField(blank=True, null=True)),
                ("first_by_id", models.BigIntegerField(blank=True, null=True)),
                ("second_by_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "Upheld"), ("in_part", "Upheld in part"), ("not_upheld", "Not upheld")],
                        max_length=10,
                    ),
                ),
                (
                    "goes_on_because",
                    models.TextField(blank=True, help_text="why publication does not wait; the school reads it"),
                ),
                (
                    "put_right",
                    models.TextField(
                        blank=True, help_text="what was done about an upheld complaint; the school reads it"
                    ),
                ),
                ("put_right_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
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
            name="ComplaintStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=15)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "Upheld"), ("in_part", "Upheld in part"), ("not_upheld", "Not upheld")],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("by_id", models.BigIntegerField(blank=True, null=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "complaint",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="reports.complaint",
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
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["tenant", "state"], name="complaint_by_state"),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="complaint_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="complaint_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_by_id", None),
                    ("second_by_id", None),
                    models.Q(("second_by_id", models.F("first_by_id")), _negated=True),
                    _connector="OR",
                ),
                name="complaint_decided_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "answered"), _negated=True),
                    models.Q(
                        ("ask_by__isnull", False),
                        ("first_by_id__isnull", False),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="complaint_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(("closed_at", None), ("state__in", ("closed", "withdrawn")), _connector="XOR"),
                name="complaint_dated_when_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("outcome", ""), _negated=True),
                    _connector="OR",
                ),
                name="complaint_closed_with_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("put_right", ""), ("put_right_at", None)),
                    models.Q(
                        ("outcome__in", ("upheld", "in_part")),
                        ("put_right_at__isnull", False),
                        ("state", "closed"),
                        models.Q(("put_right", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="complaint_put_right_in_words",
            ),
        ),
        migrations.AddIndex(
            model_name="complaintstep",
            index=models.Index(fields=["tenant", "complaint"], name="complaint_step_by_complaint"),
        ),
        migrations.AddConstraint(
            model_name="complaintstep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="complaint_step_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintstep",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="complaint_step_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="complaintstep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "complaint", name="complaint_step_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        TenantTable(
            "reports_complaint",
            tenant=Rights("select update", changes=BY_AREA),
            school=Rights("select insert update", changes=BY_SCHOOL),
        ),
        TenantTable("reports_complaintstep", tenant=Rights("select insert"), school=Rights("select insert")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in (*NARROWED, *GUARDS)),
    ]
