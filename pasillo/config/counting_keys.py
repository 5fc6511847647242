"""What every web process counts of the keys of machines is brought together every few seconds."""

import threading

import structlog
from django.db import DatabaseError, connection

from pasillo.doors.api.limits import settle
from pasillo.doors.shell.clock import now

log = structlog.get_logger()
EVERY = 2.0


def keep_counting() -> threading.Event:
    """Begins; it ends once the event that is returned is set."""
    over = threading.Event()
    threading.Thread(target=_count, args=[over], name="keys of machines", daemon=True).start()
    return over


def _count(over: threading.Event) -> None:
    while not over.wait(EVERY):
        try:
            settle(at=now())
        except DatabaseError as trouble:
            log.warning("keys: the database went away", trouble=str(trouble).strip()[:200])
        finally:
            connection.close()
