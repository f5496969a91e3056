"""Do the lock files still hold what pyproject.toml asks for? Asks no registry; `./run lock` resolves anew."""

import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def pinned(lock: Path) -> dict[str, str]:
    """The version of each package in a lock file."""
    lines = [line.split(";")[0].strip(" \\") for line in lock.read_text().splitlines() if "==" in line[:80]]
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


def missing(wanted: list[str], lock: Path) -> list[str]:
    """The requirements that the lock file does not satisfy."""
    versions = pinned(lock)
    asked = [Requirement(line) for line in wanted]
    return [str(one) for one in asked if not one.specifier.contains(versions.get(canonicalize_name(one.name), "0a0"))]


def main() -> int:
    """1 when a requirement is missing from a lock file, and which."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    always = project["project"]["dependencies"]
    groups = project["dependency-groups"]
    wanted = {"requirements.lock": always, "requirements-dev.lock": [*always, *groups["dev"], *groups["embedded"]]}
    problems = [f"{name}: {one}" for name, lines in wanted.items() for one in missing(lines, ROOT / name)]
    for problem in problems:
        sys.stderr.write(f"not in {problem}; run ./run lock\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
