"""The database's copy of every workflow is the code's, and no state is set but by a workflow."""

import re
from pathlib import Path

from lscp_portal.workflow import Workflow

ROOT = Path(__file__).resolve().parents[2]
STATES = {
    "schools_proposal",
    "audits_cycle",
    "audits_framework",
    "audits_goodpractice",
    "audits_extensionrequest",
    "audits_evidencefile",
    "audits_audit",
    "audits_correction",
    "audits_poorqualitycase",
    "audits_casestep",
    "audits_clarificationround",
    "audits_improvement",
    "audits_review",
    "audits_secondreading",
    "audits_triageband",
    "audits_feedback",
    "visits_visit",
    "reports_complaint",
    "reports_scrutinynote",
    "reports_report",
    "reports_areasummary",
}
SETTER = re.compile(r"\.state\s*=[^=]|\.update\([^)]*\bstate\s*=")


def test_the_arrows_are_the_same(database):
    with database.as_admin() as cursor:
        cursor.execute("SELECT workflow, source, target FROM lscp.workflow_arrow")
        kept = set(cursor.fetchall())
    assert kept == {(flow.name, *arrow) for flow in Workflow.registered.values() for arrow in flow.arrows}


def test_every_table_with_a_state_is_guarded(database):
    with database.as_admin() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'lscp' AND column_name = 'state'"
        )
        with_a_state = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_guarded_state'")
        guarded = {name.removeprefix("lscp.") for (name,) in cursor.fetchall()}
    assert with_a_state == guarded == STATES


def test_nobody_sets_a_state_by_hand():
    packages = ("lscp_portal", "schools", "audits", "visits", "reports")
    files = [path for package in packages for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]
    setters = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files
        if path.name != "workflow.py"
        for line in path.read_text("utf-8").splitlines()
        if SETTER.search(line)
    ]
    assert setters == []
