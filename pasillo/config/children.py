"""Child processes that do not outlive their parent."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def dies_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """To run in a new child: the kernel sends it this signal when its parent dies. Start it from the main thread."""
    if sys.platform != "linux":
        return None
    call, parent = ctypes.CDLL(None).prctl, os.getpid()

    def bind() -> None:
        call(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:  # it died in between
            os.kill(os.getpid(), how)

    return bind
