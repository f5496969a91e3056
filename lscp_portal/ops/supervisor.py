"""Keeps processes running: starts them, starts again what ends by itself, stops all of them in order."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from lscp_portal.ops.embedded.processes import die_with_parent

STOP_SECONDS = 15.0
STEADY_SECONDS = 60.0  # having run this long, a part has earned a quick restart again
LONGEST_PAUSE_SECONDS = 30.0


class Part(Protocol):
    """Anything that can be started, asked whether it ended, and stopped."""

    name: str

    def start(self) -> None:
        """Start it, and wait where others need it."""

    def poll(self) -> int | None:
        """The exit code when it ended by itself; None while it runs."""

    def stop(self) -> None:
        """End it and wait for that."""


class Command:
    """A part that is one process of ours, its output in a log of its own name."""

    def __init__(
        self,
        name: str,
        words: Sequence[str],
        *,
        logs: Path,
        environment: Mapping[str, str],
        keep_open: Sequence[int] = (),
    ) -> None:
        self.name = name
        self.words = words
        self.log = logs / f"{name}.log"
        self.environment = environment
        self.keep_open = keep_open
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it ends when we do, even after kill -9."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.words,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.keep_open,
                start_new_session=True,  # Ctrl-C is for us: we stop the parts in the right order
                preexec_fn=die_with_parent,  # noqa: PLW1509 - there are no threads here
            )

    def poll(self) -> int | None:
        """The exit code when it ended by itself."""
        return None if self.process is None else self.process.poll()

    def ask_to_end(self) -> None:
        """Send SIGTERM, so that several can end at the same time."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        """End it, within 15 seconds."""
        self.ask_to_end()
        if self.process is None:
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None


class Supervisor:
    """The parts in the order they were started. `say` tells the person at the terminal."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.parts: list[Part] = []
        self._started_at: dict[str, float] = {}
        self._pause: dict[str, float] = {}
        self._due_at: dict[str, float] = {}

    def start(self, part: Part) -> None:
        """Start a part and keep it running from now on."""
        self.parts.append(part)
        self._start(part)

    def look_after(self) -> None:
        """Start again every part that ended and whose pause (1 to 30 seconds, longer each time) is over."""
        for part in self.parts:
            code = part.poll()
            if part.name in self._due_at:
                if time.monotonic() >= self._due_at[part.name]:
                    self._restart(part)
            elif code is not None:
                self._plan_restart(part, code)

    def stop(self) -> None:
        """Stop everything, the newest first."""
        for part in self.parts:
            if isinstance(part, Command):
                part.ask_to_end()
        for part in reversed(self.parts):
            part.stop()
        self.parts.clear()

    def _plan_restart(self, part: Part, code: int) -> None:
        was_steady = time.monotonic() - self._started_at[part.name] > STEADY_SECONDS
        pause = 1.0 if was_steady else min(self._pause.get(part.name, 0.5) * 2, LONGEST_PAUSE_SECONDS)
        self._pause[part.name] = pause
        self._due_at[part.name] = time.monotonic() + pause
        self.say(f"{part.name} ended by itself ({_in_words(code)}); starting it again in {pause:.0f} s.")

    def _restart(self, part: Part) -> None:
        try:
            self._start(part)
        except (OSError, RuntimeError) as problem:
            self._due_at[part.name] = time.monotonic() + LONGEST_PAUSE_SECONDS
            self.say(f"{part.name} did not start: {problem}")
        else:
            self.say(f"{part.name} runs again.")

    def _start(self, part: Part) -> None:
        part.start()
        self._started_at[part.name] = time.monotonic()
        self._due_at.pop(part.name, None)


def _in_words(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
