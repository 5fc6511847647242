"""Room on the disk: below a certain share nothing new is taken in, so that what was taken in stays safe."""

import os
from pathlib import Path

from django.conf import settings

MEGABYTE = 2**20
SHARE = 0.05
AT_LEAST, AT_MOST = 40 * MEGABYTE, 1024 * MEGABYTE
BALLAST, REMOVED = "ballast", "ballast.thrown-out"
WITHOUT_BALLAST = 32 * MEGABYTE


def least_free(total: int) -> int:
    """How many bytes must stay free on a disk of this size: PASILLO_LEAST_FREE_MB, else 5 % within limits."""
    stated = os.environ.get("PASILLO_LEAST_FREE_MB", "")
    if stated.isdigit():
        return int(stated) * MEGABYTE
    return max(AT_LEAST, min(int(total * SHARE), AT_MOST))


def free_and_total(place: Path) -> tuple[int, int]:
    """What an ordinary account may still write on the disk of this place, and how big that disk is."""
    disk = os.statvfs(place)
    return disk.f_bavail * disk.f_frsize, disk.f_blocks * disk.f_frsize


def is_tight(data: Path | None = None) -> bool:
    """Whether there is too little room to take anything in. Asked anew each time, so it ends by itself."""
    data = data or settings.DATA
    return any(_is_tight(place) for place in (data, data / "postgres"))


def _is_tight(place: Path) -> bool:
    try:
        free, total = free_and_total(place)
    except OSError:  # no such folder: the database is elsewhere
        return False
    if free >= least_free(total) + WITHOUT_BALLAST:
        return False
    owed = WITHOUT_BALLAST if (place.resolve().parent / REMOVED).exists() or (place / REMOVED).exists() else 0
    return free < least_free(total) + owed


def size_words(size: float) -> str:
    """A size as the operator reads it."""
    for unit in ("bytes", "KB", "MB"):
        if size < 1024:
            return f"{size:.0f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"
