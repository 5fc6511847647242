"""A photo that a customer could have taken: the mark of the old panel on the wall of a hallway."""

import struct
import zlib
from functools import cache

WIDTH, HEIGHT = 480, 360
WALL, SHADE, PANEL, SCREW = (226, 219, 205), (198, 188, 170), (244, 241, 234), (96, 90, 84)


@cache
def hallway() -> bytes:
    """The photo, as a PNG file."""
    rows = b"".join(b"\0" + b"".join(bytes(_colour(x, y)) for x in range(WIDTH)) for y in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _colour(x: int, y: int) -> tuple[int, int, int]:
    if y > 318:
        return (126, 98, 70) if (x // 60 + y // 20) % 2 else (116, 90, 64)
    if 180 <= x < 300 and 90 <= y < 210:
        corners = ((196, 106), (284, 106), (196, 194), (284, 194))
        near_screw = any((x - cx) ** 2 + (y - cy) ** 2 < 16 for cx, cy in corners)
        return SCREW if near_screw else PANEL
    if 174 <= x < 306 and 84 <= y < 216:
        return SHADE
    light = (x - y // 2) // 24
    return tuple(max(0, part - light) for part in WALL)  # type: ignore[return-value]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
