"""The portal on a port of this machine, in the process of the tests."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        """Nothing on the screen."""


class Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served(behind: Callable[[Any], Any] = lambda portal: portal) -> Iterator[str]:
    """Its address, for as long as it runs. behind: what stands before it, such as a proxy that compresses."""
    portal = behind(StaticFilesHandler(get_wsgi_application()))
    server = make_server("127.0.0.1", 0, portal, Threads, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
