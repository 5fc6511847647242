"""Every way in which bytes come to be kept."""

import hashlib

import filetype
from django.db import transaction

from pasillo.ground.files.models import Blob, Chunk

CHUNK = 256 * 1024
UNKNOWN = "application/octet-stream"


@transaction.atomic
def keep(data: bytes, *, media_type: str | None = None) -> Blob:
    """Keep these bytes. Kept twice, they are one blob; their type is read from the bytes where that is possible."""
    name = hashlib.sha256(data).hexdigest()
    known = Blob.objects.filter(pk=name).first()
    if known:
        return known
    seen = media_type or filetype.guess_mime(data[:8192]) or UNKNOWN
    Blob.objects.bulk_create([Blob(sha256=name, size=len(data), media_type=seen[:120])], ignore_conflicts=True)
    Chunk.objects.bulk_create(
        [Chunk(blob_id=name, number=n, data=data[n * CHUNK : (n + 1) * CHUNK]) for n in range(-(-len(data) // CHUNK))],
        ignore_conflicts=True,
        batch_size=16,
    )
    return Blob.objects.get(pk=name)
