"""Takes over what was read: what is not here yet is played, some cases at a time, by as many processes as help.

Whatever is broken off goes on with the next run, and a run more changes nothing: a case is known by its source and
by the name that it had there.
"""

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import structlog
from django.db import connection, connections, transaction
from django.utils.translation import gettext as _

from pasillo.doors.console.history.swiftly import swiftly
from pasillo.doors.console.history.taking_over import alone
from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.doors.console.imports.neutral import Told
from pasillo.doors.console.imports.playing.founding import SYSTEM, Place, found
from pasillo.doors.console.imports.playing.planning import plan
from pasillo.doors.console.imports.playing.playing import play
from pasillo.doors.console.imports.staging import Staging
from pasillo.doors.console.imports.wish import Wish
from pasillo.ground.effects.commands import withholding
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.journal.long_ago import long_ago
from pasillo.ground.kit.together import together
from pasillo.operations.history.commands import close_areas
from pasillo.operations.history.queries import marks_of

log = structlog.get_logger()

TOGETHER, TICK, PARTS = 50, 0.5, 2
MADE, KNOWN, CHANGED, LEFT_OUT = range(4)
Tell = Callable[[int, int], None]
Some = list[tuple[str, Told]]


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What came of it: made now, here before, and left out."""

    made: int
    known: int
    changed: int
    left_out: int


def take_over(
    staging: Staging, folder: Path, wish: Wish, *, at: datetime, tell: Tell = lambda done, whole: None
) -> Taken:
    """Make what is not here yet. Several processes play, unless somebody's transaction is open around this."""
    with alone(wish.name):
        place = found(staging, wish, at=at)
    if connection.in_atomic_block:
        counts = _play_here(staging, folder, place, at=at, tell=tell)
    else:
        counts = _play_together(staging, folder, place, at=at, tell=tell)
    _hear_troubles(staging, folder)
    with transaction.atomic(), withholding(), long_ago():
        close_areas(place.log, by=SYSTEM, at=at)
    with withholding():
        catch_up(at_once=4000)
    left_out = counts[LEFT_OUT] + staging.counted("left out")
    return Taken(made=counts[MADE], known=counts[KNOWN], changed=counts[CHANGED], left_out=left_out)


def _play_here(staging: Staging, folder: Path, place: Place, *, at: datetime, tell: Tell) -> list[int]:
    """In this process, in the transaction that somebody keeps open."""
    counts, whole = [0] * 4, staging.cases()
    with alone(place.log.name):
        for done in Player(place, folder, counts, at=at).play(staging.told()):
            tell(done, whole)
    tell(whole, whole)
    return counts


def _play_together(staging: Staging, folder: Path, place: Place, *, at: datetime, tell: Tell) -> list[int]:
    """In processes of their own. They begin once this one holds the import for itself, by a connection of its own."""
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    shared: Any = fork.Array("q", 4 * PARTS, lock=False)
    go = fork.Event()
    playing = [
        fork.Process(target=_part, args=(staging.path, folder, place, shared, part, go, at), daemon=True)
        for part in range(PARTS)
    ]
    for process in playing:
        process.start()
    try:
        with alone(place.log.name):
            go.set()
            _wait(playing, lambda: tell(_done(shared[:]), staging.cases()))
    finally:
        for process in playing:
            process.terminate()
            process.join()
    if any(process.exitcode for process in playing):
        raise RuntimeError("A part of the import ended before its end.")
    return [sum(shared[what::4]) for what in range(4)]


def _wait(playing: Sequence[BaseProcess], tell: Callable[[], None]) -> None:
    """Until all have ended; when one ended badly, no longer."""
    while alive := [process for process in playing if process.is_alive()]:
        alive[0].join(TICK)
        tell()
        if any(process.exitcode for process in playing):
            return


def _done(counts: list[int]) -> int:
    return sum(counts) - sum(counts[CHANGED::4])


def _part(path: Path, folder: Path, place: Place, shared: Any, part: int, go: Any, at: datetime) -> None:
    """One of the processes: a share of the cases. It ends when nobody waits for it any more."""
    parent = os.getppid()
    while not go.wait(TICK):
        if os.getppid() != parent:
            return
    swiftly()
    player = Player(place, folder, _Shared(shared, part), at=at, number=part)
    for _done_so_far in player.play(Staging(path).told(part, PARTS)):
        if os.getppid() != parent:
            break
    connections.close_all()


class _Shared:
    """The counts of one part, where all can see them."""

    def __init__(self, shared: Any, part: int) -> None:
        self.shared, self.first = shared, 4 * part

    def __getitem__(self, what: int) -> int:
        return int(self.shared[self.first + what])

    def __setitem__(self, what: int, many: int) -> None:
        self.shared[self.first + what] = many


class Player:
    """Plays cases, some in one transaction, and counts what came of them."""

    def __init__(self, place: Place, folder: Path, counts: Any, *, at: datetime, number: int = 0) -> None:
        self.place, self.folder, self.counts, self.at = place, folder, counts, at
        self.word = folder / f"troubles-{number}"
        self.done = 0

    def play(self, cases: Iterator[tuple[str, Told]]) -> Iterator[int]:
        """All of these; says after some of them how many are done."""
        while some := list(islice(cases, TOGETHER)):
            new = self._not_here(some)
            try:
                self._together(new)
                self.counts[MADE] += len(new)
            except Exception as trouble:
                log.warning("cases played one by one", how_many=len(new), why=type(trouble).__name__)
                self._one_by_one(new)
            self.done += len(some)
            yield self.done

    def _not_here(self, some: Some) -> Some:
        """Those that are not here. One of which other things are told than last time stays as it was taken over."""
        here = marks_of(self.place.log.pk, [told.known_as for _mark, told in some])
        self.counts[KNOWN] += sum(told.known_as in here for _mark, told in some)
        for mark, told in some:
            if here.get(told.known_as, mark) != mark:
                self.counts[CHANGED] += 1
                why = _("It is told otherwise than when it was taken over. It stays as it is here.")
                self._note(Trouble(line=told.line, why=why, case=told.known_as))
        return [one for one in some if one[1].known_as not in here]

    def _one_by_one(self, some: Some) -> None:
        """Together they could not be played: find the one that stands in the way."""
        for one in some:
            try:
                self._together([one])
                self.counts[MADE] += 1
            except Exception as trouble:
                self.counts[LEFT_OUT] += 1
                why = _("It cannot have happened so: %(why)s") % {"why": str(trouble)[:300]}
                self._note(Trouble(line=one[1].line, why=why, case=one[1].known_as))

    def _together(self, some: Some) -> None:
        """Some cases in one transaction. Nobody is told, and nothing is owed to the outside."""
        with transaction.atomic(), withholding(), long_ago(), together():
            plans = [(mark, plan(told)) for mark, told in some]
            play(self.place, plans, files=self.folder / "files", at=self.at)

    def _note(self, trouble: Trouble) -> None:
        with self.word.open("a") as file:
            print(json.dumps([trouble.line, trouble.case, trouble.why]), file=file)


def _hear_troubles(staging: Staging, folder: Path) -> None:
    for word in sorted(folder.glob("troubles-*")):
        for text in word.read_text().splitlines():
            line, case, why = json.loads(text)
            staging.note(Trouble(line=line, case=case, why=why))
