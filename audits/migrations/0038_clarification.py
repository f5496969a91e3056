"""Questions to schools: rounds, questions and answers beside the frozen copy, and what of them never changes."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, guarded_state, narrowed, stays

WHOLE = "(SELECT lscp.sees_whole_school())"
IS_GIVEN = "(SELECT lscp.is_given(audit_id, indicator_id))"
OF_THE_QUESTION = "EXISTS (SELECT 1 FROM lscp.audits_clarificationquestion q WHERE q.id = question_id)"  # seen here
COLLECTED = ("round_id", "number", "indicator_id", "text", "removed_at", "withdrawn_at", "withdrawn_why")
WRITTEN = ("text", "evidence_id", "revision", "saved_at", "saved_by_id", "sent_at")


def for_ever(table: str, when: str, columns: str) -> list[str]:
    """Once `when` holds of a row, these columns stay as they are and the row is not deleted, whoever asks."""
    return [
        stays(table, "stays", when, columns),
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} FOR EACH ROW "
        f"WHEN ({when}) EXECUTE FUNCTION lscp.refuse_change()",
    ]


GUARDS = (
    narrowed("audits_clarificationround", "update", WHOLE),
    narrowed("audits_clarificationquestion", "select", f"{WHOLE} OR {IS_GIVEN}"),
    *(
        narrowed("audits_clarificationanswer", verb, f"{WHOLE} OR {OF_THE_QUESTION}")
        for verb in ("select", "insert", "update")
    ),
    *for_ever(
        "audits_clarificationround",
        "true",
        "tenant_id school_id audit_id review_id copy_id sha256 number sent_at due_on",
    ),
    *for_ever(
        "audits_clarificationquestion",
        "OLD.number IS NOT NULL",
        "tenant_id school_id audit_id review_id round_id indicator_id number text removed_at",
    ),
    *for_ever(
        "audits_clarificationanswer",
        "OLD.sent_at IS NOT NULL",
        "tenant_id school_id question_id text evidence_id revision saved_at saved_by_id sent_at",
    ),
    "CREATE TRIGGER audits_clarificationquestion_withdrawn_once BEFORE UPDATE ON audits_clarificationquestion "
    "FOR EACH ROW WHEN (OLD.withdrawn_at IS NOT NULL) EXECUTE FUNCTION lscp.refuse_change()",
    guarded_state("audits_clarificationround", "clarification"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0037_own_letter_lines"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClarificationAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField()),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("saved_by_id", models.BigIntegerField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ClarificationQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("text", models.TextField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True, help_text="the school reads it")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ClarificationRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sha256", models.CharField(help_text="of the copy that was asked about", max_length=64)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sent", "With the school"),
                            ("lapsed", "Not answered in time"),
                            ("answered", "Answered"),
                            ("withdrawn", "No answer needed"),
                            ("closed", "Closed without answers"),
                        ],
                        default="sent",
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("due_on", models.DateField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by_id", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="frozencopy",
            constraint=models.UniqueConstraint(
                fields=("tenant", "school", "audit", "sha256", "id"), name="frozen_copy_by_its_hash"
            ),
        ),
        migrations.AddField(
            model_name="clarificationanswer",
            name="evidence",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.evidenceitem",
            ),
        ),
        migrations.AddField(
            model_name="clarificationanswer",
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
            model_name="clarificationanswer",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="clarificationquestion",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="audits.audit",
            ),
        ),
        migrations.AddField(
            model_name="clarificationquestion",
            name="indicator",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.indicator",
            ),
        ),
        migrations.AddField(
            model_name="clarificationquestion",
            name="review",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="audits.review",
            ),
        ),
        migrations.AddField(
            model_name="clarificationquestion",
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
            model_name="clarificationquestion",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="clarificationanswer",
            name="question",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="audits.clarificationquestion",
            ),
        ),
        migrations.AddField(
            model_name="clarificationround",
            name="audit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="audits.audit",
            ),
        ),
        migrations.AddField(
            model_name="clarificationround",
            name="copy",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.frozencopy",
            ),
        ),
        migrations.AddField(
            model_name="clarificationround",
            name="review",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audits.review"
            ),
        ),
        migrations.AddField(
            model_name="clarificationround",
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
            model_name="clarificationround",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="clarificationquestion",
            name="round",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="audits.clarificationround",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationanswer",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="clarification_answer_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationanswer",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="clarification_answer_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="clarificationanswer",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "question", name="clarification_answer_question_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationanswer",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "evidence", name="clarification_answer_evidence_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant", "question"), name="clarification_answer_once_per_question"
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), models.Q(("text", ""), _negated=True), _connector="OR"),
                name="clarification_answer_says_something_when_sent",
            ),
        ),
        migrations.AddIndex(
            model_name="clarificationround",
            index=models.Index(fields=["tenant", "state", "due_on"], name="clarification_round_by_state"),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="clarification_round_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="clarification_round_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="clarification_round_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "review", name="clarification_round_review_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "copy",
                name="clarification_round_of_that_very_copy",
                owner=("tenant_id", "school_id", "audit_id", "sha256"),
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=models.UniqueConstraint(
                fields=("tenant", "audit", "number"), name="clarification_round_once_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "sent")),
                fields=("tenant", "audit"),
                name="clarification_round_one_with_the_school",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 2)), name="clarification_round_two_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("state__in", ["sent", "lapsed"])),
                    models.Q(models.Q(("state__in", ["sent", "lapsed"]), _negated=True), ("ended_at__isnull", False)),
                    _connector="OR",
                ),
                name="clarification_round_dated_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_by_id__isnull", False), ("state", "answered")),
                    models.Q(models.Q(("state", "answered"), _negated=True), ("answered_by_id", None)),
                    _connector="OR",
                ),
                name="clarification_round_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="clarification_question_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=models.UniqueConstraint(
                fields=("tenant", "school", "id"), name="clarification_question_owner_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="clarification_question_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "review", name="clarification_question_review_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "round", name="clarification_question_round_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "indicator", name="clarification_question_indicator_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=models.UniqueConstraint(
                fields=("tenant", "audit", "number"), name="clarification_question_own_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="clarification_question_asks_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number", None), ("round", None), ("withdrawn_at", None)),
                    models.Q(("number__gte", 1), ("removed_at", None), ("round__isnull", False)),
                    _connector="OR",
                ),
                name="clarification_question_numbered_when_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarificationquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at", None), ("withdrawn_why", "")),
                    models.Q(("withdrawn_at__isnull", False), models.Q(("withdrawn_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="clarification_question_withdrawn_says_why",
            ),
        ),
        TenantTable(
            "audits_clarificationround",
            tenant=Rights("select insert update", changes=("state", "ended_at")),
            school=Rights("select update", changes=("state", "ended_at", "answered_by_id")),
        ),
        TenantTable(
            "audits_clarificationquestion",
            tenant=Rights("select insert update", changes=COLLECTED),
            school=Rights("select", rows="number IS NOT NULL"),
        ),
        TenantTable(
            "audits_clarificationanswer",
            tenant=Rights("select", rows="sent_at IS NOT NULL"),
            school=Rights("select insert update", changes=WRITTEN),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in GUARDS),
    ]
