"""Who signs for the head or the chair, and under what: on each signature and return."""

from datetime import timedelta

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

import lscp_portal.tenancy.constraints
from lscp_portal.tenancy.rls import Rights, TenantTable

WHOLE = "(SELECT lscp.sees_whole_school())"
NARROWED = (
    "CREATE POLICY lscp_school_select_theirs ON audits_signingdelegate AS RESTRICTIVE FOR SELECT TO lscp_school "
    f"USING ({WHOLE})",
    "CREATE POLICY lscp_school_insert_theirs ON audits_signingdelegate AS RESTRICTIVE FOR INSERT TO lscp_school "
    f"WITH CHECK ({WHOLE})",
    "CREATE TRIGGER audits_signingdelegate_ended_once BEFORE UPDATE ON audits_signingdelegate FOR EACH ROW "
    "EXECUTE FUNCTION lscp.frozen_once('ended_at', 'ended_by_id')",
)

# Whoever signs or gives back for another: under a delegation that is theirs, of this step, holds today and says so; and
# not where they have answered themselves. The column with the person is the trigger's argument.
HOLDS = """
CREATE FUNCTION lscp.refuse_a_false_delegate() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  person bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
  today date := (now() AT TIME ZONE 'Europe/London')::date;
BEGIN
  IF NEW.delegation_id IS NULL THEN RETURN NEW; END IF;
  PERFORM 1 FROM lscp.audits_signingdelegate AS held
    WHERE held.tenant_id = NEW.tenant_id AND held.school_id = NEW.school_id AND held.id = NEW.delegation_id
      AND held.step = NEW.step AND held.person_id = person AND held.ended_at IS NULL
      AND held.minute_reference = NEW.delegated_under AND today BETWEEN held.starts_on AND held.ends_on;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nobody signs for the % without a delegation of theirs that holds today', NEW.step
      USING ERRCODE = '23514';
  END IF;
  PERFORM 1 FROM lscp.audits_answerrevision AS kept JOIN lscp.audits_answer AS answer ON answer.id = kept.answer_id
    WHERE answer.tenant_id = NEW.tenant_id AND answer.audit_id = NEW.audit_id AND kept.saved_by_id = person;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody signs for the % what they have answered', NEW.step USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER audits_signature_true_delegate BEFORE INSERT ON audits_signature
  FOR EACH ROW EXECUTE FUNCTION lscp.refuse_a_false_delegate('person_id');
CREATE TRIGGER audits_givenback_true_delegate BEFORE INSERT ON audits_givenback
  FOR EACH ROW EXECUTE FUNCTION lscp.refuse_a_false_delegate('returned_by_id');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audits", "0015_evidence"),
        ("schools", "0005_kinds_links_and_handovers"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.AddField(
            model_name="givenback",
            name="delegated_under",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="of a delegate: where it is written", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="delegated_under",
            field=models.CharField(
                blank=True, db_default="", default="", help_text="of a delegate: where it is written", max_length=120
            ),
        ),
        migrations.CreateModel(
            name="SigningDelegate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[("head", "Headteacher or principal"), ("chair", "Chair of governors or proprietor")],
                        help_text="for whom",
                        max_length=10,
                    ),
                ),
                ("person_id", models.BigIntegerField()),
                ("delegate_name", models.CharField(help_text="as the person was called on the day", max_length=120)),
                ("minute_reference", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="the last day")),
                ("named_by_id", models.BigIntegerField()),
                ("named_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_by_id", models.BigIntegerField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
        migrations.AddConstraint(
            model_name="signingdelegate",
            constraint=models.UniqueConstraint(fields=("tenant", "school", "id"), name="signing_delegate_owner_id"),
        ),
        migrations.AddField(
            model_name="givenback",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.signingdelegate",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="audits.signingdelegate",
            ),
        ),
        migrations.AddConstraint(
            model_name="givenback",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "delegation", name="given_back_delegation_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="givenback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegated_under", ""), ("delegation", None)),
                    models.Q(("delegation__isnull", False), models.Q(("delegated_under", ""), _negated=True)),
                    _connector="OR",
                ),
                name="given_back_delegate_says_under_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "delegation", name="signature_delegation_same_school", owner=("tenant_id", "school_id")
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("delegated_under", ""), ("delegation", None)),
                    models.Q(
                        ("delegation__isnull", False),
                        models.Q(("step", "dsl"), _negated=True),
                        models.Q(("delegated_under", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="signature_delegate_says_under_what",
            ),
        ),
        migrations.AddIndex(
            model_name="signingdelegate",
            index=models.Index(fields=["tenant", "school", "person_id"], name="signing_delegate_by_person"),
        ),
        migrations.AddConstraint(
            model_name="signingdelegate",
            constraint=lscp_portal.tenancy.constraints.OwnedReference(
                "school", name="signing_delegate_school_same_area", owner=("tenant_id",)
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdelegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__gte", models.F("starts_on")),
                    (
                        "ends_on__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("starts_on"), "+", models.Value(timedelta(days=366))
                        ),
                    ),
                ),
                name="signing_delegate_from_and_to",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdelegate",
            constraint=models.CheckConstraint(
                condition=models.Q(("person_id", models.F("named_by_id")), _negated=True),
                name="signing_delegate_nobody_names_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdelegate",
            constraint=models.CheckConstraint(
                condition=models.Q(("minute_reference", ""), _negated=True), name="signing_delegate_is_minuted"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdelegate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("ended_by_id", None)),
                    models.Q(("ended_at__isnull", False), ("ended_by_id__isnull", False)),
                    _connector="OR",
                ),
                name="signing_delegate_ended_by_and_at",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingdelegate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("tenant", "school", "step", "person_id", "starts_on"),
                name="signing_delegate_named_once",
            ),
        ),
        TenantTable(
            "audits_signingdelegate",
            tenant=Rights("select"),
            school=Rights("select insert update", changes=("ended_at", "ended_by_id")),
        ),
        *(migrations.RunSQL(line, migrations.RunSQL.noop) for line in NARROWED),
        migrations.RunSQL(HOLDS, "DROP FUNCTION lscp.refuse_a_false_delegate() CASCADE"),
    ]
