"""Isolation is proved from the schema: a new table, policy or grant is looked at the day it appears."""

import time

import psycopg2
import pytest

from lscp_portal.settings import environment
from tests.isolation import catalogue
from tests.isolation.matrix import Matrix
from tests.isolation.rights import RIGHTS


@pytest.fixture(scope="module")
def admin(database):
    opened = database.as_admin()
    with opened as cursor:
        yield cursor


@pytest.fixture(scope="module")
def matrix(database, admin):
    connections = {}
    for login in ("portal", "worker", "site"):
        entry = environment.database(f"LSCP_{login.upper()}_DATABASE_URL")
        connections[login] = psycopg2.connect(
            dbname=entry["NAME"],
            user=entry["USER"],
            password=entry["PASSWORD"],
            host=entry["HOST"],
            port=entry["PORT"] or None,
        )
    database.empty()
    made = Matrix(admin, connections)
    made.fill()
    yield made
    for connection in connections.values():
        connection.close()
    database.empty()


def test_the_catalogue_is_in_order(admin):
    assert catalogue.findings(admin) == set()


def test_every_tenant_table_is_specified(admin):
    assert set(catalogue.tenant_tables(admin)) == set(RIGHTS)


def test_every_cell_is_as_specified(matrix):
    began = time.perf_counter()
    assert "\n".join(matrix.wrong()) == ""
    print(f"{matrix.size} cells in {time.perf_counter() - began:.1f} s")


