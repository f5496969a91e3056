"""Migration operations that give a table its owner, its policies and its grants in the migration that creates it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations.base import Operation

TENANT = "tenant_id = (SELECT lscp.ctx_tenant())"
MIGRATING = "(SELECT current_setting('app.migrating', true)) = 'on'"


@dataclass(frozen=True, slots=True)
class Rights:
    """What one role may do with the rows it may see.

    verbs: of select, insert, update, delete. rows: a further SQL condition on the rows. columns: SELECT on these
    columns only. changes: UPDATE of these columns only.
    """

    verbs: str
    rows: str = ""
    columns: Sequence[str] = ()
    changes: Sequence[str] = ()

    def grants(self) -> list[str]:
        """The privileges as GRANT spells them."""
        spelled = {"select": self.columns, "update": self.changes}
        return [
            f"{verb.upper()} ({', '.join(spelled[verb])})" if spelled.get(verb) else verb.upper()
            for verb in self.verbs.split()
        ]


class TenantTable(Operation):
    """Row-level security for one tenant table.

    tenant, school, public, national, trust: Rights of the scope of that name; absent means none. school_column: the
    column that holds the school's id, or "" where the school scope reads rows of the whole area (a framework).
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, *, school_column: str = "school_id", **rights: Rights) -> None:
        self.table, self.school_column, self.rights = table, school_column, rights

    def state_forwards(self, app_label: str, state: Any) -> None:  # noqa: ANN401 - Django's signature
        """Models do not change."""

    def database_forwards(self, _app: str, schema_editor: Any, _old: Any, _new: Any) -> None:  # noqa: ANN401 - Django's signature
        """Switch row-level security on for everybody, the owner too, and say who may see what."""
        for statement in self.statements():
            schema_editor.execute(statement)

    def database_backwards(self, _app: str, schema_editor: Any, _old: Any, _new: Any) -> None:  # noqa: ANN401 - Django's signature
        """The table goes away with its policies; nothing to undo before that."""

    def describe(self) -> str:
        """For the migration log."""
        return f"Row-level security and grants of {self.table}"

    def statements(self) -> list[str]:
        """All SQL of this table, in order."""
        return [*secured(self.table), *(line for who, rights in self.rights.items() for line in self._for(who, rights))]

    def _for(self, who: str, rights: Rights) -> list[str]:
        role = f"lscp_{who}"
        rows = " AND ".join(f"({part})" for part in (self._owner(who), rights.rows) if part) or "true"
        lines = [f"GRANT {grant} ON {self.table} TO {role}" for grant in rights.grants()]
        lines += [policy(self.table, role, verb, rows) for verb in rights.verbs.split()]
        return lines

    def _owner(self, who: str) -> str:
        if who == "tenant":
            return TENANT
        if who == "school" and self.school_column:
            return f"{TENANT} AND {self.school_column} = (SELECT lscp.ctx_school())"
        return TENANT if who == "school" else ""


class IdentityTable(Operation):
    """A table of the identity plane: granted to login roles directly, since it is needed before a scope is known."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, **grants: str) -> None:
        self.table, self.grants = table, grants

    def state_forwards(self, app_label: str, state: Any) -> None:  # noqa: ANN401 - Django's signature
        """Models do not change."""

    def database_forwards(self, _app: str, schema_editor: Any, _old: Any, _new: Any) -> None:  # noqa: ANN401 - Django's signature
        """Grant."""
        for who, verbs in self.grants.items():
            schema_editor.execute(f"GRANT {', '.join(verbs.upper().split())} ON {self.table} TO lscp_{who}")

    def database_backwards(self, _app: str, schema_editor: Any, _old: Any, _new: Any) -> None:  # noqa: ANN401 - Django's signature
        """The grants go away with the table."""

    def describe(self) -> str:
        """For the migration log."""
        return f"Grants of {self.table}"


class SharedIdentityTable(IdentityTable):
    """An identity table whose rows belong to places: scopes see those of their own place.

    logins: rights of login roles, over all rows. scopes: Rights of scope roles, each with its own `rows`.
    """

    def __init__(self, table: str, *, logins: Mapping[str, str], scopes: Mapping[str, Rights]) -> None:
        super().__init__(table, **logins)
        self.logins, self.scopes = logins, scopes

    def database_forwards(self, app_label: str, schema_editor: Any, old: Any, new: Any) -> None:  # noqa: ANN401 - Django's signature
        """Security on, everything for the logins, own rows for the scopes."""
        for statement in secured(self.table):
            schema_editor.execute(statement)
        super().database_forwards(app_label, schema_editor, old, new)
        for who, verbs in self.logins.items():
            for verb in verbs.split():
                schema_editor.execute(policy(self.table, f"lscp_{who}", verb, "true"))
        for who, rights in self.scopes.items():
            for grant in rights.grants():
                schema_editor.execute(f"GRANT {grant} ON {self.table} TO lscp_{who}")
            for verb in rights.verbs.split():
                schema_editor.execute(policy(self.table, f"lscp_{who}", verb, rights.rows))


def secured(table: str) -> list[str]:
    """Row-level security on and forced; the owner sees rows only in a migration that says so."""
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY migrate ON {table} TO lscp_owner USING ({MIGRATING}) WITH CHECK ({MIGRATING})",
    ]


def policy(table: str, role: str, verb: str, rows: str) -> str:
    """One policy for one verb: a row that may not be seen may not be made either."""
    using = "" if verb == "insert" else f" USING ({rows})"
    check = f" WITH CHECK ({rows})" if verb in {"insert", "update"} else ""
    return f"CREATE POLICY {role}_{verb} ON {table} FOR {verb.upper()} TO {role}{using}{check}"


def narrowed(table: str, verb: str, rows: str) -> str:
    """One more condition for the school scope, beside the table's own policies."""
    using = "" if verb == "insert" else f" USING ({rows})"
    check = f" WITH CHECK ({rows})" if verb in {"insert", "update"} else ""
    return (
        f"CREATE POLICY lscp_school_{verb}_theirs ON {table} AS RESTRICTIVE FOR {verb.upper()} TO lscp_school"
        f"{using}{check}"
    )


def stays(table: str, name: str, when: str, columns: str) -> str:
    """A trigger: once `when` holds of a row, these columns stay as they are, whoever asks. columns: with spaces."""
    old, new = (", ".join(f"{row}.{column}" for column in columns.split()) for row in ("OLD", "NEW"))
    return (
        f"CREATE TRIGGER {table}_{name} BEFORE UPDATE ON {table} FOR EACH ROW "
        f"WHEN ({when} AND ({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION lscp.refuse_change()"
    )


def append_only(table: str) -> list[str]:
    """A trigger that refuses every UPDATE, DELETE and TRUNCATE, whoever asks."""
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION lscp.refuse_change()",
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION lscp.refuse_change()",
    ]


def guarded_state(table: str, workflow: str) -> str:
    """A trigger that lets `state` change along the arrows of `workflow` only (lscp_portal.workflow)."""
    return (
        f"CREATE TRIGGER {table}_guarded_state BEFORE INSERT OR UPDATE OF state ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION lscp.guard_state('{workflow}')"
    )
