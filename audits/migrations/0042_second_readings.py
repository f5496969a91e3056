"""Second readings, their scores, and what was agreed; and that nobody sees a first reading while reading again."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable, append_only, guarded_state, stays

# ruff: noqa: S608 - the SQL is made of words of this file
ME = "nullif(current_setting('app.person', true), '')::bigint"
# What this person reads again just now. Asked once a statement, under the policies of the asker.
BLIND = f"FROM lscp.audits_secondreading s WHERE s.reader_id = {ME} AND s.state = 'claimed'"
CLAIMED = (
    "EXISTS (SELECT 1 FROM lscp.audits_secondreading s WHERE s.id = second_id "
    f"AND s.reader_id = {ME} AND s.state = 'claimed')"
)
HANDED_IN = (
    "EXISTS (SELECT 1 FROM lscp.audits_secondreading s WHERE s.id = second_id "
    "AND s.reader_id = audits_secondscore.reader_id AND s.state IN ('handed_in', 'agreed'))"
)
MODERATES = (
    f"by_id = {ME} AND EXISTS (SELECT 1 FROM lscp.audits_secondreading s WHERE s.id = second_id "
    "AND s.state = 'handed_in' AND by_id <> ALL (s.first_readers) AND by_id <> ALL (s.second_readers))"
)
CHANGES = (
    "state", "reasons", "second_readers", "reader_id", "claimed_at", "handed_in_at", "disagreeing", "ended_at",
    "agreed_by_id", "is_outside", "waived_by_id", "waived_why", "first_id", "first_readers",
)  # fmt: skip
KEPT = ("tenant_id", "school_id", "audit_id", "rule", "chosen_at")


def only(table: str, verb: str, rows: str) -> str:
    """One more condition for the partnership's own staff, beside the table's own policies."""
    using = "" if verb == "insert" else f" USING ({rows})"
    check = f" WITH CHECK ({rows})" if verb in {"insert", "update"} else ""
    return (
        f"CREATE POLICY lscp_tenant_{verb}_blind ON {table} AS RESTRICTIVE FOR {verb.upper()} TO lscp_tenant"
        f"{using}{check}"
    )


GUARDS = (
    only("audits_score", "select", f"review_id NOT IN (SELECT s.first_id {BLIND})"),
    only("audits_recommendation", "select", f"review_id NOT IN (SELECT s.first_id {BLIND})"),
    only(
        "audits_clarificationquestion", "select", f"number IS NOT NULL OR review_id NOT IN (SELECT s.first_id {BLIND})"
    ),
    only("audits_triagereading", "select", f"audit_id NOT IN (SELECT s.audit_id {BLIND})"),
    only("audits_feedback", "select", f"audit_id NOT IN (SELECT s.audit_id {BLIND})"),
    only("audits_secondscore", "select", f"reader_id = {ME} OR {HANDED_IN}"),
    only("audits_secondscore", "insert", f"reader_id = {ME} AND {CLAIMED}"),
    only("audits_secondscore", "update", f"reader_id = {ME} AND {CLAIMED}"),
    only("audits_agreedscore", "insert", MODERATES),
    *append_only("audits_agreedscore"),
    stays("audits_secondreading", "stays", "true", " ".join(KEPT)),
    stays("audits_secondreading", "first_stays", "OLD.state <> 'waiting'", "first_id first_readers"),
    stays(
        "audits_secondreading",
        "agreed_stays",
        "OLD.state = 'agreed' AND NEW.state = 'agreed'",  # it may begin again, by the arrows of its workflow
        " ".join(name for name in CHANGES if name != "reasons"),
    ),
    "ALTER TABLE audits_secondreading ADD CONSTRAINT second_reading_by_another_person "
    "CHECK (reader_id IS NULL OR reader_id <> ALL (first_readers) AND reader_id = ANY (second_readers))",
    "ALTER TABLE audits_secondreading ADD CONSTRAINT second_reading_moderated_by_a_third "
    "CHECK (agreed_by_id IS NULL OR agreed_by_id <> ALL (first_readers || second_readers))",
    guarded_state("audits_secondreading", "second reading"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0041_escalation"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="SecondReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waits for a second reader"),
                            ("claimed", "Being read again"),
                            ("handed_in", "To be settled"),
                            ("agreed", "Agreed"),
                            ("waived", "Waived"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("reasons", models.JSONField()),
                ("rule", models.JSONField()),
                ("chosen_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "first_readers",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "second_readers",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                (
                    "reader_id",
                    models.BigIntegerField(blank=True, help_text="the second reader, once there is one", null=True),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("handed_in_at", models.DateTimeField(blank=True, null=True)),
                (
                    "disagreeing",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), db_default=[], default=list, size=None
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, help_text="agreed, or waived", null=True)),
                (
                    "agreed_by_id",
                    models.BigIntegerField(
                        blank=True, help_text="the moderator; none where nothing differed", null=True
                    ),
                ),
                (
                    "is_outside",
                    models.BooleanField(
                        db_default=False, default=False, help_text="the moderator said: not of the local authority"
                    ),
                ),
                ("waived_by_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "waived_why",
                    models.TextField(blank=True, db_default="", default="", help_text="kept when it is called again"),
                ),
                (
                    "audit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="second_readings",
                        to="audits.audit",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.review",
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
            name="AgreedScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "first_level",
                    models.CharField(
                        choices=[
                            ("not_in_place", "Not in place"),
                            ("partly", "Partly in place"),
                            ("secure", "Secure"),
                            ("embedded", "Secure and showing impact"),
                            ("not_checked", "We have not checked yet"),
                            ("not_applicable", "Does not apply to us"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "second_level",
                    models.CharField(
                        choices=[
                            ("not_in_place", "Not in place"),
                            ("partly", "Partly in place"),
                            ("secure", "Secure"),
                            ("embedded", "Secure and showing impact"),
                            ("not_checked", "We have not checked yet"),
                            ("not_applicable", "Does not apply to us"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("not_in_place", "Not in place"),
                            ("partly", "Partly in place"),
                            ("secure", "Secure"),
                            ("embedded", "Secure and showing impact"),
                            ("not_checked", "We have not checked yet"),
                            ("not_applicable", "Does not apply to us"),
                        ],
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField()),
                ("comment", models.TextField(blank=True)),
                ("by_id", models.BigIntegerField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.indicator",
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
                (
                    "second",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="audits.secondreading",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SecondScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reader_id", models.BigIntegerField()),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_in_place", "Not in place"),
                            ("partly", "Partly in place"),
                            ("secure", "Secure"),
                            ("embedded", "Secure and showing impact"),
                            ("not_checked", "We have not checked yet"),
                            ("not_applicable", "Does not apply to us"),
                        ],
                        max_length=20,
                    ),
                ),
                ("comment", models.TextField(blank=True, help_text="for the moderator; the school does not get it")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="audits.indicator",
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
                    "second",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="audits.secondreading",
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
            model_name="secondreading",
            index=models.Index(fields=["tenant", "state", "chosen_at"], name="second_reading_by_state"),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="second_reading_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="second_reading_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "audit", name="second_reading_audit_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "first", name="second_reading_first_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.UniqueConstraint(fields=("tenant", "audit"), name="second_reading_once_per_audit"),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("claimed_at", None),
                        ("handed_in_at", None),
                        ("reader_id", None),
                        ("state__in", ["waiting", "waived"]),
                    ),
                    models.Q(
                        ("claimed_at__isnull", False),
                        ("handed_in_at", None),
                        ("reader_id__isnull", False),
                        ("state", "claimed"),
                    ),
                    models.Q(
                        ("handed_in_at__isnull", False),
                        ("reader_id__isnull", False),
                        ("state__in", ["handed_in", "agreed"]),
                    ),
                    _connector="OR",
                ),
                name="second_reading_has_its_reader",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("state__in", ["agreed", "waived"]), _connector="XOR"),
                name="second_reading_dated_when_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waived"), _negated=True),
                    models.Q(("waived_by_id__isnull", False), models.Q(("waived_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="second_reading_waived_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="secondreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed_by_id", None), ("state", "agreed"), _connector="OR"),
                name="second_reading_agreed_by_a_moderator",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedscore",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="agreed_score_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedscore",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="agreed_score_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="agreedscore",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "second", name="agreed_score_reading_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedscore",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "indicator", name="agreed_score_indicator_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="agreed_score_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreedscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", "not_checked"), _negated=True), name="agreed_score_is_a_judgement"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondscore",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="second_score_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="secondscore",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="second_score_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="secondscore",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "second", name="second_score_reading_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="secondscore",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "indicator", name="second_score_indicator_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="secondscore",
            constraint=models.UniqueConstraint(
                fields=("tenant", "second", "reader_id", "indicator"), name="second_score_once_per_indicator"
            ),
        ),
        migrations.AddConstraint(
            model_name="secondscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("level", "not_checked"), _negated=True), name="second_score_is_a_judgement"
            ),
        ),
        TenantTable(
            "audits_secondreading",
            tenant=Rights("select insert update", changes=CHANGES),
        ),
        TenantTable(
            "audits_secondscore",
            tenant=Rights("select insert update", changes=("level", "comment", "revision", "saved_at")),
        ),
        TenantTable("audits_agreedscore", tenant=Rights("select insert")),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in GUARDS),
    ]
