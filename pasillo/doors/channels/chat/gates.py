"""How much one visitor, one neighbourhood and one window may do: enough for people, too little for machines."""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest

from pasillo.doors.shell.patience import address_range

MINUTE, HOUR = 60.0, 3600.0
MOST_KEYS = 5_000


class Gate:
    """So many in so long for each key, counted in this process; what is long past is forgotten."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self._moments: dict[str, deque[float]] = {}
        self._turn = Lock()

    def admits(self, key: str) -> bool:
        """May one more come in here?"""
        with self._turn:
            if len(self._moments) > MOST_KEYS:
                self._moments.clear()
            past = self._moments.setdefault(key, deque())
            while past and self.clock() - past[0] > self.seconds:
                past.popleft()
            if len(past) >= self.most:
                return False
            past.append(self.clock())
            return True

    def forget(self) -> None:
        """As at the beginning: for tests."""
        with self._turn:
            self._moments.clear()


words_of_visitor = Gate(20, MINUTE)
begun_in_range = Gate(20, HOUR)
words_in_range = Gate(120, MINUTE)
asked_in_range = Gate(1_200, MINUTE)
begun_at_widget = Gate(600, HOUR)
proofs_in_range = Gate(60, MINUTE)
EVERY = (words_of_visitor, begun_in_range, words_in_range, asked_in_range, begun_at_widget, proofs_in_range)


def neighbourhood(request: HttpRequest) -> str:
    """From where somebody asks, as far as we count it."""
    return address_range(request.META.get("REMOTE_ADDR", ""))
