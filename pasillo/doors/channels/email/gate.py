"""How many guests may stand at the mail door, and how many mails one of them may hand in."""

from collections import Counter, deque
from collections.abc import Callable

AT_ONCE = 200
AT_ONCE_EACH = 50
MAILS_EACH = 1_200
WINDOW = 60.0
GUESTS = 10_000


class Gate:
    """Counts connections and mails by guest. It forgets after a minute."""

    def __init__(self, clock: Callable[[], float], *, mails_each: int = MAILS_EACH, each: int = AT_ONCE_EACH) -> None:
        self.clock = clock
        self.mails_each = mails_each
        self.each = each
        self.here: Counter[str] = Counter()
        self.mails: dict[str, deque[float]] = {}

    def enter(self, guest: str) -> bool:
        """May this guest come in?"""
        if self.here.total() >= AT_ONCE or self.here[guest] >= self.each:
            return False
        self.here[guest] += 1
        return True

    def leave(self, guest: str) -> None:
        """The guest has gone."""
        self.here[guest] -= 1
        if self.here[guest] <= 0:
            del self.here[guest]

    def admits_mail(self, guest: str) -> bool:
        """May this guest hand in one more mail this minute?"""
        if len(self.mails) > GUESTS:
            self.mails.clear()
        moments = self.mails.setdefault(guest, deque())
        while moments and self.clock() - moments[0] > WINDOW:
            moments.popleft()
        if len(moments) >= self.mails_each:
            return False
        moments.append(self.clock())
        return True
