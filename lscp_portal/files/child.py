"""`python -m lscp_portal.files.child KIND LIMITS`: a file on standard input, its clean copy on standard output.

KIND is the name of a Kind, LIMITS a documents.types.Limits as JSON. The last line of standard error is an account:
{"reason": name of a Reason or null}.
"""

import errno
import json
import sys
from typing import BinaryIO

from lscp_portal.documents.limits import limit_this_process
from lscp_portal.documents.types import Limits
from lscp_portal.files.types import OFFICE, FileRefused, Kind, Reason

REFUSED = 3


def clean(kind: Kind, source: BinaryIO, target: BinaryIO) -> None:
    """Write the clean copy. The libraries are loaded after the limits are set, so that they hold for them as well."""
    if kind is Kind.PDF:
        from lscp_portal.files.pdf import clean_pdf  # noqa: PLC0415

        clean_pdf(source, target)
    elif kind in OFFICE:
        from lscp_portal.files.office import clean_office  # noqa: PLC0415

        clean_office(source, target, kind)
    else:
        from lscp_portal.files.pictures import clean_picture  # noqa: PLC0415

        clean_picture(source, target, kind)


def attempt(kind: Kind, source: BinaryIO, target: BinaryIO) -> Reason | None:
    """Why there is no clean copy; None when there is one."""
    try:
        clean(kind, source, target)
    except FileRefused as refused:
        return refused.reason
    except (MemoryError, RecursionError):
        return Reason.TOO_HEAVY
    except OSError as error:
        return Reason.SWELLS if error.errno == errno.EFBIG else Reason.DAMAGED
    except Exception:  # noqa: BLE001 - hostile input breaks a parser in many ways; all of them mean no copy
        return Reason.DAMAGED
    return None


def main() -> int:
    """0 when there is a clean copy, 3 when the file was refused."""
    kind, limits = Kind[sys.argv[1]], Limits(**json.loads(sys.argv[2]))
    limit_this_process(limits)
    with open(0, "rb", closefd=False) as source, open(1, "w+b", closefd=False) as target:
        reason = attempt(kind, source, target)
    sys.stderr.write("\n" + json.dumps({"reason": reason.name if reason else None}) + "\n")
    return REFUSED if reason else 0


if __name__ == "__main__":
    sys.exit(main())
