"""What the worker does for publication."""

from lscp_portal.documents.rendering import render
from lscp_portal.outbox.worker import OpenScope, worker_task
from reports.publication.actions import store_files
from reports.publication.queries import edition_to_render


@worker_task("reports.render_edition")
def render_edition(open_scope: OpenScope, *, edition_id: int) -> None:
    """Make the web page and the PDF of an approved edition once; a second run finds the bytes and stops.

    Drawing takes place in a child process with no transaction open. Raises RenderTimeout and RenderRefused: the
    message is tried again later, and given up loudly in the end.
    """
    with open_scope():
        job = edition_to_render(edition_id=edition_id)
    if job is None:
        return
    drawn = render(job.document)
    with open_scope():
        store_files(edition_id=edition_id, html=job.html.encode(), pdf=drawn.pdf, pages=drawn.pages)
