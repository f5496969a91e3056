"""The manager of every tenant table: no scope, no query."""

from typing import TypeVar

from django.db import models

from lscp_portal.tenancy.scope import current

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class ScopedManager(models.Manager[Row_co]):
    """Raises ScopeError outside a scope; inside, adds the owner to the query so that indexes led by it are used.

    The database refuses foreign rows whatever this does (row-level security); this is for speed and for early errors.
    """

    use_in_migrations = False

    def get_queryset(self) -> models.QuerySet[Row_co]:
        """Rows of the open scope's partnership, and of its school where the table is a school's."""
        open_scope = current()
        rows = super().get_queryset()
        if open_scope.tenant is not None:
            rows = rows.filter(tenant_id=open_scope.tenant)
        if open_scope.school is not None and self.model.SCHOOL_COLUMN:  # type: ignore[attr-defined]
            rows = rows.filter(**{self.model.SCHOOL_COLUMN: open_scope.school})  # type: ignore[attr-defined]
        return rows
