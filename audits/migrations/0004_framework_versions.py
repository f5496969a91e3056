"""Versions of a framework: a draft may be edited, a published one may not, and the database says so."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import TENANT, Rights, TenantTable, guarded_state, policy

PARTS = ("audits_section", "audits_indicator")
NO_DRAFTS = f"{TENANT} AND state <> 'draft'"
OF_NO_DRAFT = TENANT + " AND framework_id IN (SELECT id FROM lscp.audits_framework WHERE state <> 'draft')"  # noqa: S608

AS_BEFORE = """
SELECT set_config('app.migrating', 'on', true);
UPDATE audits_framework SET published_at = adopted_at, published_by_id = adopted_by_id, upstream_version = version;
SELECT set_config('app.migrating', 'off', true);
"""

GUARD = """
CREATE FUNCTION lscp.framework_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE free text[];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a framework is never deleted' USING ERRCODE = '42501';
  END IF;
  free := CASE OLD.state
    WHEN 'draft' THEN NULL
    WHEN 'consulted' THEN ARRAY['state', 'comments_until', 'published_at', 'published_by_id', 'sha256', 'change_note',
                                'unconsulted_because']
    WHEN 'published' THEN ARRAY['state', 'retired_at', 'retired_by_id']
    ELSE ARRAY[]::text[] END;
  IF free IS NOT NULL AND (to_jsonb(OLD) - free) IS DISTINCT FROM (to_jsonb(NEW) - free) THEN
    RAISE EXCEPTION 'a framework that is % does not change', OLD.state USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION lscp.framework_part_guard() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE found text;
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a part of a framework is never deleted, only removed' USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.framework_id, OLD.code) IS DISTINCT FROM (NEW.framework_id, NEW.code) THEN
    RAISE EXCEPTION 'codes are permanent' USING ERRCODE = '42501';
  END IF;
  -- the lock makes somebody who publishes at this moment wait, or us
  SELECT f.state INTO found FROM lscp.audits_framework f WHERE f.id = NEW.framework_id FOR SHARE;
  IF found <> 'draft' THEN
    RAISE EXCEPTION 'a framework that is % does not change', found USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER audits_framework_guard BEFORE UPDATE OR DELETE ON audits_framework
  FOR EACH ROW EXECUTE FUNCTION lscp.framework_guard();
