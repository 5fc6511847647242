"""Threads that wait for the database's call and then do what there is to do; every second in case the call was lost."""

import threading
from collections.abc import Callable
from functools import partial

import psycopg
import structlog
from django.db import DatabaseError, close_old_connections, connection

from pasillo.config.leaving import leaving
from pasillo.config.places import listening_address
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.room import is_tight
from pasillo.ground.effects.sending import send_one
from pasillo.ground.intake.reading import Round
from pasillo.ground.journal.followers import follow, followers
from pasillo.operations.cases.commands import say_what_is_due

log = structlog.get_logger()
POLL = 1.0
MOMENT = 0.05
LONGEST_PAUSE = 5.0
SENDERS = 2
READERS = 2


def sleepers() -> list[threading.Thread]:
    """One thread for those who read the journal, one for what is about to be said; two for those who carry effects out
    and one for effects that are slow by nature; two for those who read what comes in.

    The caller starts them.
    """
    jobs = [("pasillo_journal", read_everything), ("pasillo_said", say_everything)]
    jobs += [("pasillo_effects", send_everything)] * SENDERS + [("pasillo_effects", send_what_is_slow)]
    jobs += [("pasillo_intake", partial(read_what_came, Round())) for _ in range(READERS)]
    return [
        threading.Thread(target=wake_for_ever, args=[channel, work], name=channel, daemon=True)
        for channel, work in jobs
    ]


def wake_for_ever(channel: str, work: Callable[[], object]) -> None:
    """Until told to stop, through every restart of the database."""
    pause = 0.2
    while not leaving.is_set():
        try:
            with psycopg.connect(**listening_address(), autocommit=True) as ear:
                ear.execute(f"LISTEN {channel}")
                pause = 0.2
                _wake_while_connected(ear, work)
        except (psycopg.Error, DatabaseError, OSError) as trouble:
            log.warning("the database went away", channel=channel, trouble=str(trouble).strip()[:200])
            connection.close()
            leaving.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def read_everything() -> int:
    """Every follower reads what it has not read. One that fails does not hold up the others."""
    total = 0
    for name in followers:
        try:
            while not leaving.is_set() and (read := follow(name)):
                total += read
        except DatabaseError:
            raise
        except Exception:
            log.exception("a follower cannot read on", follower=name)
    return total


def send_everything() -> int:
    """Every effect that is due is carried out, but for those that others must not wait for."""
    return _send(slow=False)


def send_what_is_slow() -> int:
    """Calls to servers of other people, whatever they take: no mail of ours stands in line behind them."""
    return _send(slow=True)


def _send(*, slow: bool) -> int:
    sent = 0
    while not leaving.is_set() and send_one(at=now(), slow=slow):
        sent += 1
    return sent


def read_what_came(turn: Round) -> int:
    """Everything that came in and that nobody has tried to read yet. Without room it is left where it is."""
    read = 0
    while not leaving.is_set() and not is_tight() and (some := turn.read_next()):
        read += some
    return read


def say_everything() -> int:
    """Every reply that nobody took back in time is said."""
    return say_what_is_due(at=now())


def _wake_while_connected(ear: psycopg.Connection, work: Callable[[], object]) -> None:
    while not leaving.is_set():
        close_old_connections()
        work()
        connection.close()
        for _ in ear.notifies(timeout=POLL, stop_after=1):
            leaving.wait(MOMENT)  # what is told together is done together
        for _ in ear.notifies(timeout=0):
            pass
