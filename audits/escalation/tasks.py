"""The worker's part of cases: who reads a return is known to the partnership, not to its school."""

from audits.escalation.resubmitting import read_again
from lscp_portal.outbox.worker import OpenScope, worker_task


@worker_task("audits.read_again")
def read_it_again(open_scope: OpenScope, *, case_id: int, by: int) -> None:
    """Open a finished reading again, and have the leads told. A second run asks for the same: nothing happens."""
    with open_scope():
        read_again(case_id=case_id, by=by)
