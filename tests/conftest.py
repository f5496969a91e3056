"""The database of a test run, and the fixtures of every suite. Tests connect as the portal does, never as superuser."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

from lscp_portal.ops.chromium import chromium
from lscp_portal.ops.embedded.servers import ephemeral, has_own_servers
from lscp_portal.settings import environment
from lscp_portal.tenancy.management.commands.prepare_database import LOGINS, prepare
from tests.made_database import migrate_or_restore
from tests.people import Cast, make_cast
from tests.stack import Stack

# A machine that pauses is no fault of the line that is tried: neither for how long it takes nor for drawing examples.
hypothesis_settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("steady")

ROOT = Path(__file__).resolve().parent.parent
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]

KEPT = {"django_migrations", "django_content_type", "workflow_arrow", "auth_permission"}


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Throw uploaded files away; workers of a session share the folder of the one that started them."""
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(os.environ["LSCP_FILES_FOLDER"], ignore_errors=True)


class TestDatabase:
    """One database of this run, its administrator, and the variables other processes need to reach it."""

    __test__ = False

    def __init__(self, name: str, *, is_throw_away: bool) -> None:
        self.name = name
        self.is_throw_away = is_throw_away
        self.admin = environment.database("LSCP_ADMIN_DATABASE_URL")
        self.variables = {
            variable: os.environ[variable].replace("/lscp?", f"/{name}?")
            if "?" in os.environ[variable]
            else os.environ[variable].rsplit("/", 1)[0] + f"/{name}"
            for variable in LOGINS
        }

    def create(self) -> None:
        """Roles, database, schema, tables: by the same commands as in production."""
        for variable, value in self.variables.items():
            os.environ[variable] = value
        prepare(self.admin, [environment.database(variable) for variable in LOGINS], self.name)
        if self.is_throw_away:
            migrate_or_restore(self.admin, self.name, migrate)
        else:
            migrate()
        for alias, variable in (("default", "LSCP_PORTAL_DATABASE_URL"), ("site", "LSCP_SITE_DATABASE_URL")):
            entry = environment.database(variable)
            settings.DATABASES[alias].update(entry)
            connections[alias].settings_dict.update(entry)

    def drop(self) -> None:
        """Leave nothing behind."""
        for connection in connections.all():
            connection.close()
        with self.as_admin(self.admin["NAME"]) as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def as_admin(self, name: str | None = None):
        """A cursor of the cluster's administrator; for emptying tables and for sabotage only."""
        return Admin(self.admin, name or self.name)

    def empty(self) -> None:
        """Take every row away, the append-only ones too.

        The relay and the workers of the stack go on reading meanwhile. We give way before PostgreSQL (after a second)
        calls it a deadlock and picks a victim, and try again.
        """
        with self.as_admin() as cursor:
            cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'lscp'::regnamespace AND relkind = 'r'")
            tables = [f"lscp.{name}" for (name,) in cursor.fetchall() if name not in KEPT]
            cursor.execute("SET session_replication_role = replica; SET lock_timeout = '400ms'")
            for patience in range(100, -1, -1):
                try:
                    cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
                except psycopg2.errors.LockNotAvailable:
                    if not patience:
                        raise
                else:
                    break


def migrate() -> None:
    """The command of production, in a process of its own."""
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--skip-checks", "--verbosity", "0"]
    subprocess.run(command, check=True, env={**os.environ, "DJANGO_SETTINGS_MODULE": "lscp_portal.settings.test"})


class Admin:
    """A cursor in autocommit."""

    def __init__(self, admin: dict[str, str], name: str) -> None:
        self.connection = psycopg2.connect(
            dbname=name, user=admin["USER"], password=admin["PASSWORD"], host=admin["HOST"], port=admin["PORT"] or None,
        )  # fmt: skip
        self.connection.autocommit = True

    def __enter__(self):
        return self.connection.cursor()

    def __exit__(self, *_problem: object) -> None:
        self.connection.close()


@pytest.fixture(scope="session")
def servers() -> Iterator[bool]:
    """PostgreSQL and a broker: those of the environment, or throw-away ones of our own (True)."""
    with ExitStack() as stack:
        is_throw_away = "LSCP_ADMIN_DATABASE_URL" not in os.environ
        if is_throw_away:
            assert not has_own_servers(), "Set LSCP_ADMIN_DATABASE_URL too (docs/operator/running.md)."
            os.environ.update(stack.enter_context(ephemeral()))
        yield is_throw_away


@pytest.fixture(scope="session")
def database(servers: bool) -> Iterator[TestDatabase]:  # noqa: FBT001 - pytest gives it by its name
    """A database of this run's own."""
    made = TestDatabase(f"lscp_test_{os.getpid()}", is_throw_away=servers)
    made.create()
    yield made
    made.drop()


@pytest.fixture(scope="session")
def django_db_setup(database: TestDatabase, django_db_blocker) -> None:
    """pytest-django's hook: the database is made by our own commands, not by Django."""


@pytest.fixture
def cast(db: None) -> Cast:
    """Two partnerships, three schools, a person for every role; rolled back at the end. No public pages."""
    return make_cast()


@pytest.fixture
def committed(database: TestDatabase, django_db_blocker) -> Iterator[TestDatabase]:
    """Real commits, for whatever needs a second connection: public pages, races, workers. Emptied at the end."""
    with django_db_blocker.unblock():
        database.empty()
        yield database
        for connection in connections.all():
            connection.close()
        database.empty()


@pytest.fixture
def committed_cast(committed: TestDatabase) -> Cast:
    """The cast, committed."""
    return make_cast()


@pytest.fixture(scope="module")
def stack(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The product as processes: web, worker, relay, a broker and a mail server of their own, on the test database.

    Stopped after the module: its relay would take the letters of other tests.
    """
    running = Stack(tmp_path_factory.mktemp("stack"))
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium, one for the session: Playwright allows no second one in a process.

    Its loop runs in this thread, which Django dislikes.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        yield made
        made.close()


@pytest.fixture(autouse=True, scope="session")
def static_files() -> None:
    """Pages name static files; the front end must have been built."""
    assert (ROOT / "static" / "build" / "portal.css").exists(), "Run ./run setup first: the front end is not built."
