"""Improvements, their history and the ladder of those that are late; and what of them the database holds to."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, guarded_state

WHOLE = "(SELECT lscp.sees_whole_school())"
PERSON = "(SELECT nullif(current_setting('app.person', true), '')::bigint)"
OWN_PART = "indicator_id = ANY ((SELECT lscp.own_indicators())::bigint[])"  # of a contributor, in every year
THEIRS = f"owner_id = {PERSON}"
OF_THEIRS = f"EXISTS (SELECT 1 FROM lscp.audits_improvement m WHERE m.id = improvement_id AND m.{THEIRS})"  # noqa: S608 - made of words of this file
BY_SCHOOL = (
    "state", "due_on", "later_why", "owner_id", "owner_words", "hands", "evidence", "said_done_at", "said_done_by_id",
    "verified_at", "verified_by_id", "verified_as", "verified_words", "sent_back_why", "withdrawn_at",
    "withdrawn_by_id", "withdrawn_why",
)  # fmt: skip
BY_PARTNERSHIP = (
    "state", "said_done_at", "said_done_by_id", "verified_at", "verified_by_id", "verified_as", "verified_words",
    "sent_back_why", "withdrawn_at", "withdrawn_by_id", "withdrawn_why", "carried_from_id",
)  # fmt: skip
ASKED = [
    "tenant_id",
    "school_id",
    "source",
    "audit_id",
    "recommendation_id",
    "visit_id",
    "indicator_id",
    "is_critical",
    "what",
    "help_from",
    "asked_due_on",
    "created_at",
    "created_by_id",
]


def narrowed(role: str, table: str, verb: str, name: str, *, using: str = "", check: str = "") -> str:
    """One more condition for a scope, beside the table's own policies."""
    using = f" USING ({using})" if using else ""
    check = f" WITH CHECK ({check})" if check else ""
    return (
        f"CREATE POLICY lscp_{role}_{verb}_{name} ON {table} AS RESTRICTIVE FOR {verb.upper()} TO lscp_{role}"
        f"{using}{check}"
    )


def refused(name: str, when: str) -> str:
    """A change that nobody makes, whoever asks."""
    return (
        f"CREATE TRIGGER audits_improvement_{name} BEFORE UPDATE ON audits_improvement FOR EACH ROW "
        f"WHEN ({when}) EXECUTE FUNCTION lscp.refuse_change()"
    )


