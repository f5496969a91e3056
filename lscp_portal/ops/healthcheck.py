"""Ask this container's web process whether it is ready; Docker reads the exit code."""

import os
import sys
from urllib.request import Request, urlopen

READY = "http://127.0.0.1:8000/readyz"


def main() -> int:
    """0 when it says ok. An answer of 503 raises, which also ends with 1."""
    host = os.environ["LSCP_ALLOWED_HOSTS"].split(",")[0].strip()
    with urlopen(Request(READY, headers={"Host": host}), timeout=5) as answer:
        return int(answer.read() != b"ok")


if __name__ == "__main__":
    sys.exit(main())
