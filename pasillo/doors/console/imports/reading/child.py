"""Reads an export in a process with limits: whatever is in it, what it can eat is bounded, and it can be killed."""

import contextlib
import os
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused

CPU_SECONDS = 3600
MEMORY = 1 << 30
DISK = 32 << 30
REFUSED, BROKEN = 3, 4


def in_a_child(read: Callable[[], None], word: Path) -> None:
    """Run this apart and wait for it; what it refuses is refused here, in the same words."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os._exit(_run(read, word))
    _pid, status = os.waitpid(child, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == REFUSED:
        raise Refused(word.read_text("utf-8"))
    raise Refused(_("The file made its reader stop. It is not what its name says, or far too large to be read here."))


def _run(read: Callable[[], None], word: Path) -> int:
    try:
        _limit()
        read()
    except Refused as refusal:
        word.write_text(str(refusal), "utf-8")
        return REFUSED
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc()
        return BROKEN
    return 0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (DISK, DISK))
        resource.setrlimit(resource.RLIMIT_AS, (_size_now() + MEMORY,) * 2)


def _size_now() -> int:
    with open("/proc/self/statm") as state:
        return int(state.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
