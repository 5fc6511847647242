"""Takes a log over: reads it, plans each case, and plays what is not here yet, some cases at a time.

Whatever is broken off goes on with the next run, and a run more changes nothing: a case is known by its log and by
the name that it had there.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from zlib import crc32

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pasillo.doors.console.history.founding import SYSTEM, Place, found
from pasillo.doors.console.history.mapping import LogMap
from pasillo.doors.console.history.planning import Plan, Unplayable, plan
from pasillo.doors.console.history.playing import play
from pasillo.doors.console.history.reading import rows
from pasillo.doors.console.history.sorting import Sorted
from pasillo.doors.console.history.vocabulary import Trouble
from pasillo.ground.effects.commands import withholding
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.journal.long_ago import long_ago
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import together
from pasillo.measurement.reports.commands import try_foresight
from pasillo.operations.history.commands import dismiss
from pasillo.operations.history.queries import marks_of

TOGETHER = 50
MANY = 100
Tell = Callable[[int, int], None]


@dataclass(kw_only=True)
class Taken:
    """What came of it, or what would come of it."""

    lines: int = 0
    cases: int = 0
    made: int = 0
    known: int = 0
    changed: int = 0
    left_out: int = 0
    repeated: int = 0
    out_of_order: int = 0
    deeds: Counter[str] = field(default_factory=Counter)
    areas: set[str] = field(default_factory=set)
    first: datetime | None = None
    wrong: int = 0
    troubles: list[Trouble] = field(default_factory=list)

    def note(self, trouble: Trouble) -> None:
        """Something is wrong; the first hundred are shown."""
        self.wrong += 1
        if len(self.troubles) < MANY:
            self.troubles.append(trouble)


def take_over(
    path: Path, log_map: LogMap, *, at: datetime, dry: bool = False, tell: Tell = lambda done, all_: None
) -> Taken:
    """Read the log and make of it what is not here yet; or only say what would be made."""
    taken = Taken()
    with Sorted() as lines:
        _sort(path, log_map, lines, taken, at=at)
        if not dry and taken.cases and taken.first:
            with alone(log_map.source):
                place = _found(log_map, taken.first, at)
                _play(_told(tell, taken, _plans(lines, taken)), place, taken, at=at)
                _dismiss(place, at=at)
            with withholding():
                catch_up(at_once=4000)
                try_foresight(at=at)
        elif dry:
            taken.made = sum(1 for _plan in _plans(lines, taken))
    return taken


def _sort(path: Path, log_map: LogMap, lines: Sorted, taken: Taken, *, at: datetime) -> None:
    for row in rows(path, log_map, at=at):
        taken.lines += 1
        if isinstance(row, Trouble):
            taken.note(row)
            lines.spoil(row)
        else:
            lines.put(row)
    lines.finish()
    taken.cases, taken.left_out = lines.count()
    taken.first = lines.first_moment()


def _plans(lines: Sorted, taken: Taken) -> Iterator[Plan]:
    """What has to be done in each case; one that cannot have happened is left out."""
    for told in lines.cases():
        try:
            planned = plan(told)
        except Unplayable as trouble:
            taken.left_out += 1
            taken.note(Trouble(line=trouble.line, why=str(trouble), case=told[0].case))
            continue
        if planned.first.offer is None:
            taken.left_out += 1
            why = _("The map names no service for this case.")
            taken.note(Trouble(line=planned.first.line, why=why, case=planned.first.case))
            continue
        taken.repeated += planned.repeated
        taken.out_of_order += planned.out_of_order
        taken.deeds.update(step.deed for step in planned.steps)
        taken.areas |= {row.group for row in told}
        yield planned


def _told(tell: Tell, taken: Taken, plans: Iterator[Plan]) -> Iterator[Plan]:
    for done, planned in enumerate(plans):
        tell(done, taken.cases)
        yield planned
    tell(taken.cases, taken.cases)


class alone:
    """One log is taken over by one process at a time."""

    def __init__(self, source: str) -> None:
        self.key = crc32(f"history:{source}".encode())

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_try_advisory_lock(%s)", [self.key])
            if not cursor.fetchone()[0]:
                raise Refused(_("This log is being taken over right now, by another process."))

    def __exit__(self, *_trouble: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [self.key])


def _found(log_map: LogMap, first: datetime, at: datetime) -> Place:
    with transaction.atomic(), withholding(), long_ago():
        return found(log_map, first=first, at=at)


def _dismiss(place: Place, *, at: datetime) -> None:
    with transaction.atomic(), withholding(), long_ago():
        dismiss(place.log, by=SYSTEM, at=at)
        place.let_rest(at=at)


def _play(plans: Iterator[Plan], place: Place, taken: Taken, *, at: datetime) -> None:
    while some := list(islice(plans, TOGETHER)):
        new = _not_here(some, place, taken)
        try:
            _play_together(new, place, at=at)
            taken.made += len(new)
        except Exception:
            place.look_again()
            _one_by_one(new, place, taken, at=at)


def _not_here(plans: list[Plan], place: Place, taken: Taken) -> list[Plan]:
    """Those that are not here. One whose lines are others than last time stays as it was taken over."""
    here = marks_of(place.log.pk, [one.first.case for one in plans])
    for one in plans:
        mark = here.get(one.first.case)
        taken.known += mark is not None
        if mark is not None and mark != one.mark:
            taken.changed += 1
            why = _("Its lines are others than when it was taken over. It stays as it is.")
            taken.note(Trouble(line=one.first.line, why=why, case=one.first.case))
    return [one for one in plans if one.first.case not in here]


def _one_by_one(plans: list[Plan], place: Place, taken: Taken, *, at: datetime) -> None:
    """Together they could not be played: find the one that stands in the way."""
    for one in plans:
        try:
            _play_together([one], place, at=at)
            taken.made += 1
        except Exception as trouble:
            place.look_again()
            taken.left_out += 1
            taken.note(Trouble(line=one.first.line, why=str(trouble), case=one.first.case))


def _play_together(plans: list[Plan], place: Place, *, at: datetime) -> None:
    """Some cases in one transaction. Nobody is told, and nothing is owed to the outside."""
    with transaction.atomic(), withholding(), long_ago(), together():
        for one in plans:
            play(place, one, at=at)
