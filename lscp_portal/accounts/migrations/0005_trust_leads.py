"""The lead of a trust: a role of its own, and the partnerships that let one see their schools, as the database asks."""

from django.db import migrations, models

TRUST_TENANTS = """
CREATE FUNCTION lscp.trust_tenants() RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = '' AS $$
DECLARE
  who text := current_setting('app.person', true);
  found bigint[];
BEGIN
  IF who IS NULL OR who = '' THEN
    RAISE EXCEPTION 'no person in this trust scope'
      USING ERRCODE = '42501', HINT = 'open the scope first: lscp_portal.tenancy.scope.trust_scope';
  END IF;
  PERFORM set_config('app.migrating', 'on', true);  -- as the owner, whom the policies show nothing else
  found := ARRAY(
    SELECT DISTINCT m.tenant_id FROM lscp.accounts_membership m
    WHERE m.person_id = who::bigint AND m.trust_uid = lscp.ctx_trust()::text AND m.role = 'trust_lead'
      AND m.ended_at IS NULL AND m.starts_on <= current_date AND (m.ends_on IS NULL OR m.ends_on >= current_date)
  );
  PERFORM set_config('app.migrating', '', true);
  RETURN found;
END $$;
CREATE FUNCTION lscp.record_for_trust(tenant bigint, kind text, record text, facts jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF tenant <> ALL (lscp.trust_tenants()) THEN
    RAISE EXCEPTION 'this partnership does not know the trust lead' USING ERRCODE = '42501';
  END IF;
  RETURN lscp.add_event(tenant, current_setting('app.person')::bigint, kind, record, facts);
END $$;
REVOKE ALL ON FUNCTION lscp.record_for_trust FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lscp.record_for_trust TO lscp_trust;
REVOKE ALL ON FUNCTION lscp.trust_tenants() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lscp.trust_tenants() TO lscp_trust;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trail", "0001_initial"),
        ("accounts", "0004_contacts"),
        ("tenancy", "0002_partnerships"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invitation",
            name="invitation_role_fits_place",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_once_per_term",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_role_fits_place",
        ),
        migrations.AddField(
            model_name="invitation",
            name="trust_name",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name="invitation",
            name="trust_uid",
            field=models.CharField(blank=True, help_text="the register's number of the group", max_length=12),
        ),
        migrations.AddField(
            model_name="membership",
            name="trust_name",
            field=models.CharField(blank=True, max_length=160),
        ),
        migrations.AddField(
            model_name="membership",
            name="trust_uid",
            field=models.CharField(blank=True, help_text="the register's number of the group", max_length=12),
        ),
        migrations.AlterField(
            model_name="contactrepair",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("administrator", "LSCP administrator"),
                    ("lead", "LSCP lead"),
                    ("reviewer", "Reviewer"),
                    ("visitor", "Visit team member"),
                    ("publisher", "Publisher"),
                    ("analyst", "Analyst"),
                    ("scrutineer", "Independent scrutineer"),
                    ("trust_lead", "Safeguarding lead of a trust"),
                    ("dsl", "Designated safeguarding lead"),
                    ("deputy_dsl", "Deputy designated safeguarding lead"),
                    ("contributor", "Contributor"),
                    ("head", "Headteacher or principal"),
                    ("chair", "Chair of governors or proprietor"),
                    ("link_governor", "Link governor"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="invitation",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "LSCP administrator"),
                    ("lead", "LSCP lead"),
                    ("reviewer", "Reviewer"),
                    ("visitor", "Visit team member"),
                    ("publisher", "Publisher"),
                    ("analyst", "Analyst"),
                    ("scrutineer", "Independent scrutineer"),
                    ("trust_lead", "Safeguarding lead of a trust"),
                    ("dsl", "Designated safeguarding lead"),
                    ("deputy_dsl", "Deputy designated safeguarding lead"),
                    ("contributor", "Contributor"),
                    ("head", "Headteacher or principal"),
                    ("chair", "Chair of governors or proprietor"),
                    ("link_governor", "Link governor"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("administrator", "LSCP administrator"),
                    ("lead", "LSCP lead"),
                    ("reviewer", "Reviewer"),
                    ("visitor", "Visit team member"),
                    ("publisher", "Publisher"),
                    ("analyst", "Analyst"),
                    ("scrutineer", "Independent scrutineer"),
                    ("trust_lead", "Safeguarding lead of a trust"),
                    ("dsl", "Designated safeguarding lead"),
                    ("deputy_dsl", "Deputy designated safeguarding lead"),
                    ("contributor", "Contributor"),
                    ("head", "Headteacher or principal"),
                    ("chair", "Chair of governors or proprietor"),
                    ("link_governor", "Link governor"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("role__in", ["chair", "contributor", "deputy_dsl", "dsl", "head", "link_governor"]),
                        ("school_id__isnull", False),
                        ("school_urn__isnull", False),
                        ("trust_uid", ""),
                    ),
                    models.Q(
                        (
                            "role__in",
                            ["administrator", "analyst", "lead", "publisher", "reviewer", "scrutineer", "visitor"],
                        ),
                        ("trust_uid", ""),
                        ("school_id__isnull", True),
                        ("school_urn__isnull", True),
                    ),
                    models.Q(
                        ("role__in", ["trust_lead"]),
                        ("school_id__isnull", True),
                        ("school_urn__isnull", True),
                        models.Q(("trust_uid", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="invitation_role_fits_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("role__in", ["chair", "contributor", "deputy_dsl", "dsl", "head", "link_governor"]),
                        ("school_id__isnull", False),
                        ("school_urn__isnull", False),
                        ("trust_uid", ""),
                    ),
                    models.Q(
                        (
                            "role__in",
                            ["administrator", "analyst", "lead", "publisher", "reviewer", "scrutineer", "visitor"],
                        ),
                        ("trust_uid", ""),
                        ("school_id__isnull", True),
                        ("school_urn__isnull", True),
                    ),
                    models.Q(
                        ("role__in", ["trust_lead"]),
                        ("school_id__isnull", True),
                        ("school_urn__isnull", True),
                        models.Q(("trust_uid", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="membership_role_fits_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("tenant", "school_id", "trust_uid", "person", "role", "starts_on"),
                name="membership_once_per_term",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL(TRUST_TENANTS, "DROP FUNCTION lscp.record_for_trust; DROP FUNCTION lscp.trust_tenants()"),
    ]
