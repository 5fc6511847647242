"""The process that reads mails: for each one it makes a child with limits, and passes on what the child found.

It imports nothing but the parser, so that it starts quickly and a child costs little. It speaks by its standard
input and output, in frames of a length and bytes.
"""

import contextlib
import json
import os
import resource
import sys
import tempfile
from typing import IO, BinaryIO

from pasillo.doors.channels.email.parsing.message import parse

CPU_SECONDS = 20
MEMORY = 512 * 2**20
DONE, DIED = b"1", b"0"


def serve() -> None:
    """Reads one mail after the other until nobody asks any more."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while (raw := read_frame(source)) is not None:
        with tempfile.TemporaryFile() as found:
            status = _in_a_child(raw, found)
            _answer(target, status, found)


def read_frame(source: BinaryIO) -> bytes | None:
    """The next frame, or None at the end."""
    head = source.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    data = source.read(size)
    return data if len(data) == size else None


def write_frame(target: IO[bytes], data: bytes) -> None:
    """One frame."""
    target.write(len(data).to_bytes(8, "big"))
    target.write(data)


def _in_a_child(raw: bytes, found: IO[bytes]) -> str:
    """How the child ended: empty when all went well."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            _limit()
            _read(raw, found)
            code = 0
        os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    return "" if os.WEXITSTATUS(status) == 0 else "ended with an error"


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_size_now() + MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _size_now() -> int:
    """What the interpreter itself takes up, so that the limit counts only the mail."""
    try:
        with open("/proc/self/statm") as state:
            return int(state.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 512 * 2**20


def _read(raw: bytes, found: IO[bytes]) -> None:
    try:
        mail, contents = parse(raw)
    except Exception as fault:
        found.write(b"!" + f"{type(fault).__name__}: {fault}"[:500].encode("utf-8", "replace"))
        found.flush()
        raise
    found.write(b"=")
    write_frame(found, json.dumps(mail.to_json()).encode())
    for content in contents:
        write_frame(found, content)
    found.flush()


def _answer(target: BinaryIO, status: str, found: IO[bytes]) -> None:
    size = found.seek(0, os.SEEK_END)
    found.seek(0)
    if status:
        said = found.read(600)
        reason = said[1:].decode("utf-8", "replace") if said[:1] == b"!" else status
        target.write(DIED)
        write_frame(target, reason.encode())
    else:
        found.read(1)
        target.write(DONE)
        target.write((size - 1).to_bytes(8, "big"))
        while piece := found.read(2**20):
            target.write(piece)
    target.flush()


if __name__ == "__main__":
    serve()
