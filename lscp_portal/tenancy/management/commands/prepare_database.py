"""Make the roles, the database and the schema. The only command that uses the cluster's administrator."""

from pathlib import Path
from typing import Any

import psycopg2
from django.core.management.base import BaseCommand
from psycopg2 import sql

from lscp_portal.settings import environment

ROLES = Path(__file__).resolve().parents[2] / "roles.sql"
LOGINS = ("LSCP_MIGRATE_DATABASE_URL", "LSCP_PORTAL_DATABASE_URL", "LSCP_WORKER_DATABASE_URL", "LSCP_SITE_DATABASE_URL")


class Command(BaseCommand):
    """Reads LSCP_ADMIN_DATABASE_URL; takes names and passwords from the other LSCP_…_DATABASE_URL variables."""

    help = "Make roles, database, schema and extension; safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Make what is missing, set passwords, say what was done."""
        admin = environment.database("LSCP_ADMIN_DATABASE_URL")
        logins = [environment.database(name) for name in LOGINS]
        name = logins[0]["NAME"]
        prepare(admin, logins, name)
        self.stdout.write(f"Database {name} is ready for `manage.py migrate`.")


def prepare(admin: dict[str, Any], logins: list[dict[str, Any]], name: str) -> None:
    """Roles with the passwords of `logins`, database `name`, schema lscp in it. Both as settings.DATABASES entries."""
    with connected(admin, admin["NAME"]) as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('lscp roles'))")  # two at once would disturb each other
        cursor.execute(ROLES.read_text("utf-8"))
        for login in logins:
            statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
            cursor.execute(statement.format(sql.Identifier(login["USER"]), sql.Literal(login["PASSWORD"])))
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
        for login in logins:
            statement = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
            cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(login["USER"])))
    with connected(admin, name) as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:  # a managed service's administrator must be in the role to give it a schema
            cursor.execute("GRANT lscp_owner TO CURRENT_USER")
        cursor.execute("CREATE SCHEMA IF NOT EXISTS lscp AUTHORIZATION lscp_owner")
        cursor.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA lscp")
        cursor.execute(
            "GRANT USAGE ON SCHEMA lscp TO lscp_migrate, lscp_portal, lscp_worker, lscp_site, "
            "lscp_tenant, lscp_school, lscp_trust, lscp_national, lscp_public, lscp_survey",
        )


class connected:  # noqa: N801 - reads as a verb where it is used
    """A cursor of one administrator's connection, each statement its own transaction."""

    def __init__(self, admin: dict[str, Any], name: str) -> None:
        self.connection = psycopg2.connect(
            dbname=name,
            user=admin["USER"],
            password=admin["PASSWORD"],
            host=admin["HOST"],
            port=admin["PORT"] or None,
        )
        self.connection.autocommit = True

    def __enter__(self) -> Any:  # noqa: ANN401 - a psycopg2 cursor
        """The cursor."""
        return self.connection.cursor()

    def __exit__(self, *_problem: object) -> None:
        """Close."""
        self.connection.close()
