"""Some megabytes that do nothing but stand in the way: thrown out when the disk is full, so that we can go on."""

import os
from collections.abc import Callable
from pathlib import Path

from pasillo.doors.shell.room import BALLAST, MEGABYTE, REMOVED, free_and_total, least_free, size_words

SMALL_DISK = 2048 * MEGABYTE
ON_SMALL, ON_BIG = 30 * MEGABYTE, 64 * MEGABYTE
CRITICAL, SPARE = 32 * MEGABYTE, 8 * MEGABYTE


class Ballast:
    """The ballast of one data folder, on the disk on which the database writes."""

    def __init__(self, data: Path, say: Callable[[str], None]) -> None:
        self.place = (data / "postgres").resolve().parent
        self.file, self.removed, self.half = (self.place / name for name in (BALLAST, REMOVED, f".{BALLAST}"))
        self.say = say

    def look_after(self) -> None:
        """Throws it out when next to nothing is free, and puts it back when there is room again."""
        try:
            free, total = free_and_total(self.place)
            if self.file.exists():
                if free < min(CRITICAL, least_free(total) // 2):
                    self.throw_out()
            elif free > least_free(total) + _size(total) + SPARE:
                self._put_back(_size(total))
        except OSError as reason:
            self.say(f"The ballast in {self.place} cannot be looked after: {reason.strerror}.")

    def make_way(self) -> None:
        """The database has stopped: if the disk is nearly full, that is why."""
        free, total = free_and_total(self.place)
        if free < least_free(total):
            self.throw_out()

    def throw_out(self) -> None:
        """Needs no room itself. What remains says how much must come back before all is well."""
        if not self.file.exists():
            return
        size = self.file.stat().st_size
        os.replace(self.file, self.removed)
        os.truncate(self.removed, 0)
        self.say(
            f"The disk of {self.place} is nearly full. {size_words(size)} of ballast were thrown out, so that the "
            "database can go on; nothing new is taken in until somebody makes room."
        )

    def _put_back(self, size: int) -> None:
        had_gone = self.removed.exists()
        handle = os.open(self.half, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        try:
            os.posix_fallocate(handle, 0, size)
        except OSError:
            os.ftruncate(handle, 0)
            raise
        finally:
            os.close(handle)
        os.replace(self.half, self.file)
        self.removed.unlink(missing_ok=True)
        if had_gone:
            self.say("There is room on the disk again. Everything is taken in as before.")


def _size(total: int) -> int:
    return ON_SMALL if total < SMALL_DISK else ON_BIG
