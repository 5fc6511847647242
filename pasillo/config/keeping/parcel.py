"""A backup is one file: an ordinary tar with the database, what is in it, and a seal over every byte before."""

import hashlib
import json
import os
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pasillo.config.postgres.trouble import Trouble

FORMAT = "pasillo-backup-1"
DATABASE, KEY, CONTENTS, SEAL = "database.dump", "secret.key", "contents.json", "seal"
BLOCK = tarfile.BLOCKSIZE
PIECE = 1 << 20
END = b"\0" * (2 * BLOCK)


class Writer:
    """Writes beside the wanted name, and gives it that name only when every byte is on the disk."""

    def __init__(self, path: Path) -> None:
        self.path, self.half = path, path.with_name(f".{path.name}.half")
        self.parts: list[dict[str, Any]] = []

    def __enter__(self) -> "Writer":
        self._file = open(self.half, "w+b")  # noqa: SIM115 - closed in __exit__
        os.chmod(self.half, 0o600)
        return self

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """One part, of a length that is known only at its end."""
        begin = self._file.tell()
        self._file.write(_header(name, 0))
        digest, size = hashlib.sha256(), 0
        for piece in pieces:
            self._file.write(piece)
            digest.update(piece)
            size += len(piece)
        self._file.write(b"\0" * (-size % BLOCK))
        end = self._file.tell()
        self._file.seek(begin)
        self._file.write(_header(name, size))
        self._file.seek(end)
        self.parts.append({"name": name, "size": size, "sha256": digest.hexdigest()})

    def finish(self, contents: dict[str, Any]) -> None:
        """The list of contents, the seal, and the name that was wanted."""
        listed = {"format": FORMAT, "parts": list(self.parts), **contents}
        self.add(CONTENTS, [json.dumps(listed, indent=1).encode()])
        self._file.flush()
        self.add(SEAL, [_digest(self._file, 0, self._file.tell()).encode()])
        self._file.write(END)
        self._file.flush()
        os.fsync(self._file.fileno())
        os.link(self.half, self.path)  # fails if somebody took the name meanwhile
        self.half.unlink()
        sync_folder(self.path.parent)

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._file.close()
        self.half.unlink(missing_ok=True)


@dataclass(frozen=True)
class Parcel:
    """A backup that was read from its first byte to its last and is whole."""

    path: Path
    contents: dict[str, Any]
    places: dict[str, tuple[int, int]]

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of one part."""
        start, left = self.places[name]
        with open(self.path, "rb") as file:
            file.seek(start)
            while left:
                piece = file.read(min(PIECE, left))
                if not piece:
                    raise Trouble(f"{self.path} became shorter while it was read.")
                left -= len(piece)
                yield piece


def open_parcel(path: Path) -> Parcel:
    """The backup, if each of its bytes is as it was written; else Trouble, in words, and nothing is touched."""
    try:
        with open(path, "rb") as file:
            places = _places(file, path)
            contents = _contents(file, places, path)
            _check_seal(file, places, path)
            _check_parts(file, contents, places, path)
    except FileNotFoundError:
        raise Trouble(f"There is no file {path}.") from None
    except OSError as reason:
        raise Trouble(f"{path} cannot be read: {reason.strerror}.") from reason
    return Parcel(path, contents, places)


def sync_folder(folder: Path) -> None:
    """Makes a new name in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _header(name: str, size: int) -> bytes:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o600
    return entry.tobuf(tarfile.GNU_FORMAT)


def _places(file: IO[bytes], path: Path) -> dict[str, tuple[int, int]]:
    whole = os.fstat(file.fileno()).st_size
    found: dict[str, tuple[int, int]] = {}
    while SEAL not in found:
        header = file.read(BLOCK)
        try:
            entry = tarfile.TarInfo.frombuf(header, "utf-8", "strict")
        except (tarfile.HeaderError, UnicodeDecodeError):
            raise _damaged(path, whole, file.tell(), begun=bool(found) or _begins_as_ours(header)) from None
        found[entry.name] = (file.tell(), entry.size)
        file.seek(entry.size + -entry.size % BLOCK, os.SEEK_CUR)
        if file.tell() > whole:
            raise _damaged(path, whole, file.tell())
    if not {DATABASE, CONTENTS} <= found.keys() or file.read() != END:
        raise _damaged(path, whole, whole)
    return found


def _begins_as_ours(header: bytes) -> bool:
    """Whether what little is there could be the beginning of a backup."""
    return any(name.encode().startswith(header[: len(name)]) for name in (DATABASE, KEY, CONTENTS))


def _contents(file: IO[bytes], places: dict[str, tuple[int, int]], path: Path) -> dict[str, Any]:
    start, size = places[CONTENTS]
    file.seek(start)
    try:
        contents: dict[str, Any] = json.loads(file.read(size))
        known = contents["format"] == FORMAT
    except (ValueError, KeyError, TypeError):
        raise _changed(path) from None
    if not known:
        raise Trouble(f"{path} is a backup of another sort ({contents['format']}). Use the version that wrote it.")
    return contents


def _check_seal(file: IO[bytes], places: dict[str, tuple[int, int]], path: Path) -> None:
    start, size = places[SEAL]
    file.seek(start - BLOCK)
    if file.read(BLOCK) != _header(SEAL, size) or file.read(BLOCK)[size:].strip(b"\0"):
        raise _changed(path)
    file.seek(start)
    if file.read(size) != _digest(file, 0, start - BLOCK).encode():
        raise _changed(path)


def _check_parts(file: IO[bytes], contents: dict[str, Any], places: dict[str, tuple[int, int]], path: Path) -> None:
    for part in contents["parts"]:
        start, size = places.get(part["name"], (0, -1))
        if size != part["size"] or _digest(file, start, start + size) != part["sha256"]:
            raise _changed(path)


def _digest(file: IO[bytes], start: int, end: int) -> str:
    digest, back = hashlib.sha256(), file.tell()
    file.seek(start)
    while start < end and (piece := file.read(min(PIECE, end - start))):
        digest.update(piece)
        start += len(piece)
    file.seek(back)
    return digest.hexdigest()


def _damaged(path: Path, whole: int, wanted: int, *, begun: bool = True) -> Trouble:
    if begun and (wanted > whole or whole % BLOCK):
        return Trouble(
            f"{path} ends too early: part of it is missing, as if copying it was broken off. "
            "Nothing was changed. Copy it again, or take another backup."
        )
    return Trouble(f"{path} is not a backup of Pasillo, or it is damaged. Nothing was changed.")


def _changed(path: Path) -> Trouble:
    return Trouble(
        f"{path} is not as it was written: at least one byte of it has changed. "
        "Nothing was changed here. Copy it again, or take another backup."
    )
