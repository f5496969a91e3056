"""Somebody who leaves is out at once, an invitation is sent again a few times, and the operator invites the first person."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

from lscp_portal.tenancy.rls import policy

OF_THIS_SCHOOL = "tenant_id = (SELECT lscp.ctx_tenant()) AND school_id = (SELECT lscp.ctx_school())"
LEAVING = "ended_at, ended_by_id"
GRANTS = (
    f"GRANT UPDATE ({LEAVING}) ON accounts_membership TO lscp_tenant",
    f"GRANT UPDATE (ends_on, {LEAVING}) ON accounts_membership TO lscp_school",
    policy("accounts_membership", "lscp_school", "update", OF_THIS_SCHOOL),
    "GRANT UPDATE (times_sent) ON accounts_invitation TO lscp_tenant, lscp_school",
)


def a_person(help_text: str = "") -> models.ForeignKey:
    """Somebody of the identity plane, or nobody."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        django.db.models.deletion.PROTECT,
        related_name="+",
        blank=True,
        null=True,
        help_text=help_text,
    )


class Migration(migrations.Migration):
    """Columns, the rule that belongs to them, and who may change them."""

    dependencies = [("accounts", "0002_identity_plane")]
    operations = [
        migrations.AddField("membership", "ended_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("membership", "ended_by", a_person()),
        migrations.AddField("invitation", "times_sent", models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField("invitation", "invited_by", a_person("None for the operator's command")),
        migrations.RemoveConstraint("membership", "membership_once_per_term"),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=["tenant", "school_id", "person", "role", "starts_on"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="membership_once_per_term",
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_by_and_at",
            ),
        ),
        *(migrations.RunSQL(statement, migrations.RunSQL.noop) for statement in GRANTS),
    ]
