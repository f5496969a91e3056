"""The account the servers run as: our own, or an unprivileged one when we are root (PostgreSQL refuses root)."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the servers run as. `borrowed`: somebody other than ourselves."""

    uid: int
    gid: int
    borrowed: bool

    @property
    def popen(self) -> dict[str, Any]:
        """The arguments of subprocess that start a process as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}

    def may(self, test: str, path: Path) -> bool:
        """Whether the account passes `test` (r, w or x) on the path, asked as that account: modes, parents and all."""
        if not self.borrowed:
            return os.access(path, {"r": os.R_OK, "w": os.W_OK, "x": os.X_OK}[test])
        asked = ["/bin/sh", "-c", f'test -{test} "$1"', "sh", str(path)]
        return subprocess.run(asked, check=False, cwd="/", **self.popen).returncode == 0

    def own(self, path: Path) -> None:
        """Make the folder private to the account."""
        path.chmod(0o700)
        if self.borrowed:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_account(*, kept: Path, name: str = "nobody") -> Account:
    """Ourselves. As root: the owner of the folder `kept`, or `name`, an account that every machine has."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), borrowed=False)
    owner = kept.stat().st_uid if kept.exists() else 0
    entry = pwd.getpwuid(owner) if owner else pwd.getpwnam(name)
    return Account(entry.pw_uid, entry.pw_gid, borrowed=True)