"""
PART_GUARD = """
CREATE TRIGGER {table}_guard BEFORE INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION lscp.framework_part_guard();
"""


def sql(*lines: str) -> migrations.RunSQL:
    """Statements that go with the columns they are about."""
    return migrations.RunSQL(list(lines), migrations.RunSQL.noop)


class Migration(migrations.Migration):
    """What was adopted so far is published; from here on a version begins as a draft."""

    dependencies = [
        ("audits", "0003_groups_arrangements_and_extensions"),
        ("schools", "0001_initial"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        sql(*(f"DROP TRIGGER {table}_append_only ON {table}" for table in ("audits_framework", *PARTS))),
        migrations.AddField(
            model_name="framework",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("consulted", "Out for comment"),
                    ("published", "Published"),
                    ("retired", "Retired"),
                ],
                default="published",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="framework",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("consulted", "Out for comment"),
                    ("published", "Published"),
                    ("retired", "Retired"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="framework",
            name="based_on",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.framework",
            ),
        ),
        migrations.AddField(
            model_name="framework",
            name="upstream_version",
            field=models.CharField(blank=True, help_text="of the catalogue; blank when all is local", max_length=20),
        ),
        migrations.AddField(
            model_name="framework",
            name="settings_revision",
            field=models.PositiveIntegerField(default=1, help_text="of settings and the words of the head"),
        ),
        migrations.AddField(
            model_name="framework",
            name="consulted_at",
            field=models.DateTimeField(blank=True, help_text="when it last went out for comment", null=True),
        ),
        migrations.AddField(
            model_name="framework",
            name="comments_until",
            field=models.DateField(blank=True, help_text="the last day for comments", null=True),
        ),
        migrations.AddField(
            model_name="framework", name="published_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="framework", name="published_by_id", field=models.BigIntegerField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="framework",
            name="change_note",
            field=models.TextField(blank=True, help_text="what changed and why, said when it was published"),
        ),
        migrations.AddField(
            model_name="framework",
            name="unconsulted_because",
            field=models.TextField(blank=True, help_text="why nobody was asked, where that is so"),
        ),
        migrations.AddField(
            model_name="framework", name="retired_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(
            model_name="framework", name="retired_by_id", field=models.BigIntegerField(blank=True, null=True)
        ),
        migrations.AlterField(
            model_name="framework",
            name="sha256",
            field=models.CharField(blank=True, help_text="of its file; blank until it is published", max_length=64),
        ),
        migrations.AlterField(
            model_name="framework",
            name="upstream",
            field=models.CharField(
                help_text="id of the series; of the catalogue's when it came from there", max_length=80
            ),
        ),
        *(
            migrations.AddField(model_name=part, name=name, field=field)
            for part in ("section", "indicator")
            for name, field in (
                (
                    "revision",
                    models.PositiveIntegerField(default=1, help_text="one more each time its words are saved"),
                ),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_by_id", models.BigIntegerField(null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            )
        ),
        migrations.AddField(
            model_name="indicator",
            name="replaces",
            field=models.CharField(
                blank=True, help_text="code whose meaning changed; no trend goes across", max_length=8
            ),
        ),
        migrations.AddField(model_name="indicator", name="why", field=models.TextField(blank=True)),
        migrations.AddField(
            model_name="indicator",
            name="looks_like",
            field=models.TextField(blank=True, help_text="what good looks like"),
        ),
        sql(AS_BEFORE),
        migrations.AddConstraint(
            model_name="framework",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "based_on", name="framework_based_on_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="framework",
            constraint=models.CheckConstraint(
                condition=models.Q(("published_at", None), ("state__in", ["published", "retired"]), _connector="XOR"),
                name="framework_dated_when_published",
            ),
        ),
        migrations.AddConstraint(
            model_name="framework",
            constraint=models.CheckConstraint(
                condition=models.Q(("retired_at", None), ("state", "retired"), _connector="XOR"),
                name="framework_dated_when_retired",
            ),
        ),
        migrations.AddConstraint(
            model_name="framework",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "consulted"), _negated=True),
                    models.Q(("comments_until__isnull", False), ("consulted_at__isnull", False)),
                    _connector="OR",
                ),
                name="framework_comments_have_a_last_day",
            ),
        ),
        migrations.CreateModel(
            name="FrameworkComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(blank=True, max_length=8)),
                ("text", models.TextField()),
                ("said_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("said_by_id", models.BigIntegerField()),
                ("reply", models.TextField(blank=True, help_text="what became of it")),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                ("replied_by_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "framework",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="audits.framework",
                    ),
                ),
                (
                    "from_school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="none where partnership staff say it",
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
                    models.UniqueConstraint(fields=("tenant", "id"), name="framework_comment_owner_id"),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "framework", name="framework_comment_same_area", owner=("tenant_id",)
                    ),
                    lscp_portal.tenancy.constraints.OwnedReference(
                        "from_school", name="framework_comment_school_same_area", owner=("tenant_id",)
                    ),
                ],
            },
        ),
        TenantTable(
            "audits_frameworkcomment",
            school_column="from_school_id",
            tenant=Rights("select insert update", changes=("reply", "replied_at", "replied_by_id")),
            school=Rights("select insert"),
        ),
        *(
            sql(
                f"GRANT UPDATE ON {table} TO lscp_tenant",
                policy(table, "lscp_tenant", "update", f"({TENANT})"),
                f"ALTER POLICY lscp_school_select ON {table} USING ({rows})",
            )
            for table, rows in (
                ("audits_framework", NO_DRAFTS),
                ("audits_section", OF_NO_DRAFT),
                ("audits_indicator", OF_NO_DRAFT),
            )
        ),
        sql(GUARD, *(PART_GUARD.format(table=table) for table in PARTS)),
        sql(guarded_state("audits_framework", "framework")),
    ]
