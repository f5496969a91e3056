"""What the catalogue must say of every table, policy, role and function. A new table is covered at birth."""

from collections.abc import Iterator
from typing import Any

SCOPES = ["lscp_tenant", "lscp_school", "lscp_trust", "lscp_national", "lscp_public", "lscp_survey"]
LOGINS = ["lscp_portal", "lscp_worker", "lscp_site"]
# No tenant_id on purpose; reviewed. What is here is public knowledge or the identity plane's.
WITHOUT_TENANT = {
    "tenancy_partnership", "tenancy_partnershipauthority", "workflow_arrow", "accounts_person",
    "django_migrations", "django_session", "django_cache", "django_content_type",
    "auth_group", "auth_permission", "auth_group_permissions", "account_emailaddress", "account_emailconfirmation",
    "notify_undeliverableaddress",
    "reports_calendaraddress", "reports_calendarentry",
}  # fmt: skip
# Row-level security on but no policy: seen by the definer functions of the trail only.
SEALED = {"trail_chain_head"}
# Read over all areas on purpose: the register's public columns, and the summaries that were sent to DfE and Ofsted.
ALL_ROWS = {("lscp_public", "schools_school"), ("lscp_national", "reports_areasummary")}
DEFINERS = {
    "add_event",
    "median_review_minutes",
    "own_letter_lines",
    "record",
    "record_for_trust",
    "record_identity",
    "trust_schools",
    "trust_tenants",
}


def findings(cursor: Any) -> set[str]:
    """Everything that is wrong, in words; empty when all is well. Needs an administrator's cursor."""
    return {
        finding
        for look in (of_tables, of_references, of_uniqueness, of_policies, of_roles, of_grants, of_views, of_functions)
        for finding in look(cursor)
    }


def rows(cursor: Any, sql: str, *arguments: Any) -> list[tuple[Any, ...]]:
    cursor.execute(sql, arguments)
    return cursor.fetchall()


def tenant_tables(cursor: Any) -> list[str]:
    """Every table of ours that holds tenant rows."""
    found = rows(
        cursor, "SELECT relname FROM pg_class WHERE relnamespace = 'lscp'::regnamespace AND relkind IN ('r', 'p')"
    )
    return sorted(name for (name,) in found if name not in WITHOUT_TENANT | SEALED)


def of_tables(cursor: Any) -> Iterator[str]:
    """Row-level security on and forced, owned by the owner, tenant_id there, never null, and leading an index."""
    for name in tenant_tables(cursor):
        ((secured, forced, owner),) = rows(
            cursor,
            "SELECT relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) FROM pg_class "
            "WHERE oid = %s::regclass",
            f"lscp.{name}",
        )
        if not secured:
            yield f"{name}: row-level security is off"
        if not forced:
            yield f"{name}: row-level security is not forced"
        if owner != "lscp_owner":
            yield f"{name}: owned by {owner}"
        columns = dict(
            rows(cursor, "SELECT attname, attnotnull FROM pg_attribute WHERE attrelid = %s::regclass", f"lscp.{name}")
        )
        if not columns.get("tenant_id"):
            yield f"{name}: tenant_id is missing or may be null"
        if "school_id" in columns and not columns["school_id"] and not name.startswith("accounts_"):
            yield f"{name}: school_id may be null"
        led = rows(
            cursor,
            "SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] "
            "WHERE i.indrelid = %s::regclass AND a.attname = 'tenant_id'",
            f"lscp.{name}",
        )
        if not led:
            yield f"{name}: no index is led by tenant_id"


def of_references(cursor: Any) -> Iterator[str]:
    """References between tenant tables carry the tenant, and between two tables of a school the school."""
    tenant = set(tenant_tables(cursor))
    keys = rows(
        cursor,
        "SELECT c.conname, t.relname, r.relname, (SELECT array_agg(a.attname::text) FROM pg_attribute a "
        "WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)) FROM pg_constraint c "
        "JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid "
        "WHERE c.contype = 'f' AND t.relnamespace = 'lscp'::regnamespace",
    )
    school_owned = {
        name
        for (name,) in rows(
            cursor,
            "SELECT relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id' "
            "WHERE relnamespace = 'lscp'::regnamespace AND relkind = 'r'",
        )
    }
    for name, table, target, columns in keys:
        if table in tenant and target in tenant:
            if "tenant_id" not in columns:
                yield f"{table}.{name}: refers to {target} without tenant_id"
            if {table, target} <= school_owned and "school_id" not in columns:
                yield f"{table}.{name}: refers to {target} without school_id"


