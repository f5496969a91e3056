"""Reads and writes go to the connection of the open scope."""

from typing import Any

from lscp_portal.tenancy.scope import current_or_none


class ScopeRouter:
    """Public scopes use the public site's login, everything else this process's own."""

    def db_for_read(self, _model: Any, **_hints: Any) -> str:  # noqa: ANN401 - Django's signature
        """The alias of the open scope, or this process's own."""
        found = current_or_none()
        return found.using if found else "default"

    db_for_write = db_for_read

    def allow_relation(self, *_rows: Any, **_hints: Any) -> bool:  # noqa: ANN401 - Django's signature
        """Both aliases are one database."""
        return True

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:  # noqa: ANN401 - Django's signature
        """The schema is made through the first connection only."""
        return db == "default"
