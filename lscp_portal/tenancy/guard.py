"""Refuse to work through a login that row-level security does not bind."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.signals import connection_created

PRIVILEGED = (
    "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, 'lscp_owner', 'MEMBER') FROM pg_roles "
    "WHERE rolname = session_user"
)


def refuse_privileged_login(connection: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - a signal's arguments
    """Raise ImproperlyConfigured when connected as superuser, BYPASSRLS or owner: isolation would be void."""
    if settings.PROCESS == "migrate":
        return
    with connection.connection.cursor() as cursor:
        cursor.execute(PRIVILEGED)
        (privileged,) = cursor.fetchone()
    if privileged:
        connection.close()
        raise ImproperlyConfigured(
            f"The database login {connection.settings_dict['USER']!r} is superuser, bypasses row-level security or "
            "owns the tables. Use lscp_portal, lscp_worker or lscp_site (docs/operator/running.md).",
        )


def watch_connections() -> None:
    """Look at every new connection, whichever process makes it."""
    connection_created.connect(refuse_privileged_login, dispatch_uid="tenancy.guard")
