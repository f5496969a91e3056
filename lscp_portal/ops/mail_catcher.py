"""The demonstration's mail server: takes every message, sends none on, keeps them in a Maildir."""

import argparse
import asyncio
import signal
import socket
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP

LARGEST_MESSAGE_BYTES = 10_000_000


async def catch(listener: socket.socket, folder: Path) -> None:
    """Take mail until SIGTERM. The listening socket is the parent's, so a restart keeps its port."""
    loop = asyncio.get_running_loop()
    handler = Mailbox(folder)
    server = await loop.create_server(
        lambda: SMTP(handler, data_size_limit=LARGEST_MESSAGE_BYTES, enable_SMTPUTF8=True, loop=loop), sock=listener
    )
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    async with server:
        await ended.wait()


def main() -> None:
    """`python -m lscp_portal.ops.mail_catcher --fd N --folder DIR`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="a listening socket, inherited")
    parser.add_argument("--folder", type=Path, required=True, help="the Maildir")
    chosen = parser.parse_args()
    asyncio.run(catch(socket.socket(fileno=chosen.fd), chosen.folder))


if __name__ == "__main__":
    main()
