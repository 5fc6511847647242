"""Who is one person: contacts that are joined, told apart and parted again. Nothing of theirs is rewritten by it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field

from pasillo.doors.api.auth import pass_of
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.reach import demand, visible
from pasillo.doors.api.manner.shapes import Given, Id, Named, Told
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.people import commands as people
from pasillo.ground.people.models import Joining, Person, Role
from pasillo.ground.people.together import joinings_in
from pasillo.operations.cases import commands

TAG = "people"


class JoiningIn(Given):
    """Which other contact is the same person."""

    other: Id
    both_sign_in: bool = Field(False, description="Both come in by a sign-in of their own, and you have made sure.")


class JoiningOut(Told):
    """Two contacts are one person, shown as `into`."""

    id: int
    person: Named
    into: Named
    joined_at: datetime
    reads: bool = Field(description="Whether who signs in reads what they asked by their other name.")


@reads(TAG, "/persons/{int:person_id}/joinings", name="joinings", scope="people.read", gives=list[JoiningOut],
       summary="List who is the same")  # fmt: skip
def every(request: HttpRequest, person_id: int) -> Any:
    """The contacts that are joined with this one, as far as you may know of them."""
    _contact(request, person_id)
    rows = joinings_in(person_id)
    known = set(_known(request, {pk for row in rows for pk in (row.person_id, row.into_id)}))
    return [_out(row) for row in rows if {row.person_id, row.into_id} <= known]


@writes(TAG, "/persons/{int:person_id}/joinings", name="joinings", scope="people.write", gives=JoiningOut, status=201,
        summary="Join two contacts")  # fmt: skip
def join(request: HttpRequest, person_id: int, body: JoiningIn) -> Any:
    """Two contacts are one person from now on, shown as this one. Nobody may read more by it."""
    into, other = _contact(request, person_id), _contact(request, body.other)

    def do() -> Joining:
        return people.join(other.pk, into_id=into.pk, both_sign_in=body.both_sign_in, by=who(request), at=now())

    return Deed(do=do, tell=lambda one: _out(_read(one.pk)))


@writes(TAG, "/persons/{int:person_id}/apart/{int:other_id}", name="apart", scope="people.write", gives=None,
        status=204, verb="PUT", summary="Tell two contacts apart")  # fmt: skip
def tell_apart(request: HttpRequest, person_id: int, other_id: int) -> Any:
    """Somebody looked: they are two people, and nobody is asked about them again."""
    one, other = _contact(request, person_id), _contact(request, other_id)
    return Deed(do=lambda: people.tell_apart(one.pk, other_id=other.pk, by=who(request), at=now()))


@writes(TAG, "/joinings/{int:joining_id}", name="joining", scope="people.write", gives=None, status=204,
        verb="DELETE", summary="Part two contacts")  # fmt: skip
def part(request: HttpRequest, joining_id: int) -> Any:
    """They are two people after all: each has again what came by their own names, before and since."""
    found = _joining(request, joining_id)
    return Deed(do=lambda: commands.part_people(found.pk, by=who(request), at=now()))


@writes(TAG, "/joinings/{int:joining_id}/reading", name="joining-reading", scope="people.write", gives=JoiningOut,
        verb="PUT", summary="Let them read by both names")  # fmt: skip
def let_read(request: HttpRequest, joining_id: int) -> Any:
    """Who signs in reads what they asked by their other name: once both names are proven to be theirs."""
    found = _joining(request, joining_id)
    return Deed(
        do=lambda: commands.let_read(found.pk, by=who(request), at=now()), tell=lambda _done: _out(_read(found.pk))
    )  # fmt: skip


def _contact(request: HttpRequest, person_id: int) -> Person:
    """Somebody of whom this machine may know, for who serves and who administers."""
    seen = sight(request)
    demand(seen.serves or Role.ADMIN in seen.roles)
    if person_id not in _known(request, {person_id}):
        raise LookupError("no such person")
    return Person.objects.get(pk=person_id)


def _known(request: HttpRequest, person_ids: set[int]) -> list[int]:
    seen, found = sight(request), Person.objects.filter(pk__in=person_ids)
    if pass_of(request).areas or not (Role.ADMIN in seen.roles or seen.sees_all):
        found = found.filter(pk__in=visible(request).values("customer_id"))
    return list(found.values_list("pk", flat=True))


def _joining(request: HttpRequest, joining_id: int) -> Joining:
    demand(sight(request).serves or Role.ADMIN in sight(request).roles)
    found = Joining.objects.filter(pk=joining_id).first()
    if found is None or len(_known(request, {found.person_id, found.into_id})) < 2:
        raise LookupError("no such joining")
    return found


def _read(joining_id: int) -> Joining:
    return Joining.objects.select_related("person", "into").get(pk=joining_id)


def _out(one: Joining) -> dict[str, Any]:
    named = {"person": _named(one.person), "into": _named(one.into)}
    return {"id": one.pk, **named, "joined_at": one.joined_at, "reads": one.reads_at is not None}


def _named(person: Person) -> dict[str, Any]:
    return {"id": person.pk, "name": person.name}
