"""How bad it was for one customer, from 0 to 100. The weights are a judgement, so they stand here for all to see."""

from dataclasses import dataclass
from math import log2

BAD = 50


@dataclass(frozen=True, kw_only=True)
class Lived:
    """What one customer lived in one case."""

    lived_minutes: float
    promised_minutes: float | None
    broken: int = 0
    disputes: int = 0
    reopened: int = 0
    areas: int = 1
    contacts: int = 1
    score: int | None = None


@dataclass(frozen=True, kw_only=True)
class Severity:
    """The parts of the sum, each with its own ceiling."""

    waiting: float
    broken: float
    disputed: float
    passed_on: float
    asked_again: float
    answer: float

    @property
    def total(self) -> int:
        """From 0, nothing to regret, to 100."""
        return round(self.waiting + self.broken + self.disputed + self.passed_on + self.asked_again + self.answer)


def severity(lived: Lived) -> Severity:
    """Up to 30 for waiting beyond the promise (15 for twice as long, 30 for four times), 20 for broken promises
    (10 each), 15 for a dispute or reopening (10, then 15), 10 for areas beyond the first (5 each), 10 for
    having to write again (2.5 each), 15 for the customer's own answer (15 much worse, 8 worse than expected)."""
    return Severity(
        waiting=_waiting(lived),
        broken=min(20, 10 * lived.broken),
        disputed=(0, 10, 15)[min(2, lived.disputes + lived.reopened)],
        passed_on=min(10, 5 * max(0, lived.areas - 1)),
        asked_again=min(10, 2.5 * max(0, lived.contacts - 1)),
        answer={1: 15, 2: 8}.get(lived.score or 0, 0),
    )


def _waiting(lived: Lived) -> float:
    if not lived.promised_minutes or lived.lived_minutes <= lived.promised_minutes:
        return 0
    return min(30, 15 * log2(lived.lived_minutes / lived.promised_minutes))
