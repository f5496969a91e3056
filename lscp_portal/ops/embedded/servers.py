"""Both servers of one data folder, and the LSCP_* variables that lead to them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from lscp_portal.ops.embedded.account import server_account
from lscp_portal.ops.embedded.folders import remove_socket_folder, server_folder, socket_folder
from lscp_portal.ops.embedded.postgres import ADMINISTRATOR, Postgres
from lscp_portal.ops.embedded.secret import kept_secret
from lscp_portal.ops.embedded.valkey import Valkey

DATABASE = "lscp"
LOGINS = {
    "LSCP_MIGRATE_DATABASE_URL": "lscp_migrate",
    "LSCP_PORTAL_DATABASE_URL": "lscp_portal",
    "LSCP_WORKER_DATABASE_URL": "lscp_worker",
    "LSCP_SITE_DATABASE_URL": "lscp_site",
}
BROKER = "LSCP_BROKER_URL"


class Servers:
    """PostgreSQL and Valkey over the data folder `home`: `start` makes what is missing, `stop` keeps the data.

    durable=False writes nothing safely to disk: for tests.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.resolve()
        logs = self.home / "logs"
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        account = server_account(kept=self.home / "servers")
        self.folder = server_folder(self.home, account)
        self._sockets_note = logs / "sockets.path"
        self._remove_sockets()
        self.sockets = socket_folder(account)
        self._sockets_note.write_text(str(self.sockets))
        self.postgres = Postgres(
            folder=self.folder, sockets=self.sockets, log=logs / "postgres.log", account=account, durable=durable
        )
        self.valkey = Valkey(
            folder=self.folder, sockets=self.sockets, log=logs / "valkey.log", account=account, durable=durable
        )

    def create(self) -> None:
        """Make the cluster if there is none. Raises PostgresFailed."""
        self.postgres.create(password=kept_secret(self.home, ADMINISTRATOR))

    def start(self) -> None:
        """Start both, making the cluster the first time. Raises PostgresFailed, ValkeyFailed."""
        try:
            self.create()
            self.postgres.start()
            self.valkey.start()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both and remove the folder of their sockets."""
        self.valkey.stop()
        self.postgres.stop()
        self._remove_sockets()

    @property
    def environment(self) -> dict[str, str]:
        """The variables of docs/operator/running.md that lead to these servers."""
        users = {"LSCP_ADMIN_DATABASE_URL": ADMINISTRATOR, **LOGINS}
        return {
            BROKER: self.valkey.url,
            **{
                variable: self.postgres.url(
                    user=user,
                    password=kept_secret(self.home, user),
                    database="postgres" if user == ADMINISTRATOR else DATABASE,
                )
                for variable, user in users.items()
            },
        }

    def _remove_sockets(self) -> None:
        """Also those that a killed start left behind."""
        with suppress(OSError):
            remove_socket_folder(Path(self._sockets_note.read_text()))
            self._sockets_note.unlink()


def has_own_servers() -> bool:
    """Whether the environment already names a database and a broker: then those are used as they are."""
    return all(os.environ.get(name) for name in (*LOGINS, BROKER))


@contextmanager
def ephemeral() -> Iterator[dict[str, str]]:
    """PostgreSQL and Valkey in a throw-away folder, for tests. Yields the LSCP_* variables that lead to them.

    Where the environment already names servers nothing is started and nothing yielded.
    """
    if has_own_servers():
        yield {}
        return
    home = Path(tempfile.mkdtemp(prefix="lscp-test-"))
    home.chmod(0o711)  # the servers' account goes through it to its own private folder
    servers = Servers(home, durable=False)
    try:
        servers.start()
        yield servers.environment
    finally:
        servers.stop()
        shutil.rmtree(servers.folder, ignore_errors=True)
        shutil.rmtree(home, ignore_errors=True)
