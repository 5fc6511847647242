"""Reading kept bytes back."""

from collections.abc import Iterator

from pasillo.ground.files.models import Chunk


def read(sha256: str) -> Iterator[bytes]:
    """The bytes of a blob, chunk by chunk, so that a big file never stands in memory whole."""
    number = 0
    while True:
        chunk = Chunk.objects.filter(blob_id=sha256, number=number).values_list("data", flat=True).first()
        if chunk is None:
            return
        yield bytes(chunk)
        number += 1


def whole(sha256: str) -> bytes:
    """All bytes of a blob at once."""
    return b"".join(read(sha256))
