"""The process that reads mails: each in a child with limits, whose findings it passes on.

It imports nothing but the parser, so that it starts quickly and a child costs little. It speaks by its standard
input and output, in frames of a length and bytes; before each mail a letter says whether it has a child of its own,
or one that reads many, until one of them ends it or it has read its share. Who dies of a mail says nothing about the
others: whoever asks has a mail read once more, in a child of its own.
"""

import contextlib
import json
import math
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from io import BytesIO
from typing import IO, BinaryIO

from pasillo.doors.channels.email.parsing.message import parse

CPU_SECONDS = 20
MEMORY = 512 * 2**20
DONE, DIED = b"1", b"0"
ALONE, SHARED = b"a", b"s"
SHARE = 500
POLITE = 5


def serve() -> None:
    """Reads one mail after the other until nobody asks any more. Whoever looks at a page comes first."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    os.nice(POLITE)
    reader: Reader | None = None
    while (manner := source.read(1)) and (raw := read_frame(source)) is not None:
        if manner == SHARED:
            reader = reader or _reader()
            reader = reader if _asked(reader, raw, target) else None
            continue
        with tempfile.TemporaryFile() as found:
            status = _in_a_child(raw, found)
            _answer(target, status, found)


@dataclass
class Reader:
    """A child that reads many mails."""

    pid: int
    asking: BinaryIO
    answering: BinaryIO
    read: int = 0

    def end(self) -> int:
        """It is let go. How it ended."""
        for pipe in (self.asking, self.answering):
            with contextlib.suppress(OSError):
                pipe.close()
        return os.waitpid(self.pid, 0)[1]


def _reader() -> Reader:
    his_in, my_out = os.pipe()
    my_in, his_out = os.pipe()
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            os.close(my_out)
            os.close(my_in)
            _read_many(os.fdopen(his_in, "rb"), os.fdopen(his_out, "wb"))
        os._exit(1)
    os.close(his_in)
    os.close(his_out)
    return Reader(pid, os.fdopen(my_out, "wb"), os.fdopen(my_in, "rb"))


def _read_many(source: BinaryIO, target: BinaryIO) -> None:
    """In the child: each mail has the limits that it would have alone; after a fault this child reads no more."""
    while (raw := read_frame(source)) is not None:
        found = BytesIO()
        _limit()
        try:
            _read(raw, found)
        finally:
            write_frame(target, found.getvalue())
            target.flush()


def _asked(reader: Reader, raw: bytes, target: BinaryIO) -> bool:
    """Whether this child goes on reading afterwards."""
    answer = None
    with contextlib.suppress(OSError):
        write_frame(reader.asking, raw)
        reader.asking.flush()
        answer = read_frame(reader.answering)
    reader.read += 1
    is_done = answer is not None and answer[:1] == b"="
    goes_on = is_done and reader.read < SHARE
    status = "" if goes_on else _how(reader.end())
    _answer(target, "" if is_done else status or "ended with an error", BytesIO(answer or b""))
    return goes_on


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
            _limit(for_good=True)
            _read(raw, found)
            code = 0
        os._exit(code)
    return _how(os.waitpid(child, 0)[1])


def _how(status: int) -> str:
    """How a child ended: empty when all went well."""
    if os.WIFSIGNALED(status):
        return f"ended by signal {os.WTERMSIG(status)}"
    return "" if os.WEXITSTATUS(status) == 0 else "ended with an error"


def _limit(*, for_good: bool = False) -> None:
    """For the next mail; who reads no other can never raise it again."""
    _limit_to(resource.RLIMIT_CPU, math.ceil(time.process_time()) + CPU_SECONDS, for_good)
    with contextlib.suppress(ValueError, OSError):
        _limit_to(resource.RLIMIT_AS, _size_now() + MEMORY, for_good)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_to(what: int, most: int, for_good: bool) -> None:
    resource.setrlimit(what, (most, most if for_good else resource.getrlimit(what)[1]))


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