OLD, NEW = (f"({', '.join(f'{row}.{name}' for name in ASKED)})" for row in ("OLD", "NEW"))
WORK, STEPS = "audits_improvement", "audits_improvementstep"
GUARDS = (
    # a contributor: what is about their part, and what is theirs to do
    narrowed("school", WORK, "select", "theirs", using=f"{WHOLE} OR {OWN_PART} OR {THEIRS}"),
    narrowed("school", WORK, "insert", "theirs", check=f"{WHOLE} AND source <> 'visit'"),
    # a school neither verifies as the partnership, and so no critical one, nor withdraws what it was asked
    narrowed(
        "school",
        WORK,
        "update",
        "theirs",
        using=f"{WHOLE} OR {THEIRS}",
        check="verified_as NOT IN ('reviewer', 'visitor') AND (source = 'own' OR state <> 'withdrawn')",
    ),
    narrowed("school", STEPS, "select", "theirs", using=f"{WHOLE} OR {OF_THEIRS}"),
    narrowed("school", STEPS, "insert", "theirs", check=f"{WHOLE} OR {OF_THEIRS}"),
    narrowed("tenant", WORK, "insert", "asked", check="source = 'visit'"),
    "ALTER TABLE audits_improvement ADD CONSTRAINT improvement_visit_same_school "
    "FOREIGN KEY (tenant_id, school_id, visit_id) REFERENCES visits_visit (tenant_id, school_id, id)",
    # whoever ever had a hand in it never verifies it, whoever owns it in the end
    "ALTER TABLE audits_improvement ADD CONSTRAINT improvement_hands_are_kept CHECK ("
    "(owner_id IS NULL OR owner_id = ANY (hands)) AND (said_done_by_id IS NULL OR said_done_by_id = ANY (hands)))",
    "ALTER TABLE audits_improvement ADD CONSTRAINT improvement_verified_by_no_hand "
    "CHECK (verified_by_id IS NULL OR NOT verified_by_id = ANY (hands))",
    refused("keeps_hands", "NOT (NEW.hands @> OLD.hands)"),
    refused("stays", f"{OLD} IS DISTINCT FROM {NEW}"),
    refused("is_over", "OLD.state IN ('verified', 'withdrawn')"),
    guarded_state(WORK, "improvement"),
    *append_only(STEPS),
    *append_only("audits_improvementreminder"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0039_words_as_long_as_their_forms"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
        ("visits", "0001_initial"),  # only for the reference that the database holds
    ]

    operations = [
        migrations.CreateModel(
            name="Improvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "To be agreed"),
                            ("agreed", "Agreed"),
                            ("in_progress", "In progress"),
                            ("said_done", "Said to be done"),
                            ("verified", "Done and verified"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("recommendation", "Recommendation"), ("visit", "Visit"), ("own", "Own plan")],
                        max_length=15,
                    ),
                ),
                ("visit_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "is_critical",
                    models.BooleanField(default=False, help_text="of its indicator, as it was when this was written"),
                ),
                ("what", models.TextField()),
                ("help_from", models.TextField(blank=True, help_text="a named source of help")),
                ("asked_due_on", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField()),
                ("later_why", models.TextField(blank=True, help_text="why later than the partnership asked")),
                ("owner_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "owner_words",
                    models.TextField(blank=True, help_text="a role in words, where the owner has no account"),
                ),
                (
                    "hands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), blank=True, default=list, size=None
                    ),
                ),
                ("evidence", models.TextField(blank=True, help_text="what shows it, and where it is kept")),
                ("said_done_at", models.DateTimeField(blank=True, null=True)),
                ("said_done_by_id", models.BigIntegerField(blank=True, null=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("verified_by_id", models.BigIntegerField(blank=True, null=True)),
                ("verified_as", models.CharField(blank=True, help_text="the role in which", max_length=20)),
                ("verified_words", models.TextField(blank=True, help_text="what was looked at")),
                ("sent_back_why", models.TextField(blank=True, help_text="the last time; a step keeps each")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by_id", models.BigIntegerField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("created_by_id", models.BigIntegerField()),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvements",
                        to="audits.audit",
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.audit",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.indicator",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="improvements",
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
            },
        ),
        migrations.CreateModel(
            name="ImprovementReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rung",
                    models.CharField(
                        choices=[
                            ("owner", "The owner and the safeguarding lead were told"),
                            ("head", "The head was told"),
                            ("chair", "The chair was told"),
                            ("lead", "On the partnership’s list"),
                        ],
                        max_length=5,
                    ),
                ),
                ("due_on", models.DateField(help_text="the date that passed")),
                ("on_day", models.DateField()),
                (
                    "improvement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="audits.improvement",
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
            name="ImprovementStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("created", "Put on the list"),
                            ("agreed", "Agreed"),
                            ("changed", "Owner or date changed"),
                            ("started", "Begun"),
                            ("said_done", "Said to be done"),
                            ("sent_back", "Sent back"),
                            ("verified", "Verified"),
                            ("withdrawn", "Withdrawn"),
                            ("carried", "Carried forward"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("owner_id", models.BigIntegerField(blank=True, help_text="from then on", null=True)),
                ("due_on", models.DateField(help_text="from then on")),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "improvement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="audits.improvement",
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
            model_name="improvement",
            index=models.Index(fields=["tenant", "school", "due_on"], name="improvement_by_school"),
        ),
        migrations.AddIndex(
            model_name="improvement",
            index=models.Index(fields=["tenant", "state", "due_on"], name="improvement_by_state"),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="improvement_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="improvement_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="improvement_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "recommendation", name="improvement_recommendation_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "carried_from", name="improvement_carried_from_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "indicator", name="improvement_indicator_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.UniqueConstraint(
                fields=("tenant", "recommendation"), name="improvement_once_per_recommendation"
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="improvement_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("audit__isnull", False),
                        ("recommendation__isnull", False),
                        ("source", "recommendation"),
                        ("visit_id", None),
                    ),
                    models.Q(
                        ("audit__isnull", False),
                        ("recommendation", None),
                        ("source", "visit"),
                        ("visit_id__isnull", False),
                    ),
                    models.Q(("recommendation", None), ("source", "own"), ("visit_id", None)),
                    _connector="OR",
                ),
                name="improvement_of_its_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("asked_due_on", None), ("source", "own")),
                    models.Q(models.Q(("source", "own"), _negated=True), ("asked_due_on__isnull", False)),
                    _connector="OR",
                ),
                name="improvement_dated_by_whoever_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_due_on", None),
                    ("due_on__lte", models.F("asked_due_on")),
                    models.Q(("later_why", ""), _negated=True),
                    _connector="OR",
                ),
                name="improvement_later_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["agreed", "in_progress", "said_done", "verified"]), _negated=True),
                    ("owner_id__isnull", False),
                    models.Q(("owner_words", ""), _negated=True),
                    _connector="OR",
                ),
                name="improvement_owned_when_agreed",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("said_done_at__isnull", False),
                        ("said_done_by_id__isnull", False),
                        ("state__in", ["said_done", "verified"]),
                        models.Q(("evidence", ""), _negated=True),
                    ),
                    models.Q(("state__in", ["said_done", "verified"]), _negated=True),
                    _connector="OR",
                ),
                name="improvement_done_shows_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "verified"),
                        ("verified_at__isnull", False),
                        ("verified_by_id__isnull", False),
                        models.Q(("verified_as", ""), _negated=True),
                        models.Q(("verified_words", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "verified"), _negated=True),
                        ("verified_as", ""),
                        ("verified_at", None),
                        ("verified_by_id", None),
                        ("verified_words", ""),
                    ),
                    _connector="OR",
                ),
                name="improvement_verified_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verified_by_id", None),
                    models.Q(
                        models.Q(("verified_by_id", models.F("said_done_by_id")), _negated=True),
                        models.Q(
                            ("owner_id", None),
                            models.Q(("verified_by_id", models.F("owner_id")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="improvement_verified_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "verified"), _negated=True),
                    ("is_critical", False),
                    ("verified_as__in", ("reviewer", "visitor")),
                    _connector="OR",
                ),
                name="improvement_critical_by_a_reviewer",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "verified"), _negated=True),
                    ("owner_id__isnull", False),
                    ("verified_as__in", ["reviewer", "visitor", "chair", "link_governor"]),
                    _connector="OR",
                ),
                name="improvement_of_a_role_by_governors",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "withdrawn"),
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by_id__isnull", False),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True),
                        ("withdrawn_at", None),
                        ("withdrawn_by_id", None),
                        ("withdrawn_why", ""),
                    ),
                    _connector="OR",
                ),
                name="improvement_withdrawn_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvementreminder",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="improvement_reminder_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="improvementreminder",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="improvement_reminder_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="improvementreminder",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "improvement", name="improvement_reminder_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="improvementreminder",
            constraint=models.UniqueConstraint(
                fields=("tenant", "improvement", "due_on", "rung"), name="improvement_reminder_once_per_rung"
            ),
        ),
        migrations.AddConstraint(
            model_name="improvementstep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="improvement_step_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="improvementstep",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="improvement_step_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="improvementstep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "improvement", name="improvement_step_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        TenantTable(
            "audits_improvement",
            tenant=Rights("select insert update", changes=BY_PARTNERSHIP),
            school=Rights("select insert update", changes=BY_SCHOOL),
        ),
        TenantTable("audits_improvementstep", tenant=Rights("select insert"), school=Rights("select insert")),
        TenantTable("audits_improvementreminder", tenant=Rights("select insert"), school=Rights("select")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in GUARDS),
    ]
