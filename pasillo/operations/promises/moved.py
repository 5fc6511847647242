"""Promises that our own hours have moved: when it was promised for before, for those to whom we owe a word about it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Q

from pasillo.ground.journal.models import Entry
from pasillo.operations.promises.facts import PromiseMade, PromiseMoved, PromiseRetargeted, PromisesMoved
from pasillo.operations.promises.moves import moment
from pasillo.operations.promises.queries import ClockView

A_MINUTE = timedelta(minutes=1)
NAMED = (PromiseMade.name, PromiseMoved.name, PromiseRetargeted.name)


def moved_by_hours(clocks: Iterable[ClockView]) -> dict[int, datetime]:
    """Of the clocks that go on, those that are due at another moment since our hours changed: when it was before.

    Hours that change several times in a row are one change: what counts is what was promised before the first.
    """
    going = {clock.id: clock for clock in clocks if clock.is_going and not clock.is_paused}
    many = list(_many(going))
    if not many:
        return {}
    own = Entry.objects.filter(about__in={f"case:{clock.case_id}" for clock in going.values()}, name__in=NAMED)
    told = sorted([*many, *_singly(own)])
    was = {number: _before([one for one in told if one[1] == number]) for number in going}
    return {number: due for number, due in was.items() if due and abs(going[number].due_at - due) >= A_MINUTE}


Due = tuple[int, int, datetime, bool]


def _many(going: dict[int, ClockView]) -> Iterator[Due]:
    """When each of these clocks was due after a change of hours, from facts that tell of many at once."""
    for calendar_id in {clock.calendar_id for clock in going.values()}:
        first = min(clock.started_at for clock in going.values() if clock.calendar_id == calendar_id)
        mine = Q(*(Q(data__clock_ids__contains=[number]) for number in going), _connector=Q.OR)
        about = Entry.objects.filter(about=f"calendar:{calendar_id}", name=PromisesMoved.name, happened_at__gte=first)
        for fact in about.filter(mine).order_by("id"):
            for number, micros in zip(fact.data["clock_ids"], fact.data["due_at"], strict=True):
                if number in going:
                    yield fact.pk, number, moment(micros), True


def _singly(facts: Iterable[Entry]) -> Iterator[Due]:
    for fact in facts:
        yield fact.pk, fact.data["clock_id"], datetime.fromisoformat(fact.data["due_at"]), False


def _before(told: list[Due]) -> datetime | None:
    """What was promised before our hours changed for the last time, or before the first of changes in a row."""
    last = next((place for place in range(len(told) - 1, -1, -1) if told[place][3]), None)
    while last and told[last][3]:
        last -= 1
    return told[last][2] if last is not None and not told[last][3] else None
