"""What the child process gives up before it reads a document: memory, time, file size, the network."""

import ctypes
import os
import resource
import signal

from lscp_portal.documents.types import Limits

NEW_USER_NAMESPACE = 0x10000000
NEW_NETWORK_NAMESPACE = 0x40000000
SET_PARENT_DEATH_SIGNAL = 1


def limit_this_process(limits: Limits) -> bool:
    """Set every limit on the running process; they cannot be raised again. True: it also has no network left.

    The network namespace is best effort: a kernel may forbid it, and the closed fetcher holds without it.
    """
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.file_bytes, limits.file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold the document
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    return _leave_the_network(libc)


def _leave_the_network(libc: ctypes.CDLL) -> bool:
    if os.geteuid() == 0:
        return bool(libc.unshare(NEW_NETWORK_NAMESPACE) == 0)
    return bool(libc.unshare(NEW_USER_NAMESPACE | NEW_NETWORK_NAMESPACE) == 0)
