"""Notes of the independent scrutineer: drafts are the author's alone, what is shared stays."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, guarded_state

OWN = "written_by_id = nullif(current_setting('app.person', true), '')::bigint"
CHANGES = (
    "state", "topic", "about_school_id", "text", "revision", "shared_at", "answer", "answered_by_id", "answered_at",
)  # fmt: skip
STAYS = (
    "CREATE TRIGGER reports_scrutinynote_stays BEFORE UPDATE ON reports_scrutinynote FOR EACH ROW "
    "WHEN (OLD.shared_at IS NOT NULL AND (OLD.topic, OLD.about_school_id, OLD.text, OLD.revision, OLD.shared_at) "
    "IS DISTINCT FROM (NEW.topic, NEW.about_school_id, NEW.text, NEW.revision, NEW.shared_at) "
    "OR OLD.answered_at IS NOT NULL) EXECUTE FUNCTION lscp.refuse_change()"
)
GUARDED = ("reports_scrutinynote", "scrutiny note")


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0005_complaints"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScrutinyNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Only yours"), ("shared", "Shared with the lead"), ("answered", "Answered")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("timeliness", "Keeping the promised days"),
                            ("bands", "Bands that were overridden"),
                            ("reading", "Reading returns"),
                            ("moderation", "Reading twice"),
                            ("poor_returns", "Returns of poor quality"),
                            ("complaints", "Complaints"),
                            ("reports", "Reports and publication"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("written_by_id", models.BigIntegerField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True)),
                ("answered_by_id", models.BigIntegerField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "about_school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
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
                    models.UniqueConstraint(fields=("tenant", "id"), name="scrutiny_note_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "about_school", name="scrutiny_note_school_same_area", owner=("tenant_id",)
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shared_at", None), models.Q(("state", "draft"), _negated=True), _connector="XOR"
                        ),
                        name="scrutiny_note_dated_when_shared",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by_id", None),
                                models.Q(("state", "answered"), _negated=True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by_id__isnull", False),
                                ("state", "answered"),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="scrutiny_note_answered_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by_id", None),
                            models.Q(("answered_by_id", models.F("written_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="scrutiny_note_answered_by_another",
                    ),
                ],
            },
        ),
        TenantTable(
            "reports_scrutinynote",
            tenant=Rights("select insert update", rows=f"state <> 'draft' OR {OWN}", changes=CHANGES),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in (STAYS, guarded_state(*GUARDED))),
    ]
