"""The bank of phrases; giving a reading back with a word; and the minutes of a reading, which are its reader's own."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable

PERSON = "(SELECT nullif(current_setting('app.person', true), '')::bigint)"
BY_ITS_READER = f"reviewer_id = {PERSON}"  # a task, which is nobody in particular, sees none
KEPT = (
    "text", "help_from", "workdays", "revision", "used", "changed_by_id", "changed_at", "retired_by_id", "retired_at",
)  # fmt: skip
RETIRED = (
    "CREATE TRIGGER audits_phrase_stays BEFORE UPDATE ON audits_phrase FOR EACH ROW "
    "WHEN (OLD.retired_at IS NOT NULL) EXECUTE FUNCTION lscp.refuse_change()",
    "CREATE TRIGGER audits_phrase_kept BEFORE DELETE ON audits_phrase FOR EACH ROW "
    "EXECUTE FUNCTION lscp.refuse_change()",
)
# One number about at least ten readings by at least three people, rounded to five minutes, since a middle value may be
# somebody's own. As the owner, as no policy shows these rows to anybody else; held to the partnership of the scope. The
# setting is put back as it was; an error undoes it with the transaction.
MEDIAN = """
CREATE FUNCTION lscp.median_review_minutes(cycle bigint) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  before text := coalesce(current_setting('app.migrating', true), '');
  middle integer;
BEGIN
  PERFORM set_config('app.migrating', 'on', true);
  SELECT CASE WHEN count(*) >= 10 AND count(DISTINCT m.reviewer_id) >= 3 THEN
    greatest(5, 5 * round((percentile_cont(0.5) WITHIN GROUP (ORDER BY m.minutes))::numeric / 5)::integer)
  END INTO middle
  FROM lscp.audits_reviewminutes m
  JOIN lscp.audits_review r ON r.tenant_id = m.tenant_id AND r.school_id = m.school_id AND r.id = m.review_id
  JOIN lscp.audits_audit a ON a.tenant_id = r.tenant_id AND a.school_id = r.school_id AND a.id = r.audit_id
  WHERE m.tenant_id = lscp.ctx_tenant() AND m.minutes IS NOT NULL AND r.state = 'submitted' AND a.cycle_id = cycle;
  PERFORM set_config('app.migrating', before, true);
  RETURN middle;
END $$;
REVOKE ALL ON FUNCTION lscp.median_review_minutes(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lscp.median_review_minutes(bigint) TO lscp_tenant;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0042_second_readings"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.CreateModel(
            name="Phrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("comment", "Comment to the school"), ("recommendation", "Recommendation")],
                        max_length=14,
                    ),
                ),
                (
                    "upstream",
                    models.CharField(
                        blank=True, help_text="id of the framework’s series; blank for any", max_length=80
                    ),
                ),
                ("code", models.CharField(blank=True, help_text="of the indicator; blank for any", max_length=8)),
                ("text", models.TextField()),
                ("help_from", models.TextField(blank=True, help_text="the named source of help of a recommendation")),
                (
                    "workdays",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="of the school, from the day of writing until a recommendation is due",
                        null=True,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, help_text="one more each time its words change")),
                (
                    "used",
                    models.PositiveIntegerField(
                        default=0, help_text="how often it was put into a comment or recommended"
                    ),
                ),
                ("written_by_id", models.BigIntegerField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_by_id", models.BigIntegerField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(blank=True, null=True)),
                ("retired_by_id", models.BigIntegerField(blank=True, null=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ReviewMinutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reviewer_id",
                    models.BigIntegerField(help_text="the review's own reader: the reference holds it to that"),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("given_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="review",
            name="released_at",
            field=models.DateTimeField(blank=True, help_text="when it was last given back", null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="released_by_id",
            field=models.BigIntegerField(blank=True, help_text="its reader, or the lead", null=True),
        ),
        migrations.AddField(
            model_name="review",
            name="released_why",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="review",
            name="resumed_at",
            field=models.DateTimeField(blank=True, help_text="when its reader took it up again", null=True),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("tenant", "school", "reviewer_id", "id"), name="review_by_its_reader"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("released_at", None), ("released_by_id", None), ("released_why", ""), ("resumed_at", None)
                    ),
                    models.Q(("released_at__isnull", False), ("released_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="review_given_back_by_somebody",
            ),
        ),
        migrations.AddField(
            model_name="phrase",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddField(
            model_name="reviewminutes",
            name="review",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audits.review"
            ),
        ),
        migrations.AddField(
            model_name="reviewminutes",
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
            model_name="reviewminutes",
            name="tenant",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenancy.partnership"
            ),
        ),
        migrations.AddIndex(
            model_name="phrase",
            index=models.Index(fields=["tenant", "upstream", "code"], name="phrase_by_indicator"),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.UniqueConstraint(fields=("tenant", "id"), name="phrase_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="phrase_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), ("upstream", "")),
                    models.Q(models.Q(("code", ""), _negated=True), models.Q(("upstream", ""), _negated=True)),
                    _connector="OR",
                ),
                name="phrase_of_a_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("help_from", ""), ("kind", "comment"), ("workdays", None)),
                    models.Q(
                        ("kind", "recommendation"),
                        ("workdays__gte", 1),
                        ("workdays__isnull", False),
                        ("workdays__lte", 250),
                        models.Q(("help_from", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="phrase_recommends_with_help",
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("changed_at", None), ("changed_by_id", None)),
                    models.Q(("changed_at__isnull", False), ("changed_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="phrase_changed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="phrase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_at", None), ("retired_by_id", None)),
                    models.Q(("retired_at__isnull", False), ("retired_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="phrase_retired_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewminutes",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="review_minutes_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewminutes",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="review_minutes_owner_id"),
        ),
        migrations.AddConstraint(
            model_name="reviewminutes",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "review", name="review_minutes_of_its_reader", owner=("tenant_id", "school_id", "reviewer_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewminutes",
            constraint=models.UniqueConstraint(fields=("tenant", "review"), name="review_minutes_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewminutes",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes", None), models.Q(("minutes__gte", 1), ("minutes__lte", 6000)), _connector="OR"
                ),
                name="review_minutes_can_be",
            ),
        ),
        TenantTable("audits_phrase", tenant=Rights("select insert update", changes=KEPT)),
        TenantTable(
            "audits_reviewminutes",
            tenant=Rights("select insert update", rows=BY_ITS_READER, changes=("minutes", "given_at")),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in (*RETIRED, MEDIAN)),
    ]
