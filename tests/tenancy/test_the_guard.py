"""A login that row-level security does not bind is refused, whatever the process."""

import os
import subprocess
import sys

import pytest

from lscp_portal.settings import environment

ASK = "import django; django.setup(); from django.db import connection; connection.ensure_connection(); print('in')"


def start(url, process="portal"):
    """What a process with this login says."""
    variables = {**os.environ, "LSCP_PORTAL_DATABASE_URL": url, "LSCP_PROCESS": process}
    return subprocess.run([sys.executable, "-c", ASK], env=variables, capture_output=True, text=True, check=False)


def test_the_ordinary_login_may_work(database):
    assert start(database.variables["LSCP_PORTAL_DATABASE_URL"]).stdout == "in\n"


def test_a_superuser_may_not(database):
    refused = start(os.environ["LSCP_ADMIN_DATABASE_URL"].replace("/postgres?", f"/{database.name}?"))
    assert refused.returncode != 0
    assert "bypasses row-level security" in refused.stderr


def test_the_owner_of_the_tables_may_not(database):
    refused = start(database.variables["LSCP_MIGRATE_DATABASE_URL"])
    assert refused.returncode != 0
    assert "owns the tables" in refused.stderr


@pytest.mark.parametrize("bad", ["", "lscp", "mysql://a@b/c", "postgres://host-only"])
def test_a_wrong_address_says_what_is_wanted(bad, monkeypatch):
    monkeypatch.setenv("LSCP_PORTAL_DATABASE_URL", bad)
    with pytest.raises(environment.ImproperlyConfigured, match="LSCP_PORTAL_DATABASE_URL"):
        environment.database("LSCP_PORTAL_DATABASE_URL")
