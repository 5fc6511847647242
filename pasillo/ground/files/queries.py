"""Reading kept bytes back."""

from collections import defaultdict
from collections.abc import Collection, Iterator

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


def whole_ones(names: Collection[str]) -> dict[str, bytes]:
    """All bytes of several small blobs, in one question."""
    found: dict[str, list[bytes]] = defaultdict(list)
    chunks = Chunk.objects.filter(blob_id__in=names).order_by("blob_id", "number")
    for name, data in chunks.values_list("blob_id", "data"):
        found[name].append(bytes(data))
    return {name: b"".join(found[name]) for name in names}
