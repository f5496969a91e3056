"""The database's own copy of every workflow's transitions, so that no UPDATE can go round the table."""

from typing import Any

from django.db import connections

from lscp_portal.workflow import Workflow


def fill_arrows(using: str = "default", **_kwargs: Any) -> None:  # noqa: ANN401 - a signal's arguments
    """Make workflow_arrow say exactly what the workflows in the code say. Runs as the owner, after migrate."""
    wanted = [(flow.name, *arrow) for flow in Workflow.registered.values() for arrow in sorted(flow.arrows)]
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT to_regclass('lscp.workflow_arrow')")
        if cursor.fetchone()[0] is None:
            return
        cursor.execute("DELETE FROM workflow_arrow")
        cursor.executemany("INSERT INTO workflow_arrow (workflow, source, target) VALUES (%s, %s, %s)", wanted)
