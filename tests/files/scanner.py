"""Scanners for tests: Debian's clamd with one signature of our own, and a server whose words the test chooses."""

import shutil
import socket
import socketserver
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.files.making import EICAR

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "clamd.conf"
OF_ITS_PLACE = ("TCPSocket", "LocalSocket", "User")


@contextmanager
def clamd() -> Iterator[str]:
    """The address of a real clamd that knows EICAR and nothing else: nothing is downloaded."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert program, "clamd is missing. Install it with: sudo apt-get install clamav-daemon"
    with tempfile.TemporaryDirectory(prefix="lscp-clamd-") as name:
        folder = Path(name)
        (folder / "test.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text(settings_for(folder))
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([program, "--config-file", folder / "clamd.conf"], stdout=log, stderr=log)
        try:
            _wait_for(folder / "socket", process)
            yield f"unix://{folder}/socket"
        finally:
            process.terminate()
            process.wait(20)


def settings_for(folder: Path) -> str:
    """The settings that are shipped, in a folder of their own."""
    kept = [line for line in SHIPPED.read_text().splitlines() if not line.startswith(OF_ITS_PLACE)]
    own = [f"DatabaseDirectory {folder}", f"LocalSocket {folder}/socket", *(["User root"] if _is_root() else [])]
    return "\n".join([*kept, *own, ""])


def _is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0


def _wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while not path.exists():
        assert process.poll() is None, "clamd ended by itself"
        assert time.monotonic() < end, "clamd did not start within 30 s"
        time.sleep(0.05)


class SaidScanner:
    """A server that speaks clamd's protocol and says what it is told to: `verdict` of streams, `version`."""

    def __init__(self) -> None:
        self.verdict, self.version, self.streams = b"stream: OK", b"ClamAV 1.4.3/27800/Mon Nov 2", []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                command = b""
                while not command.endswith(b"\0"):
                    command += self.rfile.read(1)
                if command == b"zVERSION\0":
                    self.wfile.write(outer.version + b"\0")
                    return
                content = b""
                while length := int.from_bytes(self.rfile.read(4), "big"):
                    content += self.rfile.read(length)
                outer.streams.append(content)
                if outer.verdict:
                    self.wfile.write(outer.verdict + b"\0")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"tcp://127.0.0.1:{self.server.server_address[1]}"

    def stop(self) -> None:
        """Nobody answers any more."""
        self.server.shutdown()
        self.server.server_close()


def nobody() -> str:
    """An address at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"tcp://127.0.0.1:{taken.getsockname()[1]}"
