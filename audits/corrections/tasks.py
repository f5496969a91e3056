"""The worker’s part of corrections: who reads a return is known to the partnership, not to its school."""

from audits.corrections.telling import tell_reader
from lscp_portal.outbox.worker import OpenScope, worker_task


@worker_task("audits.tell_reader")
def tell(open_scope: OpenScope, *, correction_id: int, by: int) -> None:
    """Have a letter sent to whoever reads this audit. A second run asks for the same letters again: nothing happens."""
    with open_scope():
        tell_reader(correction_id=correction_id, by=by)
