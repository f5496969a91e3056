"""What schools say to each recommendation, and how much a letter helped them."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, narrowed

RATED = ("is_clear", "is_fair", "is_useful", "words", "by_id", "at")
WHOLE = "(SELECT lscp.sees_whole_school())"
NARROWED = tuple(  # contributors have nothing to do with letters
    narrowed(table, verb, WHOLE)
    for table, verbs in (
        ("audits_recommendationanswer", ("select", "insert")),
        ("audits_feedbackrating", ("select", "insert", "update")),
    )
    for verb in verbs
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0035_good_practice"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedbackRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "is_clear",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6),
                ),
                (
                    "is_fair",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6),
                ),
                (
                    "is_useful",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")], max_length=6),
                ),
                ("words", models.CharField(blank=True, max_length=1200)),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "feedback",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="audits.feedback",
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
                "constraints": [
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "school", name="feedback_rating_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="feedback_rating_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "feedback", name="feedback_rating_same_school", owner=("tenant_id", "school_id")
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecommendationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("accept", "We accept it"),
                            ("in_part", "We accept it in part"),
                            ("reject", "We do not accept it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=600)),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "recommendation",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="audits.recommendation",
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
                "constraints": [
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "school", name="recommendation_answer_school_same_area", owner=("tenant_id",)
                    ),
                    models.UniqueConstraint(fields=("tenant", "school", "id"), name="recommendation_answer_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "recommendation", name="recommendation_answer_same_school", owner=("tenant_id", "school_id")
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "accept"), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="recommendation_answer_says_why_not",
                    ),
                ],
            },
        ),
        TenantTable("audits_recommendationanswer", tenant=Rights("select"), school=Rights("select insert")),
        TenantTable(
            "audits_feedbackrating", tenant=Rights("select"), school=Rights("select insert update", changes=RATED)
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in NARROWED),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in append_only("audits_recommendationanswer")),
    ]
