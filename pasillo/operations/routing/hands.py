"""Whom somebody may give a case to by hand: the best suited first, each with what they carry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from pasillo.ground.kit.plain import plain
from pasillo.ground.people.queries import is_away
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.queries import colleagues
from pasillo.operations.routing.eligibility import AWAY, FULL, why_not
from pasillo.operations.routing.load import USUAL
from pasillo.operations.routing.models import USUAL_CAP, Seat
from pasillo.operations.routing.queries import board_of
from pasillo.operations.routing.ranking import ranked
from pasillo.operations.routing.snapshot import candidates, held_by, seats_of
from pasillo.operations.routing.turns import note_turns
from pasillo.operations.routing.waiting import known_holders, read_rules, rule_for, wanted_of

MOST = 12
WHOLE = 10_000


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Somebody who may hold a case: what they carry, and what speaks against them now. Hundredths of a usual case."""

    person_id: int
    name: str
    load: int
    cap: int
    against: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hands:
    """The first of them, and how many more there are."""

    first: tuple[Hand, ...]
    more: int


def hands_for(case: Case, words: str, *, at: datetime, most: int = MOST) -> Hands:
    """Who serves in the area of a case and is called like this: whoever routing would choose comes first.

    Whoever cannot take it now comes after those who can; a person may still decide otherwise than the house.
    """
    board, rules = board_of(case.area_id), read_rules(case.area_id)
    knows = known_holders([case], board, rules).get(case.customer_id)
    rule = rule_for(case, rules, at=at)
    names = {seat.person_id: seat.person.name for seat in seats_of(case.area_id)}
    team = [one for one in candidates(case.area, at=at) if is_called(names[one.person_id], words)]
    is_live = case.pk in note_turns(team, [case], at=at)
    wanted = wanted_of(case, board, rule, knows=knows, prefers=None, is_pressing=False, is_live=is_live)
    found = [
        Hand(
            person_id=one.person_id,
            name=names[one.person_id],
            load=one.load,
            cap=one.cap,
            against=why_not(one, wanted),
        )
        for one, _score in ranked(team, wanted, at=at)
    ]
    return _first(sorted(found, key=lambda one: bool(one.against)), most)


def hands_among(seen: Sight, words: str, *, at: datetime, most: int = MOST) -> Hands:
    """Who can hold a case of the areas of this person and is called like this: whoever carries least comes first."""
    names = {person.pk: person.name for person in colleagues(seen) if is_called(person.name, words)}
    held, caps, away = held_by(names), _caps(names), is_away(names, at)
    found = []
    for person_id, name in names.items():
        load, cap = held[person_id].load, caps.get(person_id, USUAL_CAP) * USUAL
        against = AWAY if person_id in away else FULL if load >= cap else ""
        hand = Hand(person_id=person_id, name=name, load=load, cap=cap, against=(against,) if against else ())
        found.append(hand)
    return _first(sorted(found, key=_least_first), most)


def is_called(name: str, words: str) -> bool:
    """Whether each of these words begins a part of the name, whatever its accents and capitals."""
    parts = plain(name).split()
    return all(any(part.startswith(word) for part in parts) for word in plain(words).split())


def _first(found: list[Hand], most: int) -> Hands:
    return Hands(first=tuple(found[:most]), more=max(0, len(found) - most))


def _least_first(one: Hand) -> tuple[bool, int, str]:
    return bool(one.against), one.load * WHOLE // max(one.cap, 1), one.name.casefold()


def _caps(people: Iterable[int]) -> Mapping[int, int]:
    seats = Seat.objects.filter(person__in=list(people)).values_list("person_id")
    return dict(seats.annotate(most=Max("cap")).order_by())
