"""Run a command beside throw-away servers: `python -m lscp_portal.ops.embedded COMMAND [ARGUMENT...]`."""

import os
import signal
import subprocess
import sys

from lscp_portal.ops.embedded.servers import ephemeral


def main(command: list[str]) -> int:
    """The command's exit code. Variables that the environment already has win over ours."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ephemeral() as variables, subprocess.Popen(command, env={**variables, **os.environ}) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the terminal told the command too; it says what it has to say, then ends
                process.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
