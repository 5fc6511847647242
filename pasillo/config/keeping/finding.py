"""One line of `pasillo check`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Whether it is well, and what that means, in words."""

    is_well: bool
    words: str

    def __str__(self) -> str:
        return f"{'✓' if self.is_well else '✗'} {self.words}"
