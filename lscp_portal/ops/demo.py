"""`./run demo`: every server and process on this machine, the demonstration area in it, until Ctrl-C."""

import argparse
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NoReturn
from urllib.error import URLError
from urllib.request import urlopen

from lscp_portal.ops.data_folder import DEFAULT, DataFolder, FolderRefused
from lscp_portal.ops.installation import (
    StepFailed,
    embedded_servers,
    manage,
    manage_command,
    prepare,
    say,
    variables,
)
from lscp_portal.ops.supervisor import Command, Supervisor

HOST = "127.0.0.1"
USUAL_PORT = 8000
READY_SECONDS = 90.0


class Demonstration:
    """One run over one data folder, which the caller has locked."""

    def __init__(self, folder: DataFolder, *, web: socket.socket) -> None:
        self.folder = folder
        self.supervisor = Supervisor(say)
        self.web = web
        self.mail = listen_on(0)
        self.environment: dict[str, str] = {}

    def run(self) -> NoReturn:
        """Start everything, say where it is, look after it. Ends by KeyboardInterrupt, or an error of the set-up."""
        began = time.monotonic()
        with ExitStack() as ending:
            ending.callback(say, f"Stopped. The data stays in {self.folder.path}; ./run demo starts it again.")
            self._start_servers(ending)
            self._prepare()
            self._start_web()
            self._wait_until_ready()
            self._introduce(seconds=time.monotonic() - began)
            self._start_others()
            while True:
                time.sleep(0.5)
                self.supervisor.look_after()

    def _start_servers(self, ending: ExitStack) -> None:
        """PostgreSQL and Valkey, unless the environment already names some. Whatever happens next, all is stopped."""
        servers = embedded_servers(self.folder)
        if servers:
            ending.callback(servers.stop)
        ending.callback(self.supervisor.stop)
        ending.callback(hold_signals)
        if servers:
            if servers.folder.parent != self.folder.path:
                say(f"The database's own account cannot enter {self.folder.path}; its files are in {servers.folder}.")
            say("Starting PostgreSQL and Valkey …")
            self.supervisor.start(servers.postgres)
            self.supervisor.start(servers.valkey)
        self.environment = variables(self.folder, servers) | {
            "LSCP_SMTP_HOST": HOST,
            "LSCP_SMTP_PORT": str(self.mail.getsockname()[1]),
        }
        self.folder.keep_environment(self.environment)

    def _prepare(self) -> None:
        prepare(self.folder, self.environment)
        if not self.folder.kept("seeded"):
            say("Loading the demonstration area; this is done once …")
            manage(self.environment, "seed_demo")
            self.folder.keep("seeded", "yes")

        if self.folder.kept("accounts-of") != self.folder.kept("migrated"):
            self.folder.keep("accounts", manage(self.environment, "demo_accounts"))
            self.folder.keep("accounts-of", self.folder.kept("migrated"))

    def _start_web(self) -> None:
        """Mail catcher and web."""
        python, mail, web = sys.executable, self.mail.fileno(), self.web.fileno()
        catcher = ("--fd", str(mail), "--folder", self.environment["LSCP_MAIL_FOLDER"])
        bind = ("--bind", f"fd://{web}", "--preload", "--no-control-socket")
        size = ("--workers", "2", "--threads", "4", "--graceful-timeout", "5")
        self._start("mail", python, "-m", "lscp_portal.ops.mail_catcher", *catcher, keep_open=mail)
        self._start("web", python, "-m", "gunicorn", "lscp_portal.wsgi", *bind, *size, keep_open=web)

    def _start_others(self) -> None:
        """Worker, scheduler and relay; nobody has to wait for them."""
        celery = (sys.executable, "-m", "celery", "--app", "lscp_portal")
        schedule = ("--schedule", str(self.folder.path / "schedule"), "--pidfile", "")
        self._start("worker", *celery, "worker", "--concurrency", "2", "--loglevel", "INFO", process="worker")
        self._start("scheduler", *celery, "beat", *schedule, process="worker")
        self._start("relay", *manage_command("relay_outbox"), process="worker")

    def _start(self, name: str, *words: str, process: str = "portal", keep_open: int | None = None) -> None:
        environment = {**self.environment, "LSCP_PROCESS": process}
        kept = () if keep_open is None else (keep_open,)
        self.supervisor.start(Command(name, words, logs=self.folder.logs, environment=environment, keep_open=kept))

    def _wait_until_ready(self) -> None:
        """Raises StepFailed when the web process does not call itself ready in time."""
        end = time.monotonic() + READY_SECONDS
        while not answers(f"http://{HOST}:{self.web.getsockname()[1]}/readyz"):
            if time.monotonic() > end:
                raise StepFailed(
                    f"The web process is not ready after {READY_SECONDS:.0f} s. Its log: {self.folder.logs}/web.log"
                )
            self.supervisor.look_after()
            time.sleep(0.1)

    def _introduce(self, *, seconds: float) -> None:
        """Where it is and who can sign in: `demo_accounts` prints role, e-mail and what they see, parted by tabs."""
        say(f"\nLSCP Portal runs at {self.folder.kept('address')}/ (ready after {seconds:.0f} s)\n")
        rows = [line.split("\t") for line in self.folder.kept("accounts").splitlines() if line.strip()]
        widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        for role, email, sees in rows:
            say(f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {sees}")
        say(f"\nEverybody's password: {self.environment['LSCP_DEMO_PASSWORD']}")
        say(f"Logs are in {self.folder.logs}. Ctrl-C stops everything and keeps the data.")


def listen_on(port: int) -> socket.socket:
    """A listening socket of this machine only; 0: any port. Children inherit it, so nobody takes it meanwhile."""
    return socket.create_server((HOST, port), backlog=128)


def listen_where_free(last: str) -> socket.socket:
    """The port of last time, or 8000, or any."""
    for port in (int(last or USUAL_PORT), USUAL_PORT):
        with suppress(OSError):
            return listen_on(port)
    return listen_on(0)


def answers(address: str) -> bool:
    """Whether the page answers with success."""
    with suppress(URLError, OSError), urlopen(address, timeout=5) as answer:  # noqa: S310 - our own address
        return bool(answer.status == 200)  # noqa: PLR2004
    return False


def hold_signals() -> None:
    """From here on a second Ctrl-C must not leave half of it running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    say("\nStopping …")


@contextmanager
def locked(path: Path, *, reset: bool = False) -> Iterator[DataFolder]:
    """The data folder, ours until the end; emptied first when asked."""
    folder = DataFolder(path)
    with folder.lock():
        if reset:
            folder.empty()
        yield folder


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument("--port", type=int, help="the port of the web pages (the last one, 8000, or any free one)")
    parser.add_argument("--reset", action="store_true", help="throw the data away and load the area anew")
    parser.add_argument("--data", type=Path, default=DEFAULT, help="the folder that keeps the data (%(default)s)")
    chosen = parser.parse_args()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        with locked(chosen.data, reset=chosen.reset) as folder:
            web = listen_on(chosen.port) if chosen.port else listen_where_free(folder.kept("port"))
            folder.keep("port", str(web.getsockname()[1]))
            folder.keep("address", f"http://localhost:{web.getsockname()[1]}")
            Demonstration(folder, web=web).run()
    except KeyboardInterrupt:
        return 0
    except (FolderRefused, StepFailed, RuntimeError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