SABOTAGE = {
    "drop the check on what is written": (
        "ALTER POLICY lscp_tenant_update ON lscp.audits_audit WITH CHECK (true)",
        "ALTER POLICY lscp_tenant_update ON lscp.audits_audit WITH CHECK (tenant_id = (SELECT lscp.ctx_tenant()))",
    ),
    "let a scope see every row": (
        "ALTER POLICY lscp_tenant_select ON lscp.audits_answer USING (true)",
        "ALTER POLICY lscp_tenant_select ON lscp.audits_answer USING (tenant_id = (SELECT lscp.ctx_tenant()))",
    ),
    "let a school see its neighbours": (
        "ALTER POLICY lscp_school_select ON lscp.audits_answer USING (tenant_id = (SELECT lscp.ctx_tenant()))",
        "ALTER POLICY lscp_school_select ON lscp.audits_answer USING (tenant_id = (SELECT lscp.ctx_tenant()) "
        "AND school_id = (SELECT lscp.ctx_school()))",
    ),
    "switch row-level security off": (
        "ALTER TABLE lscp.reports_report DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE lscp.reports_report ENABLE ROW LEVEL SECURITY",
    ),
    "do not force it": (
        "ALTER TABLE lscp.reports_report NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE lscp.reports_report FORCE ROW LEVEL SECURITY",
    ),
    "add a permissive policy": (
        "CREATE POLICY oops ON lscp.audits_review FOR SELECT TO lscp_tenant USING (tenant_id > 0)",
        "DROP POLICY oops ON lscp.audits_review",
    ),
    "show unpublished editions": (
        "ALTER POLICY lscp_public_select ON lscp.reports_edition USING (number > 0)",
        "ALTER POLICY lscp_public_select ON lscp.reports_edition USING (published_at IS NOT NULL)",
    ),
    "show a draft report to the school": (
        "ALTER POLICY lscp_school_select ON lscp.reports_report USING (tenant_id = (SELECT lscp.ctx_tenant()))",
        "ALTER POLICY lscp_school_select ON lscp.reports_report USING (tenant_id = (SELECT lscp.ctx_tenant()) "
        "AND school_id = (SELECT lscp.ctx_school()) AND state <> 'draft')",
    ),
    "grant answers to the public": (
        "GRANT SELECT ON lscp.audits_answer TO lscp_public",
        "REVOKE SELECT ON lscp.audits_answer FROM lscp_public",
    ),
    "show reviews to the school": (
        "GRANT SELECT ON lscp.audits_review TO lscp_school; CREATE POLICY oops ON lscp.audits_review "
        "FOR SELECT TO lscp_school "
        "USING (school_id = (SELECT lscp.ctx_school()))",
        "DROP POLICY oops ON lscp.audits_review; REVOKE SELECT ON lscp.audits_review FROM lscp_school",
    ),
    "grant deleting": (
        "GRANT DELETE ON lscp.audits_answer TO lscp_school",
        "REVOKE DELETE ON lscp.audits_answer FROM lscp_school",
    ),
    "let a role bypass row-level security": ("ALTER ROLE lscp_tenant BYPASSRLS", "ALTER ROLE lscp_tenant NOBYPASSRLS"),
    "make the portal a member of the owner": ("GRANT lscp_owner TO lscp_portal", "REVOKE lscp_owner FROM lscp_portal"),
    "let the site enter a partnership": ("GRANT lscp_tenant TO lscp_site", "REVOKE lscp_tenant FROM lscp_site"),
    "add a table without security": (
        "CREATE TABLE lscp.forgotten (id int, tenant_id bigint); ALTER TABLE lscp.forgotten OWNER TO lscp_owner",
        "DROP TABLE lscp.forgotten",
    ),
    "add a view that asks as its owner": (
        "CREATE VIEW lscp.window AS SELECT * FROM lscp.audits_answer; GRANT SELECT ON lscp.window TO lscp_tenant",
        "DROP VIEW lscp.window",
    ),
    "let references forget the tenant": (
        "CREATE UNIQUE INDEX x_unique ON lscp.audits_audit (id); ALTER TABLE lscp.audits_review ADD CONSTRAINT naive "
        "FOREIGN KEY (audit_id) REFERENCES lscp.audits_audit (id) NOT VALID",
        "ALTER TABLE lscp.audits_review DROP CONSTRAINT naive; DROP INDEX lscp.x_unique",
    ),
    "make a name unique across partnerships": (
        "CREATE UNIQUE INDEX oracle ON lscp.audits_cycle (name, id)",
        "DROP INDEX lscp.oracle",
    ),
    "fall back to a partnership in silence": (
        "CREATE OR REPLACE FUNCTION lscp.ctx_tenant() RETURNS bigint LANGUAGE sql STABLE AS "
        "$$SELECT coalesce(nullif(current_setting('app.tenant', true), '')::bigint, 7)$$",
        None,
    ),
    "let a trust see every school": (
        "ALTER POLICY lscp_trust_select ON lscp.schools_school USING (true)",
        "ALTER POLICY lscp_trust_select ON lscp.schools_school "
        "USING (id = ANY ((SELECT lscp.trust_schools())::bigint[]))",
    ),
    "let a trust read what another one answers": (
        "ALTER POLICY lscp_trust_select ON lscp.audits_centralanswer "
        "USING (tenant_id = ANY ((SELECT lscp.trust_tenants())::bigint[]))",
        "ALTER POLICY lscp_trust_select ON lscp.audits_centralanswer "
        "USING (tenant_id = ANY ((SELECT lscp.trust_tenants())::bigint[]) "
        "AND trust_uid = (SELECT lscp.ctx_trust())::text)",
    ),
    "let a trust write in a school's place": (
        "GRANT UPDATE ON lscp.audits_answer TO lscp_trust; CREATE POLICY oops ON lscp.audits_answer FOR UPDATE "
        "TO lscp_trust USING (school_id = ANY ((SELECT lscp.trust_schools())::bigint[]))",
        "DROP POLICY oops ON lscp.audits_answer; REVOKE UPDATE ON lscp.audits_answer FROM lscp_trust",
    ),
    "ask nobody who leads a trust": (
        "CREATE OR REPLACE FUNCTION lscp.trust_tenants() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER "
        "SET search_path = '' AS $$SELECT ARRAY[7::bigint]$$",
        None,
    ),
}
REPLACED = ("ctx_tenant", "trust_tenants")  # functions that a sabotage replaces


@pytest.mark.parametrize("sabotage", SABOTAGE)
def test_sabotage_is_noticed(sabotage, admin, matrix):
    do, undo = SABOTAGE[sabotage]
    as_they_were = []
    for name in REPLACED:
        admin.execute("SELECT pg_get_functiondef(%s::regprocedure)", [f"lscp.{name}()"])
        as_they_were += admin.fetchone()
    admin.execute(do)
    try:
        noticed = catalogue.findings(admin) or list(matrix.wrong())
    finally:
        admin.execute(undo or ";".join(as_they_were))
    assert noticed
