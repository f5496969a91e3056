"""Documents that try to read files, reach the network, or never end."""

import http.server
import threading

import psutil
import pytest

from lscp_portal.documents.rendering import render, render_pdf
from lscp_portal.documents.types import Limits, Reason, RenderRefused, RenderTimeout

DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SECRET = b"the-words-of-a-file-on-this-machine"
VECTORS = {
    "picture": '<img alt="x" src="{address}">',
    "attachment": '<link rel="attachment" href="{address}">',
    "attached link": '<a rel="attachment" href="{address}">x</a>',
    "linked style": '<link rel="stylesheet" href="{address}">',
    "imported style": "<style>@import url({address});</style>",
    "typeface": "<style>@font-face {{ font-family: x; src: url({address}) }} p {{ font-family: x }}</style>",
    "background": "<style>body {{ background: url({address}) }}</style>",
    "list mark": "<style>ul {{ list-style-image: url({address}) }}</style><ul><li>x</li></ul>",
    "content": "<style>p::before {{ content: url({address}) }}</style>",
    "object": '<object data="{address}"></object>',
    "embed": '<embed src="{address}">',
    "svg image": (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<title>x</title><image xlink:href="{address}" width="9" height="9"/></svg>'
    ),
}


def document(body):
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title></head><body>{body}</body></html>'
    )


@pytest.fixture(scope="module")
def listener():
    """A server on this machine that counts the requests it gets."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            """Keep the test's output clean."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/x", asked
    server.shutdown()
    server.server_close()


def refusal(html):
    with pytest.raises(RenderRefused) as refused:
        render_pdf(html)
    return refused.value.reason


@pytest.mark.parametrize("vector", VECTORS.values(), ids=VECTORS)
def test_a_document_that_asks_for_a_file_becomes_no_pdf(vector, tmp_path):
    (tmp_path / "secret.txt").write_bytes(SECRET)
    body = vector.format(address=f"file://{tmp_path}/secret.txt")
    assert refusal(document(f"<h1>x</h1><p>y</p>{body}")) is Reason.BLOCKED_ADDRESS


def test_no_request_leaves_the_machine(listener):
    address, asked = listener
    body = "".join(vector.format(address=address) for vector in VECTORS.values())
    assert refusal(document(f"<h1>x</h1>{body}")) is Reason.BLOCKED_ADDRESS
    assert asked == []


def test_a_picture_inside_the_document_may_not_lead_out_of_it(listener):
    address, asked = listener
    svg = (
        f"%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
        f"%3Cimage href='{address}' width='9' height='9'/%3E%3C/svg%3E"
    )
    assert refusal(document(f'<h1>x</h1><img alt="x" src="data:image/svg+xml,{svg}">')) is Reason.BLOCKED_ADDRESS
    assert asked == []


@pytest.mark.parametrize(
    "address", ["lscp-asset:../settings.py", "lscp-asset:print.css", "data:text/html,x", "ftp://x/"]
)
def test_names_that_nobody_loaded_do_not_exist(address):
    assert refusal(document(f'<h1>x</h1><img alt="x" src="{address}">')) is Reason.BLOCKED_ADDRESS


def test_a_picture_inside_the_document_must_be_small():
    padded = DOT + "A" * 2_000_000
    assert refusal(document(f'<h1>x</h1><img alt="x" src="{padded}">')) is Reason.BLOCKED_ADDRESS


BOMBS = {
    "nested tables": "<table><tr><td>" * 3000 + "x" + "</td></tr></table>" * 3000,
    "nested boxes": "<div>" * 20_000 + "x",
    "nested flexible boxes": '<div style="display: flex">' * 60 + "x",
    "tiny page": "<style>@page { size: 2px; margin: 0 }</style>" + "word " * 20_000,
    "endless row": "<table><tr><td colspan=9999999>x</table>",
    "huge letters": '<p style="font-size: 9999999999px">x</p>',
    "long word": "<p>" + "x" * 3_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_document_that_never_ends_is_ended(bomb):
    with pytest.raises((RenderRefused, RenderTimeout)):
        render(document(f"<h1>x</h1>{bomb}"), limits=Limits(cpu_seconds=2, wall_seconds=20))
    assert not [child for child in psutil.Process().children() if "documents.child" in " ".join(child.cmdline())]


def test_too_little_memory_is_said_so():
    limits = Limits(memory_bytes=400_000_000)
    with pytest.raises(RenderRefused) as refused:
        render(document("<p>" + "x" * 3_000_000), limits=limits)
    assert refused.value.reason in {Reason.OUT_OF_MEMORY, Reason.CRASHED}


def test_a_pdf_over_the_limit_is_not_kept():
    with pytest.raises(RenderRefused) as refused:
        render(document("<h1>x</h1>"), limits=Limits(file_bytes=4_000))
    assert refused.value.reason is Reason.TOO_LARGE
