"""Reads ISO-2022-JP with the signs that vendors added to it and Python does not know."""

_DOUBLE = (b"$@", b"$B", b"$(D")


def seven_bit(raw: bytes) -> str:
    """Each stretch between two escape signs, by the alphabet that the escape announces."""
    first, *stretches = raw.split(b"\x1b")
    out = [_ascii(first)]
    for stretch in stretches:
        mark = next((mark for mark in _DOUBLE if stretch.startswith(mark)), None)
        if mark is not None:
            out.append(_double(stretch[len(mark) :]))
        elif stretch.startswith(b"(I"):
            out.append(
                bytes(code | 0x80 if 0x20 < code < 0x60 else code for code in stretch[2:]).decode("cp932", "replace")
            )
        else:
            out.append(_ascii(stretch[2:] if stretch[:1] in b"($" else stretch))
    return "".join(out)


def _ascii(stretch: bytes) -> str:
    try:
        return stretch.decode("ascii")
    except UnicodeDecodeError:
        return stretch.decode("cp932", "replace")


def _double(stretch: bytes) -> str:
    """Two bytes for each sign, moved to where Shift-JIS has them."""
    moved = bytearray()
    position = 0
    while position < len(stretch):
        if stretch[position] <= 0x20 or position + 1 >= len(stretch):
            moved.append(stretch[position])
            position += 1
            continue
        row, cell = stretch[position], stretch[position + 1]
        cell += 0x1F if row & 1 else 0x7D
        cell += cell >= 0x7F
        row = ((row - 0x21) >> 1) + 0x81
        moved += bytes((row + (0x40 if row > 0x9F else 0), cell & 0xFF)) if row + 0x40 < 0x100 or row <= 0x9F else b"?"
        position += 2
    return bytes(moved).decode("cp932", "replace")
