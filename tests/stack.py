"""The product as processes, for tests that kill one of them or drive a browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller

from lscp_portal.ops.embedded.account import server_account
from lscp_portal.ops.embedded.folders import server_folder, socket_folder
from lscp_portal.ops.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


class Letters:
    """Keeps every message that is sent."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        self.received.append(BytesParser(policy=default).parsebytes(envelope.content))
        return "250 OK"


class Stack:
    """web, worker and relay beside a broker and a mail server; each can be stopped, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.chmod(0o711)
        account = server_account(kept=folder / "servers")
        self.broker = Valkey(
            folder=server_folder(folder, account),
            sockets=socket_folder(account),
            log=folder / "valkey.log",
            account=account,
            durable=False,
        )
        self.letters = Letters()
        self.smtp = Controller(self.letters, hostname="127.0.0.1", port=free_port())
        self.port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "lscp_portal.settings.test",
            "LSCP_BROKER_URL": self.broker.url,
            "LSCP_BASE_URL": self.address,
            "LSCP_SMTP_HOST": "127.0.0.1",
            "LSCP_SMTP_PORT": str(self.smtp.port),
            "LSCP_TEST_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "LSCP_OUTBOX_RESEND_SECONDS": "4",
        }

    def start(self) -> None:
        self.smtp.start()
        self.broker.start()
        for name in ("web", "worker", "relay"):
            self.launch(name)
        eventually(lambda: urllib.request.urlopen(f"{self.address}/livez", timeout=2).status == 200, seconds=40)  # noqa: S310

    def launch(self, name: str) -> None:
        """Start one process; its output goes to a log in the folder."""
        command, process = {
            "web": (
                [
                    BIN / "gunicorn",
                    "lscp_portal.wsgi",
                    "--bind",
                    f"127.0.0.1:{self.port}",
                    "--threads",
                    "4",
                    "--timeout",
                    "60",
                ],
                "portal",
            ),
            "worker": (
                [
                    BIN / "celery",
                    "-A",
                    "lscp_portal",
                    "worker",
                    "-c",
                    "1",
                    "-l",
                    "INFO",
                    "--without-gossip",
                    "--without-mingle",
                ],
                "worker",
            ),
            "relay": ([sys.executable, "manage.py", "relay_outbox", "--skip-checks"], "worker"),
        }[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env={**self.environment, "LSCP_PROCESS": process},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL the process and its children, as a machine that loses power would."""
        process = self.processes.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in list(self.processes):
            process = self.processes.pop(name)
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self.broker.stop()
        self.smtp.stop()

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def eventually(condition: Callable[[], object], *, seconds: float = 30.0, every: float = 0.1) -> None:
    """Wait until it holds. Raises AssertionError with the last error."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        try:
            if condition():
                return
        except OSError as error:
            last = error
        time.sleep(every)
    raise AssertionError(f"It did not come to hold within {seconds} seconds. {last or ''}")
