"""Opens what was handed in: a file, a packed file, or an archive of them. What would burst on opening is refused."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused

LARGEST_UNPACKED = 8 * 2**30
FREE, BURSTS = 64 * 2**20, 200  # beyond so many bytes, so many times its packed size is too much
LARGEST_FILE = 25 * 2**20
MOST_PARTS = 200_000
BROKEN = (EOFError, zlib.error, BadZipFile, gzip.BadGzipFile, NotImplementedError, RuntimeError, OSError)


class Counted:
    """Bytes while they are unpacked, counted: what bursts is refused before it fills anything."""

    def __init__(self, file: IO[bytes], packed: int) -> None:
        self.file, self.packed, self.size = file, packed, 0

    def read(self, size: int = -1) -> bytes:
        """Some bytes."""
        return self._count(self.file.read(size))

    def readline(self, size: int = -1) -> bytes:
        """A line, or so much of it."""
        return self._count(self.file.readline(size))

    def _count(self, piece: bytes) -> bytes:
        self.size += len(piece)
        if self.size > LARGEST_UNPACKED or (self.size > FREE and self.size > BURSTS * self.packed):
            raise Refused(_("Unpacked it would become far larger than it is packed. We do not open it."))
        return piece


@contextmanager
def whole() -> Iterator[None]:
    """What ends in the middle or is packed wrongly is refused in a sentence."""
    try:
        yield
    except BROKEN as trouble:
        raise Refused(_("The file cannot be unpacked: it is not whole, or not what its name says.")) from trouble


class Pack:
    """What was handed in. Its parts have names; a file that is not packed is its own only part."""

    def __init__(self, path: Path, beside: Path | None = None, name: str = "") -> None:
        self.path, self.beside, self.name = path, beside, name or path.name
        self.laid: dict[str, Path] = {}
        with path.open("rb") as file:
            start = file.read(4)
        self.is_gzip = start[:2] == b"\x1f\x8b"
        self.zip: ZipFile | None = None
        if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
            with whole():
                self.zip = ZipFile(path)
            if len(self.zip.infolist()) > MOST_PARTS:
                raise Refused(_("The archive holds more parts than any export needs."))

    def parts(self, *endings: str) -> list[str]:
        """The parts to be read whose names end so, in their order. Files that only come along are no parts."""
        if self.zip is None:
            return [self.name]
        names = (one.filename for one in self.zip.infolist() if not one.is_dir())
        return sorted(name for name in names if name.lower().endswith(endings) and not _comes_along(name))

    @contextmanager
    def open(self, name: str) -> Iterator[Counted]:
        """The bytes of a part, unpacked while they are read."""
        with whole(), self._opened(name) as file:
            yield file

    @contextmanager
    def _opened(self, name: str) -> Iterator[Counted]:
        if self.zip is not None:
            info = self.zip.getinfo(name)
            with self.zip.open(info) as inside:
                yield Counted(inside, info.compress_size)
        elif self.is_gzip:
            with gzip.open(self.path, "rb") as unpacked:
                yield Counted(unpacked, self.path.stat().st_size)  # type: ignore[arg-type]
        else:
            with self.path.open("rb") as plain:
                yield Counted(plain, LARGEST_UNPACKED)

    def attachment(self, path: str) -> bytes | None:
        """The bytes of a file that lies beside the export; None when there is none, or when it lies elsewhere."""
        if path in self.laid:
            return self.laid[path].read_bytes()
        wanted = inside(path)
        if not wanted:
            return None
        finder: Callable[[str], bytes | None] = self._zipped if self.zip is not None else self._lying
        return finder(wanted)

    def _zipped(self, wanted: str) -> bytes | None:
        info = self._entries().get(wanted) or self._entries().get(f"files/{wanted}")
        if self.zip is None or info is None or info.file_size > LARGEST_FILE:
            return None
        with whole(), self.zip.open(info) as file:
            data = Counted(file, info.compress_size).read(LARGEST_FILE + 1)
        return data if len(data) <= LARGEST_FILE else None

    def _entries(self) -> dict[str, ZipInfo]:
        if not hasattr(self, "_by_name"):
            self._by_name = {one.filename: one for one in (self.zip.infolist() if self.zip else [])}
        return self._by_name

    def _lying(self, wanted: str) -> bytes | None:
        """A file below the folder that was named, and nowhere else: a link that leads out of it is no file of it."""
        if self.beside is None:
            return None
        root = self.beside.resolve()
        found = (root / wanted).resolve()
        if not found.is_relative_to(root) or not found.is_file() or found.stat().st_size > LARGEST_FILE:
            return None
        return found.read_bytes()


def inside(path: str) -> str:
    """The path as one below a folder; empty when it would lead out of it, or begins at a root."""
    plain = path.replace("\\", "/").strip()
    parts = PurePosixPath(plain).parts
    if not parts or plain.startswith("/") or ":" in parts[0] or ".." in parts or "\0" in plain:
        return ""
    return "/".join(parts)


def _comes_along(name: str) -> bool:
    return "files/" in name or "/." in f"/{name}" or name.startswith("__MACOSX")
