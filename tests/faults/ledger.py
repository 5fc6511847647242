"""What was tried and what was promised, written down outside the system before anything is believed."""

import os
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class Ledger:
    """Two kinds of line, each on the disk before the next step: `try id`, and `ack id` once we were told it is safe."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115 - open as long as messages are sent
        self._turn = threading.Lock()
        self.tried: set[str] = set()
        self.acked: set[str] = set()

    def trying(self, number: str) -> None:
        self._write("try", number)
        self.tried.add(number)

    def promised(self, number: str) -> None:
        self._write("ack", number)
        self.acked.add(number)

    def _write(self, word: str, number: str) -> None:
        with self._turn:
            self._file.write(f"{word} {number}\n".encode())
            os.fsync(self._file.fileno())


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """What the system holds, compared with what it promised."""

    tried: int
    acked: int
    lost: list[str]
    doubled: list[str]
    strangers: list[str]
    other: list[str]

    @property
    def is_exact(self) -> bool:
        return not (self.lost or self.doubled or self.strangers or self.other)

    def __str__(self) -> str:
        return (
            f"tried {self.tried}, acked {self.acked}, in doubt {self.tried - self.acked}, lost {len(self.lost)}, "
            f"doubled {len(self.doubled)}, strangers {len(self.strangers)}, other faults {len(self.other)}"
        )


def reckon(ledger: Ledger, found: Iterable[str], other: Iterable[str]) -> Reckoning:
    """Every promise is there exactly once; what was only tried is there at most once; nothing else is there."""
    counted = Counter(found)
    return Reckoning(
        tried=len(ledger.tried),
        acked=len(ledger.acked),
        lost=sorted(ledger.acked - counted.keys()),
        doubled=sorted(number for number, times in counted.items() if times > 1),
        strangers=sorted(counted.keys() - ledger.tried),
        other=list(other),
    )
