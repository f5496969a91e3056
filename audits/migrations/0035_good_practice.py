"""Good practice that schools offer each other, and its steps."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import TENANT, Rights, TenantTable, append_only, guarded_state, narrowed

WORDS = (
    "revision", "title", "codes", "topics", "what", "works", "advice", "contact_role", "contact_email",
)  # fmt: skip
BY_SCHOOL = (
    *WORDS, "state", "checked_how", "checked_by_id", "consented_by_id", "confirmed_on", "confirm_by",
    "withdrawn_because",
)  # fmt: skip
BY_AREA = (
    "state", "checked_how", "checked_by_id", "published_by_id", "published_at", "confirmed_on", "confirm_by",
    "withdrawn_because",
)  # fmt: skip
FOR_EVERYBODY = (  # neither the contact nor who did what
    "id", "tenant_id", "state", "title", "codes", "topics", "what", "works", "advice", "school_name", "urn", "phase",
    "published_at", "confirmed_on", "confirm_by",
)  # fmt: skip
WHOLE = "(SELECT lscp.sees_whole_school())"
NARROWED = tuple(
    narrowed(table, verb, WHOLE)
    for table, verbs in (
        ("audits_goodpractice", ("select", "insert", "update")),
        ("audits_goodpracticestep", ("select", "insert")),
    )
    for verb in verbs
)
SHARED = (  # other schools of the partnership find it and whom to ask
    "CREATE POLICY lscp_school_select_shared ON audits_goodpractice FOR SELECT TO lscp_school "
    f"USING ({TENANT} AND state = 'published')",
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0028_triage"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoodPractice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("offered", "Offered"),
                            ("checked", "Checked"),
                            ("consented", "Agreed by the school"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, help_text="one more each time its words change")),
                ("title", models.CharField(max_length=120)),
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=8), size=None),
                ),
                (
                    "topics",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=600), size=None),
                ),
                ("what", models.TextField(help_text="what the school does")),
                ("works", models.TextField(help_text="how the school knows that it works")),
                ("advice", models.TextField(blank=True, help_text="what it would tell a school that begins")),
                ("contact_role", models.CharField(max_length=80)),
                ("contact_email", models.EmailField(max_length=254)),
                ("school_name", models.CharField(max_length=200)),
                ("urn", models.PositiveIntegerField()),
                ("phase", models.CharField(max_length=40)),
                (
                    "checked_how",
                    models.CharField(
                        blank=True,
                        choices=[("visit", "Seen on a visit"), ("desk", "Read and asked about")],
                        max_length=5,
                    ),
                ),
                ("checked_by_id", models.BigIntegerField(blank=True, null=True)),
                ("consented_by_id", models.BigIntegerField(blank=True, null=True)),
                ("published_by_id", models.BigIntegerField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_on",
                    models.DateField(
                        blank=True, help_text="when the school last said that it still does it", null=True
                    ),
                ),
                ("confirm_by", models.DateField(blank=True, help_text="when it has to say so again", null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
            name="GoodPracticeStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(max_length=10)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "practice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="audits.goodpractice",
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
            model_name="goodpractice",
            index=models.Index(fields=["tenant", "state"], name="good_practice_by_state"),
        ),
        migrations.AddConstraint(
            model_name="goodpractice",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="good_practice_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="goodpractice",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="good_practice_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="goodpractice",
            constraint=models.CheckConstraint(
                condition=models.Q(("codes__len", models.F("topics__len")), ("codes__len__gt", 0)),
                name="good_practice_has_topics",
            ),
        ),
        migrations.AddConstraint(
            model_name="goodpractice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("checked", "consented", "published")), _negated=True),
                    models.Q(("checked_by_id__isnull", False), models.Q(("checked_how", ""), _negated=True)),
                    _connector="OR",
                ),
                name="good_practice_checked_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="goodpractice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("consented", "published")), _negated=True),
                    ("consented_by_id__isnull", False),
                    _connector="OR",
                ),
                name="good_practice_consented_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="goodpractice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(
                        ("confirm_by__isnull", False),
                        ("published_at__isnull", False),
                        ("published_by_id__isnull", False),
                        models.Q(("published_by_id", models.F("checked_by_id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="good_practice_published_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="goodpractice",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "withdrawn"), ("withdrawn_because", ""), _negated=True),
                name="good_practice_withdrawn_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="goodpracticestep",
            index=models.Index(fields=["tenant", "practice"], name="good_practice_step_by_row"),
        ),
        migrations.AddConstraint(
            model_name="goodpracticestep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="good_practice_step_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="goodpracticestep",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="good_practice_step_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="goodpracticestep",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "practice", name="good_practice_step_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        TenantTable(
            "audits_goodpractice",
            tenant=Rights("select update", changes=BY_AREA),
            school=Rights("select insert update", changes=BY_SCHOOL),
            public=Rights("select", rows="state = 'published'", columns=FOR_EVERYBODY),
        ),
        TenantTable("audits_goodpracticestep", tenant=Rights("select insert"), school=Rights("select insert")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in (*NARROWED, *SHARED)),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in append_only("audits_goodpracticestep")),
        migrations.RunSQL(guarded_state("audits_goodpractice", "good practice"), migrations.RunSQL.noop),
    ]
