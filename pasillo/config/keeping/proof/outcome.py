"""What came of one question to the data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import psycopg

SHOWN = 10


@dataclass
class Outcome:
    """How much was looked at, how much of it is wrong, and the first few in words."""

    name: str
    looked_at: int = 0
    wrong: int = 0
    told: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        """One more that is wrong."""
        self.wrong += 1
        if len(self.told) < SHOWN:
            self.told.append(words)

    def __str__(self) -> str:
        mark = "✗" if self.wrong else "✓"
        lines = [f"{mark} {self.name}: {self.looked_at} looked at, {self.wrong or 'none'} wrong"]
        lines += [f"    {words}" for words in self.told]
        if self.wrong > len(self.told):
            lines.append(f"    … and {self.wrong - len(self.told)} more")
        return "\n".join(lines)


Proof = Callable[[psycopg.Connection], Iterator[Outcome]]
