"""Every way in which bytes come to be kept."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import filetype
from django.db import connection, transaction

from pasillo.ground.files.models import Blob, Chunk
from pasillo.ground.kit.together import are_together, note, recall

CHUNK = 256 * 1024
AT_ONCE = 16 * CHUNK
UNKNOWN = "application/octet-stream"

KEEP = """
with known as (select sha256, media_type from files_blob where sha256 = any(%(names)s)),
made as (
    insert into files_blob (sha256, size, media_type)
    select * from unnest(%(names)s::text[], %(sizes)s::bigint[], %(types)s::text[]) on conflict do nothing),
cut as (
    insert into files_chunk (blob_id, number, data)
    select * from unnest(%(blobs)s::text[], %(numbers)s::int[], %(pieces)s::bytea[]) on conflict do nothing)
select sha256, media_type from known
"""


def keep(data: bytes, *, media_type: str | None = None) -> Blob:
    """Keep these bytes. Kept twice, they are one blob; their type is read from the bytes where that is possible."""
    kept: Blob | None = recall(("kept", _name(data))) if are_together() else None
    return kept or keep_all([(data, media_type)])[0]


def keep_all(many: Sequence[tuple[bytes, str | None]]) -> list[Blob]:
    """Keep the bytes of several things, each with its type where that is known; small ones in one statement."""
    blobs = [_blob(data, media_type) for data, media_type in many]
    fresh = {blob.pk: (blob, data) for blob, (data, _) in zip(blobs, many, strict=True)}
    known: dict[str, str] = {}
    for some in _armfuls(list(fresh.values())):
        known |= _keep(some)
    for blob in blobs:
        blob.media_type = known.get(blob.pk, fresh[blob.pk][0].media_type)
        note(("kept", blob.pk), blob)
    return blobs


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _blob(data: bytes, media_type: str | None) -> Blob:
    seen = media_type or filetype.guess_mime(data[:8192]) or UNKNOWN
    blob = Blob(sha256=_name(data), size=len(data), media_type=seen[:120])
    blob._state.adding = False
    blob._state.db = connection.alias
    return blob


def _armfuls(many: list[tuple[Blob, bytes]]) -> Iterator[list[tuple[Blob, bytes]]]:
    """As many at a time as one statement carries easily."""
    arm: list[tuple[Blob, bytes]] = []
    room = AT_ONCE
    for blob, data in many:
        if arm and blob.size > room:
            yield arm
            arm, room = [], AT_ONCE
        arm.append((blob, data))
        room -= blob.size
    if arm:
        yield arm


@transaction.atomic
def _keep(some: list[tuple[Blob, bytes]]) -> dict[str, str]:
    """Writes them; of those that were kept before, the type that they have."""
    if some[0][0].size > AT_ONCE:
        return _keep_large(*some[0])
    cut = [(blob.pk, *piece) for blob, data in some for piece in _pieces(data)]
    rows: dict[str, Any] = {
        "names": [blob.pk for blob, _ in some],
        "sizes": [blob.size for blob, _ in some],
        "types": [blob.media_type for blob, _ in some],
        "blobs": [name for name, _, _ in cut],
        "numbers": [number for _, number, _ in cut],
        "pieces": [piece for _, _, piece in cut],
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, rows)
        return dict(cursor.fetchall())


def _pieces(data: bytes) -> Iterator[tuple[int, bytes]]:
    for number, start in enumerate(range(0, len(data), CHUNK)):
        yield number, data[start : start + CHUNK]


def _keep_large(blob: Blob, data: bytes) -> dict[str, str]:
    """Piece by piece, so that no statement is as large as the file."""
    known = Blob.objects.filter(pk=blob.pk).values_list("media_type", flat=True).first()
    if known is not None:
        return {blob.pk: known}
    Blob.objects.bulk_create([blob], ignore_conflicts=True)
    chunks = (Chunk(blob_id=blob.pk, number=number, data=piece) for number, piece in _pieces(data))
    while some := list(islice(chunks, 16)):
        Chunk.objects.bulk_create(some, ignore_conflicts=True)
    return {}
