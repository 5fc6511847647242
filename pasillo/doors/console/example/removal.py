"""Taking the example company away: who may stay, what goes, and the wish that starts it.

The house itself may not rewrite its journal. So the wish is written down here, and carried out by a process of its
own that comes as the database's owner (`config.keeping.emptying`). Killed on the way, it has changed nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from pasillo.doors.console.owning import as_the_owner
from pasillo.doors.shell.example_progress import example_progress
from pasillo.doors.shell.examples import RESERVED
from pasillo.ground.effects.models import Done
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.models import Person, Role
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service

BASE, WISHED, REMOVED = "example:base", "example:removal", "example:removed"
PART = "example-removal"
USUAL = timedelta(seconds=90)
WORD = "example.txt"
# Whoever works here and is nobody of the example. No sign of percent, because two ways of asking read it.
OWN = f"""SELECT p.id FROM people_person p JOIN people_membership m ON m.person_id = p.id
WHERE right(lower(p.email), {len(RESERVED)}) <> '{RESERVED}'"""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How much goes."""

    cases: int
    people: int
    services: int


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Since when it is wished, and whether that is longer than it takes."""

    since: datetime
    is_late: bool


def is_here() -> bool:
    """Whether the example company, or a part of it, is in this house."""
    return Done.objects.filter(key=BASE).exists()


def was_removed() -> bool:
    """Whether it was here and was taken away: then no start brings it back by itself."""
    return not is_here() and Done.objects.filter(key=REMOVED).exists()


def is_being_played() -> bool:
    """Whether it is still being loaded."""
    return example_progress() is not None


def wish(*, at: datetime) -> Wish | None:
    """The removal that was asked for and is not done yet."""
    line = Done.objects.filter(key=WISHED).first() if is_here() else None
    return Wish(since=line.done_at, is_late=at - line.done_at > USUAL) if line else None


def figures() -> Figures:
    """What goes with it, counted now."""
    with for_the_house("how many cases there are, and nothing of them"):
        cases = Case.objects.count()
    people = Person.objects.exclude(pk__in=own_people().values("pk")).count()
    return Figures(cases=cases, people=people, services=Service.objects.count())


def own_people() -> QuerySet[Person]:
    """Those who work here and are nobody of the example: they stay, with their ways of signing in."""
    return Person.objects.filter(pk__in=RawSQL(OWN, ()))


def has_own_administrator() -> bool:
    """Whether somebody is left afterwards who can set the house up."""
    return own_people().filter(memberships__role=Role.ADMIN, is_active=True).exists()


def in_a_process_of_its_own() -> int:
    """Has it done, and waits."""
    return as_the_owner(PART)


def leave_word() -> None:
    """The file that tells who one can be tells from now on that there is nobody."""
    word = Path(settings.DATA) / WORD
    if word.exists():
        word.write_text("The example company was removed from here. What comes now is yours.\n")
