"""Wakes the followers of the journal: at once when something is told, and every second in case the call was lost."""

import threading

import psycopg
import structlog
from django.db import DatabaseError, connection

from pasillo.config.places import data_folder, runtime_address
from pasillo.ground.journal.followers import follow, followers

log = structlog.get_logger()
CHANNEL = "pasillo_journal"
POLL = 1.0
MOMENT = 0.05


def follow_for_ever(stop: threading.Event) -> None:
    """Until told to stop, through every restart of the database."""
    pause = 0.2
    while not stop.is_set():
        try:
            with psycopg.connect(**runtime_address(data_folder()), autocommit=True, connect_timeout=5) as ear:
                ear.execute(f"LISTEN {CHANNEL}")
                pause = 0.2
                _follow_while_connected(ear, stop)
        except (psycopg.Error, DatabaseError, OSError) as trouble:
            log.warning("followers: the database went away", trouble=str(trouble).strip()[:200])
            connection.close()
            stop.wait(pause)
            pause = min(pause * 2, 5.0)


def read_everything() -> int:
    """Every follower reads what it has not read. One that fails does not hold up the others."""
    total = 0
    for name in followers:
        try:
            while read := follow(name):
                total += read
        except DatabaseError:
            raise
        except Exception:
            log.exception("a follower cannot read on", follower=name)
    return total


def _follow_while_connected(ear: psycopg.Connection, stop: threading.Event) -> None:
    while not stop.is_set():
        read_everything()
        connection.close()
        for _ in ear.notifies(timeout=POLL, stop_after=1):
            stop.wait(MOMENT)  # what is told together is read together
        for _ in ear.notifies(timeout=0):
            pass
