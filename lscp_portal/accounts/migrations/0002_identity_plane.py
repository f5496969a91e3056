"""Grants on the tables of libraries that the identity plane uses, and the table of the shared cache."""

from django.db import migrations

from lscp_portal.tenancy.rls import IdentityTable

CACHE = """
CREATE TABLE django_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX django_cache_expires ON django_cache (expires);
"""


class Migration(migrations.Migration):
    """Sessions, e-mail addresses and the cache are for the portal's login only."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("sessions", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.RunSQL(CACHE, "DROP TABLE django_cache"),
        *(
            IdentityTable(table, portal="select insert update delete")
            for table in ("django_session", "django_cache", "account_emailaddress", "account_emailconfirmation")
        ),
        IdentityTable("django_migrations", portal="select", site="select", worker="select"),
        IdentityTable("django_content_type", portal="select", worker="select"),
    ]
