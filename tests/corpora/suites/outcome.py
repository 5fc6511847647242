"""What became of one row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """A row passes when nothing is wrong; it differs when its policy is deliberately not ours."""

    wrong: list[str] = field(default_factory=list)
    differs: str = ""

    def expect(self, what: str, ours: object, theirs: object) -> None:
        """Notes a difference between ours and theirs."""
        if ours != theirs:
            self.wrong.append(f"{what}: ours {str(ours)[:300]!r}, theirs {str(theirs)[:300]!r}")


def folded(text: str) -> str:
    """Text with white space folded."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    """Text without any white space, for texts whose line breaks are a matter of taste."""
    return re.sub(r"\s+", "", text)


def ordered(items: Iterable[object]) -> list[str]:
    """Sorted, to compare as sets that may repeat."""
    return sorted(map(str, items))
