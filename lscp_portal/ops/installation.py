"""What `./run demo` and `./run manage` share: servers, variables, schema and static files of one data folder."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

from lscp_portal.ops.data_folder import CHECKOUT, DataFolder, fingerprint
from lscp_portal.ops.embedded import Servers, has_own_servers
from lscp_portal.ops.embedded.secret import kept_secret

CODE = tuple(CHECKOUT / name for name in ("lscp_portal", "schools", "audits", "visits", "reports"))
BUILT = CHECKOUT / "static" / "build"
END_OF_OUTPUT = 3000


class StepFailed(RuntimeError):
    """A command of the set-up failed. The message holds the end of what it said."""


def say(sentence: str) -> None:
    """Tell the person at the terminal, at once."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def embedded_servers(folder: DataFolder) -> Servers | None:
    """The servers of the folder, with their cluster made, not yet started. None when the environment names others."""
    if has_own_servers():
        return None
    servers = Servers(folder.path)
    folder.keep("servers", str(servers.folder))
    servers.create()
    return servers


def variables(folder: DataFolder, servers: Servers | None) -> dict[str, str]:
    """The environment of every process. What the person set wins for servers and addresses."""
    return {
        **(servers.environment if servers else {}),
        "LSCP_BASE_URL": folder.kept("address") or "http://localhost:8000",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lscp_portal.settings.demo",
        "LSCP_SECRET_KEY": kept_secret(folder.path, "secret_key"),
        "LSCP_DEMO_PASSWORD": kept_secret(folder.path, "demonstration", make=speakable),
        "LSCP_MAIL_FOLDER": str(folder.path / "mail"),
        "LSCP_FILES_FOLDER": str(folder.path / "files"),
    }


def speakable() -> str:
    """A password that is read from one screen and typed into another: about 50 random bits."""
    syllables = [secrets.choice("bdfgklmnprstvz") + secrets.choice("aeiou") for _ in range(8)]
    return "-".join("".join(syllables[at : at + 2]) for at in range(0, 8, 2))


def prepare(folder: DataFolder, environment: dict[str, str]) -> None:
    """Schema and static files, each only when something that it is made from has changed."""
    code = fingerprint(*CODE) + fingerprint(*CODE, pattern="*.sql")
    if folder.kept("migrated") != code:
        say("Preparing the database …")
        if environment.get("LSCP_ADMIN_DATABASE_URL"):
            manage(environment, "prepare_database")
        manage(environment, "migrate", "--no-input", "--verbosity", "0")
        folder.keep("migrated", code)
    built = fingerprint(BUILT, pattern="*")
    if folder.kept("static") != built or not (CHECKOUT / "staticfiles").exists():
        manage(environment, "collectstatic", "--no-input", "--clear", "--verbosity", "0")
        folder.keep("static", built)


def manage(environment: dict[str, str], *words: str) -> str:
    """Run a management command and return what it printed. Raises StepFailed."""
    done = subprocess.run(manage_command(*words), check=False, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise StepFailed(f"manage.py {words[0]} failed:\n{(done.stdout + done.stderr)[-END_OF_OUTPUT:]}")
    return done.stdout


def manage_command(*words: str) -> list[str]:
    """The command line of manage.py in this environment's Python."""
    return [sys.executable, str(Path(CHECKOUT, "manage.py")), *words]
