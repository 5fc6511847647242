"""What customers send along: photos that a customer could have taken, and a bill on paper."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from random import Random

from pasillo.doors.console.example.picture import hallway
from pasillo.ground.files.commands import keep
from pasillo.ground.files.models import Blob
from pasillo.ground.kit.together import known

WIDTH, HEIGHT = 320, 240
NAMES = {
    "es": ("foto-router.png", "pantalla-alarma.png", "recibidor.png", "factura.pdf"),
    "en": ("router-light.png", "panel-screen.png", "hallway.png", "bill.pdf"),
    "id": ("foto-router.png", "layar-alarm.png", "lorong.png", "tagihan.pdf"),
}
ROUTER, SCREEN, HALL, BILL = range(4)
SHOWN = {
    "internet": (ROUTER,), "fibre_line": (ROUTER,), "alarm": (SCREEN,), "battery": (SCREEN,), "camera": (SCREEN, HALL),
    "bill": (BILL,), "charged": (BILL,), "complaint": (BILL, HALL), "cancel": (BILL,),
}  # fmt: skip


def shown_for(service: str, language: str, chance: Random) -> tuple[str, bytes]:
    """The name and the bytes of something that belongs to this service."""
    sort = chance.choice(SHOWN.get(service, (HALL,)))
    return NAMES[language][sort], paper(sort)


def kept(data: bytes) -> Blob:
    """The bytes in the house, kept once."""
    return known(("kept", hash(data)), lambda: keep(data))


def keep_papers() -> None:
    """All of them, kept in the house before somebody sends one."""
    for sort in (ROUTER, SCREEN, HALL, BILL):
        keep(paper(sort))


@cache
def paper(sort: int) -> bytes:
    """One of the four."""
    drawn: dict[int, Callable[[], bytes]] = {ROUTER: _router, SCREEN: _screen, HALL: hallway, BILL: _bill}
    return drawn[sort]()


def _router() -> bytes:
    """A white router on a shelf with one red light."""
    wall, shelf, box = (214, 219, 222), (142, 110, 80), (244, 245, 246)
    rows = []
    for y in range(HEIGHT):
        row = bytearray(bytes(shelf if y > 180 else wall) * WIDTH)
        if 110 <= y < 180:
            row[3 * 70 : 3 * 250] = bytes(box) * 180
        if 150 <= y < 158:
            for place in range(5):
                light = (206, 44, 40) if place == 1 else (60, 168, 92)
                row[3 * (100 + 26 * place) : 3 * (108 + 26 * place)] = bytes(light) * 8
        rows.append(bytes(row))
    return _png(rows)


def _screen() -> bytes:
    """The screen of a panel with a battery on it."""
    frame, glass, ink = (52, 56, 61), (196, 221, 206), (38, 60, 48)
    rows = []
    for y in range(HEIGHT):
        row = bytearray(bytes(frame) * WIDTH)
        if 40 <= y < 200:
            row[3 * 40 : 3 * 280] = bytes(glass) * 240
        if 90 <= y < 150:
            row[3 * 100 : 3 * 200] = bytes(ink) * 100
            row[3 * 200 : 3 * 208] = bytes(ink if 108 <= y < 132 else glass) * 8
        if 98 <= y < 142:
            row[3 * 124 : 3 * 192] = bytes(glass) * 68
        rows.append(bytes(row))
    return _png(rows)


def _png(rows: list[bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    parts = b"".join(_chunk(name, body) for name, body in ((b"IHDR", head), (b"IDAT", data), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + parts


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _bill() -> bytes:
    """A bill of one page."""
    lines = ("Nidalia", "Factura / Bill / Tagihan", "", "Alarma  39,90", "Fibra 600  34,00", "Detector extra  64,90",
             "Detector extra  64,90", "", "Total  203,70 EUR")  # fmt: skip
    drawn = " T* ".join(f"({line}) Tj" for line in lines)
    page = f"BT /F1 14 Tf 72 760 Td 22 TL {drawn} ET".encode("latin-1")
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n" % len(page) + page + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + part + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1) + table + tail
