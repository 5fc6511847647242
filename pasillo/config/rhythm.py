"""Everything that happens by itself, on one page: what, how often, and which function does it.

A job that was lost is found by the sweepers; a sweeper that runs twice does no harm. When several workers run,
one of them has the turn.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module

import psycopg
import structlog
from django.db import DatabaseError, close_old_connections, connection

from pasillo.config.leaving import leaving
from pasillo.config.places import listening_address
from pasillo.doors.shell.clock import now

log = structlog.get_logger()

MINUTE, DAY = 60.0, 86400.0


@dataclass(frozen=True)
class Beat:
    """Something that happens every so many seconds."""

    name: str
    every: float
    does: str

    def function(self) -> Callable[[datetime], object]:
        """The function that does it; it is told what time it is."""
        module, _, name = self.does.rpartition(".")
        found: Callable[[datetime], object] = getattr(import_module(module), name)
        return found


RHYTHM = (
    Beat("read what came in and was left lying", MINUTE, "pasillo.config.sweeping.read_waiting"),
    Beat("wake jobs whose worker died", MINUTE, "pasillo.config.sweeping.wake_stalled_jobs"),
    Beat("ring promises that are due", 20.0, "pasillo.config.sweeping.ring_promises"),
    Beat("ask who mentions us", 2 * MINUTE, "pasillo.doors.channels.mastodon.polling.poll_all"),
    Beat("read public reviews", 10 * MINUTE, "pasillo.doors.channels.reviews.polling.poll_all"),
    Beat("tell of calls that were not made", 20.0, "pasillo.config.sweeping.miss_call_backs"),
    Beat("find alarms that were overlooked", 10 * MINUTE, "pasillo.config.sweeping.find_overlooked_alarms"),
    Beat("give out what waits", 10.0, "pasillo.config.sweeping.give_out_work"),
    Beat("foresee what will break", 10 * MINUTE, "pasillo.config.sweeping.foresee_breaks"),
    Beat("call where more is promised than can be done", 10 * MINUTE, "pasillo.config.sweeping.call_for_rosters"),
    Beat("try how well breaks are foreseen", 2 * MINUTE, "pasillo.config.sweeping.try_foresight"),
    Beat("wake cases that were put off", 20.0, "pasillo.config.sweeping.wake_cases"),
    Beat("close what is settled", 10 * MINUTE, "pasillo.config.sweeping.close_what_is_settled"),
    Beat("work out usual times", 10 * MINUTE, "pasillo.config.sweeping.work_out_usual_times"),
    Beat("fetch mail", 20.0, "pasillo.doors.channels.email.imap.poll_all"),
    Beat("look whether messages flow", MINUTE, "pasillo.doors.shell.commands.troubles.look"),
    Beat(
        "bring forward what a channel soon closes", 5 * MINUTE, "pasillo.doors.channels.messaging.cliffs.bring_forward"
    ),
    Beat("forget what need not be kept", DAY, "pasillo.config.sweeping.forget"),
    Beat("clear ended sessions", DAY, "pasillo.config.sweeping.clear_sessions"),
)


def keep_rhythm() -> list[threading.Thread]:
    """One thread for each beat, so that a slow mailbox delays no promise. They are started by the caller."""
    return [threading.Thread(target=_keep, args=[beat], name=f"rhythm: {beat.name}", daemon=True) for beat in RHYTHM]


def _keep(beat: Beat) -> None:
    first = min(beat.every, 2.0)
    while not leaving.wait(first):
        _once(beat)
        first = beat.every


def _once(beat: Beat) -> None:
    try:
        close_old_connections()
        with _turn(beat) as ours:
            if ours:
                beat.function()(now())
    except (DatabaseError, psycopg.Error) as trouble:
        log.warning("rhythm: the database went away", beat=beat.name, trouble=str(trouble).strip()[:200])
    except Exception:
        log.exception("rhythm: this went wrong and will be tried again", beat=beat.name)
    finally:
        connection.close()


@contextmanager
def _turn(beat: Beat) -> Iterator[bool]:
    """Whether it is ours to do now. A connection of its own holds the turn, and loses it when this process dies."""
    number = int.from_bytes(hashlib.sha256(beat.name.encode()).digest()[:7])
    with psycopg.connect(**listening_address(), autocommit=True) as turn:
        ours = turn.execute("SELECT pg_try_advisory_lock(%s)", [number]).fetchone()
        yield bool(ours and ours[0])
