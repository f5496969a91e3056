"""References that carry their owner: row-level security does not police foreign keys, so the keys do it."""

from typing import Any

from django.db import models
from django.db.models.constraints import BaseConstraint

SCHOOL = ("tenant_id", "school_id")
AREA = ("tenant_id",)


class OwnedReference(BaseConstraint):
    """The row named by `field` has the same owner as this row. The target needs UNIQUE (*owner, id)."""

    def __init__(self, field: str, *, name: str, owner: tuple[str, ...] = SCHOOL) -> None:
        super().__init__(name=name)
        self.field, self.owner = field, tuple(owner)

    def create_sql(self, model: Any, schema_editor: Any) -> Any:  # noqa: ANN401 - Django's signature, which allows None
        """Queued to the end of the migration, when the target's unique constraint surely exists."""
        field, quote = model._meta.get_field(self.field), schema_editor.quote_name  # noqa: SLF001 - Django's documented API
        here = ", ".join(map(quote, (*self.owner, field.column)))
        there = ", ".join(map(quote, (*self.owner, "id")))
        target = field.remote_field.model._meta.db_table  # noqa: SLF001
        schema_editor.deferred_sql.append(
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "  # noqa: SLF001
            f"FOREIGN KEY ({here}) REFERENCES {quote(target)} ({there})",
        )

    constraint_sql = create_sql

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:  # noqa: ANN401 - Django's signature, which allows None
        """Drop the key."""
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"  # noqa: SLF001

    def validate(self, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Left to PostgreSQL: a look from Python is blind to rows outside the scope."""

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """For migrations."""
        path, _, kwargs = super().deconstruct()
        return path, (self.field,), {**kwargs, "owner": self.owner}

    def __eq__(self, other: object) -> bool:
        """Same key, so that migrations see no change."""
        return isinstance(other, OwnedReference) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        """By name."""
        return hash(self.name)


def owned_by_school(table: str) -> list[BaseConstraint]:
    """The two constraints every school-owned table has: its school is the area's, and children may refer to it."""
    return [
        OwnedReference("school", name=f"{table}_school_same_area", owner=AREA),
        models.UniqueConstraint(fields=["tenant", "school", "id"], name=f"{table}_owner_id"),
    ]


def owned_by_area(table: str) -> list[BaseConstraint]:
    """What every area-owned table has: children may refer to it."""
    return [models.UniqueConstraint(fields=["tenant", "id"], name=f"{table}_owner_id")]