def of_uniqueness(cursor: Any) -> Iterator[str]:
    """Unique constraints carry the tenant, or one partnership could ask what another has."""
    tenant = set(tenant_tables(cursor))
    found = rows(
        cursor,
        "SELECT t.relname, i.relname, (SELECT array_agg(a.attname::text) FROM pg_attribute a "
        "WHERE a.attrelid = x.indrelid "
        "AND a.attnum = ANY (x.indkey)), x.indisprimary FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid "
        "JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indisunique AND t.relnamespace = 'lscp'::regnamespace",
    )
    for table, name, columns, primary in found:
        random_or_key = primary and columns in (["id"], ["tenant_id", "sequence"])
        one_to_one = len(columns) == 1 and columns[0].endswith("_id")  # its reference carries the tenant
        if table in tenant and "tenant_id" not in columns and not random_or_key and not one_to_one:
            yield f"{table}.{name}: unique across partnerships"


def of_policies(cursor: Any) -> Iterator[str]:
    """No policy for everybody, a check on every write, the setting read once a statement."""
    found = rows(
        cursor,
        "SELECT tablename, policyname, roles::text[], qual, with_check, cmd FROM pg_policies WHERE schemaname = 'lscp'",
    )
    for table, name, roles, qual, check, command in found:
        if "public" in roles:
            yield f"{table}.{name}: a policy for everybody"
        if command in {"ALL", "UPDATE"} and not check:
            yield f"{table}.{name}: no check on what is written"
        for expression in (qual, check):
            if expression and ("ctx_" in expression or "current_setting" in expression) and "SELECT" not in expression:
                yield f"{table}.{name}: the scope is read for every row"
        everything = {qual, check} & {"true"} and set(roles) & set(SCOPES) and table in tenant_tables(cursor)
        if everything and (roles[0], table) not in ALL_ROWS:
            yield f"{table}.{name}: every row for {roles}"


def of_roles(cursor: Any) -> Iterator[str]:
    """Nobody we log in as, or become, can step over row-level security."""
    dangerous = rows(
        cursor,
        "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) "
        "AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)",
        SCOPES + LOGINS + ["lscp_owner", "lscp_migrate"],
    )
    yield from (f"{name}: dangerous attribute" for (name,) in dangerous)
    inheriting = rows(cursor, "SELECT rolname FROM pg_roles WHERE rolname = ANY (%s) AND rolinherit", LOGINS)
    yield from (f"{name}: inherits rights without entering a scope" for (name,) in inheriting)
    members = set(
        rows(
            cursor,
            "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles r ON r.oid = a.roleid "
            "JOIN pg_roles m ON m.oid = a.member WHERE m.rolname = ANY (%s)",
            SCOPES + LOGINS,
        ),
    )
    allowed = {("lscp_portal", scope) for scope in SCOPES if scope != "lscp_survey"} | {
        ("lscp_worker", "lscp_tenant"), ("lscp_site", "lscp_public"), ("lscp_site", "lscp_survey"),
    }  # fmt: skip
    yield from (f"{member}: is a member of {role}" for member, role in sorted(members - allowed))


def of_grants(cursor: Any) -> Iterator[str]:
    """No emptying, no triggers, no references, and no deleting of tenant rows; nothing for everybody."""
    tenant = set(tenant_tables(cursor))
    found = rows(
        cursor,
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants "
        "WHERE table_schema = 'lscp' AND (grantee = ANY (%s) OR grantee = 'PUBLIC')",
        SCOPES + LOGINS,
    )
    for grantee, table, privilege in found:
        if grantee == "PUBLIC" or privilege in {"TRUNCATE", "REFERENCES", "TRIGGER"}:
            yield f"{grantee} may {privilege} {table}"
        if privilege == "DELETE" and table in tenant:
            yield f"{grantee} may {privilege} {table}"


def of_views(cursor: Any) -> Iterator[str]:
    """A view asks as its reader; there are no materialised ones, which ask nobody."""
    found = rows(
        cursor,
        "SELECT relname, relkind, coalesce(array_to_string(reloptions, ','), '') FROM pg_class "
        "WHERE relnamespace = 'lscp'::regnamespace AND relkind IN ('v', 'm')",
    )
    for name, kind, options in found:
        if kind == "m":
            yield f"{name}: a materialised view"
        elif "security_invoker=true" not in options and "security_invoker=on" not in options:
            yield f"{name}: a view that asks as its owner"


def of_functions(cursor: Any) -> Iterator[str]:
    """Functions that run as their owner are on a list, and the scope's readers are as they were made."""
    definers = rows(cursor, "SELECT proname FROM pg_proc WHERE pronamespace = 'lscp'::regnamespace AND prosecdef")
    yield from (f"{name}: runs as its owner and is not on the list" for (name,) in definers if name not in DEFINERS)
    for word in ("tenant", "school", "trust"):
        ((source,),) = rows(cursor, "SELECT pg_get_functiondef(%s::regprocedure)", f"lscp.ctx_{word}()")
        if "RAISE EXCEPTION" not in source or "coalesce" in source.lower():
            yield f"ctx_{word}: is not loud when no scope is open"
