"""A file that is too long to be held: a stretch of it is looked at, and what is passed is let go."""

from pasillo.doors.console.imports.reading.packing import Counted

AT_ONCE = 1 << 16


class Stretch:
    """What is held of a file, the place up to which it is passed, and the line of that place."""

    def __init__(self, file: Counted, *, most: int | None = None) -> None:
        self.file, self.most = file, most
        self.held, self.at, self.line = b"", 0, 1
        self.is_over = False

    def _more(self) -> bool:
        """Read on, at least as much as is held, so that nothing is looked at again and again."""
        if self.is_over or (self.most is not None and len(self.held) - self.at > self.most):
            return False
        self.held = self.held[self.at :]
        self.at = 0
        piece = self.file.read(max(AT_ONCE, len(self.held)))
        self.held += piece
        self.is_over = not piece
        return not self.is_over

    def _pass(self, many: int) -> None:
        self.line += self.held.count(b"\n", self.at, self.at + many)
        self.at += many
