"""Time, statements, and both beside a reference measured on the same machine in the same run."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured. ms: median of `runs`; statements: of the portal's connection, in the last run."""

    name: str
    ms: float
    statements: int
    runs: int


@dataclass(frozen=True, slots=True)
class Reference:
    """The unit of every ratio: one bare request to /livez and one INSERT with its COMMIT, in milliseconds."""

    request_ms: float
    commit_ms: float

    @property
    def ms(self) -> float:
        """Both together."""
        return self.request_ms + self.commit_ms


def measure(name: str, work: Callable[[], object], *, runs: int = 5, warm: bool = True) -> Figure:
    """Do it `runs` times, after one that does not count where it can be repeated. Statements are counted apart."""
    if warm:
        work()
    times = []
    statements = 0
    for last in reversed(range(runs)):
        with CaptureQueriesContext(connection) as captured:
            begun = time.perf_counter()
            work()
            times.append((time.perf_counter() - begun) * 1000)
        statements = len(captured) if not last else statements
    return Figure(name, median(times), statements, runs)


def table(figures: list[Figure], reference: Reference) -> str:
    """What is printed, and what docs/developer/benchmarks.md shows."""
    lines = ["| What | Milliseconds | Statements | Times the reference |", "|---|---:|---:|---:|"]
    lines += [f"| {one.name} | {one.ms:,.1f} | {one.statements} | {one.ms / reference.ms:,.1f} |" for one in figures]
    parts = f"/livez {reference.request_ms:.2f}, INSERT and COMMIT {reference.commit_ms:.2f}"
    unit = f"Reference: {reference.ms:.2f} ms ({parts})."
    return "\n".join([*lines, "", unit])


def write(path: Path, figures: list[Figure], reference: Reference, **about: object) -> None:
    """The same as JSON, for comparison with another run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {**about, "reference": asdict(reference), "figures": [asdict(one) for one in figures]}
    path.write_text(json.dumps(said, indent=2) + "\n", "utf-8")
