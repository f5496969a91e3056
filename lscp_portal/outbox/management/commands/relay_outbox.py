"""The relay: its own small process, so that the broker and the web process can come and go."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from lscp_portal.outbox import relay


class Command(BaseCommand):
    """Runs until told to stop."""

    help = "Send waiting outbox messages to the broker until stopped."

    def handle(self, *_args: Any, **_options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Stop at SIGTERM and SIGINT, after the batch in hand."""
        stopping: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda received, _frame: stopping.append(received))
        relay.run(lambda: not stopping)
