"""Two processes play the two parts of the example at the same time, and say how far they have come."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.context import ForkProcess
from multiprocessing.sharedctypes import SynchronizedArray
from typing import Any

from django.db import connection, connections

from pasillo.doors.console.example.loading import Loaded, finish, lay_base, play_part
from pasillo.doors.console.example.sizes import PARTS, Begun
from pasillo.doors.shell.example_progress import Progress, note_progress

TICK = 0.5


def load_together(wanted: Begun) -> Loaded:
    """Load the example as quickly as this machine can. What was broken off goes on."""
    swiftly()
    load = lay_base(wanted)
    connections.close_all()
    say = _teller(load.size.days)
    try:
        _play_all(load, say)
        return finish(load)
    finally:
        note_progress(None)


def swiftly() -> None:
    """Speak to the database as one does for ten thousand commands in a row: statements are planned once, and
    a command that is refused takes its whole part with it, so none of them needs a point to return to."""
    connections.close_all()
    connection.settings_dict["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 2}
    connection.features.uses_savepoints = False


def _play_all(load: Begun, say: Callable[[int], None]) -> None:
    fork = multiprocessing.get_context("fork")
    days: SynchronizedArray[int] = fork.Array("i", PARTS)
    playing = [fork.Process(target=_play, args=(load, part, days), daemon=True) for part in range(PARTS)]
    for process in playing:
        process.start()
    try:
        while any(process.is_alive() for process in playing):
            say(min(days[:]))
            _first_alive(playing).join(TICK)
    finally:
        for process in playing:
            process.terminate()
    if any(process.exitcode for process in playing):
        raise SystemExit("The example was not loaded whole; the next start goes on with it.")


def _first_alive(playing: list[ForkProcess]) -> ForkProcess:
    return next((process for process in playing if process.is_alive()), playing[0])


def _play(load: Begun, part: int, days: Any) -> None:
    def tell(which: int, day: int) -> None:
        days[which] = day

    with connection.cursor() as cursor:
        cursor.execute("set enable_seqscan = off")  # tables that are empty when a statement is planned will not stay so
    play_part(load, part, tell)
    days[part] = load.size.days
    connections.close_all()


def _teller(days: int) -> Callable[[int], None]:
    """Says the day in the terminal when it changes, and to the pages."""
    said = -1

    def say(day: int) -> None:
        nonlocal said
        if day == said:
            return
        said = day
        note_progress(Progress(day, days))
        if sys.stderr.isatty():
            print(f"\rThe example company: day {day} of {days} …", end="\n" if day >= days else "", file=sys.stderr)
        elif day % 10 == 0:
            print(f"The example company: day {day} of {days} …", file=sys.stderr, flush=True)

    return say
