"""Files are kept in pieces under the fingerprint of their bytes: it is taken again, piece by piece."""

import hashlib
from collections.abc import Iterator

import psycopg

from pasillo.config.keeping.proof.outcome import Outcome

PIECES = """
SELECT blob.sha256, blob.size, chunk.number, chunk.data
FROM files_blob AS blob LEFT JOIN files_chunk AS chunk ON chunk.blob_id = blob.sha256
ORDER BY blob.sha256, chunk.number
"""
AT_ONCE = 16


def prove(database: psycopg.Connection) -> Iterator[Outcome]:
    """Every file has the size and the fingerprint under which it was kept."""
    outcome = Outcome("Files have the size and the fingerprint under which they were kept")
    name, size, taken = "", 0, _Taken()
    with database.cursor("files", binary=True) as cursor:
        cursor.itersize = AT_ONCE
        for sha256, wanted, number, data in cursor.execute(PIECES):
            if sha256 != name:
                _compare(outcome, name, size, taken)
                name, size, taken = sha256, wanted, _Taken()
            taken.add(number, data)
    _compare(outcome, name, size, taken)
    yield outcome


class _Taken:
    """What the pieces of one file come to."""

    def __init__(self) -> None:
        self.size, self.next, self.gap, self.digest = 0, 0, False, hashlib.sha256()

    def add(self, number: int | None, data: bytes | None) -> None:
        if number is None or data is None:
            return
        self.gap |= number != self.next
        self.next = number + 1
        self.size += len(data)
        self.digest.update(data)


def _compare(outcome: Outcome, name: str, size: int, taken: _Taken) -> None:
    if not name:
        return
    outcome.looked_at += 1
    if taken.gap:
        outcome.add(f"file {name[:12]}: a piece is missing")
    elif taken.size != size:
        outcome.add(f"file {name[:12]}: {taken.size} bytes instead of {size}")
    elif taken.digest.hexdigest() != name:
        outcome.add(f"file {name[:12]}: its bytes have changed")
