"""`./run manage …`: manage.py in the demonstration's environment, beside a running one or with its servers started."""

import signal
import subprocess
import sys

from lscp_portal.ops.data_folder import DEFAULT, DataFolder, FolderRefused
from lscp_portal.ops.embedded import has_own_servers
from lscp_portal.ops.installation import StepFailed, embedded_servers, manage_command, prepare, variables


def main(words: list[str]) -> int:
    """The command's exit code."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = DataFolder(DEFAULT)
    if has_own_servers():
        return subprocess.run(manage_command(*words), check=False, env=variables(folder, None)).returncode
    try:
        with folder.lock():
            return with_servers(folder, words)
    except FolderRefused:  # it runs: go in beside it
        return subprocess.run(manage_command(*words), check=False, env=folder.kept_environment()).returncode


def with_servers(folder: DataFolder, words: list[str]) -> int:
    """Run the command while the folder's servers run for it alone."""
    servers = embedded_servers(folder)
    if servers is None:
        raise StepFailed("The environment names servers of its own.")
    try:
        servers.start()
        environment = variables(folder, servers)
        prepare(folder, environment)
        return subprocess.run(manage_command(*words), check=False, env=environment).returncode
    finally:
        servers.stop()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (StepFailed, OSError, RuntimeError) as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
