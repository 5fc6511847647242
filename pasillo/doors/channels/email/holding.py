"""Keeps an effect ours while a slow mail server takes its time, so that no other worker sends the same mail."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from pasillo.ground.effects.commands import Claimed, prolong

EVERY = 20.0
AT_MOST = 600.0


@contextmanager
def held(claimed: Claimed) -> Iterator[None]:
    """Prolongs the lease from time to time until the block ends, for ten minutes at most."""
    ended = threading.Event()
    keeper = threading.Thread(target=_keep, args=[claimed, ended], daemon=True, name="mail: lease")
    keeper.start()
    try:
        yield
    finally:
        ended.set()
        keeper.join(5)


def _keep(claimed: Claimed, ended: threading.Event) -> None:
    spent = 0.0
    try:
        while not ended.wait(EVERY) and spent < AT_MOST:
            spent += EVERY
            prolong(claimed)
    except DatabaseError:
        return
    finally:
        connection.close()
