"""Persons: oneself, customers one may know, colleagues."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query

from pasillo.doors.api.auth import pass_of
from pasillo.doors.api.manner.door import Deed, reads, writes
from pasillo.doors.api.manner.pages import Page, page_of
from pasillo.doors.api.manner.reach import demand, me, staff, visible
from pasillo.doors.api.people.shapes import MeIn, MeOut, PersonIn, PersonOut, PersonQuery
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.plain import plain
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.addresses import is_address
from pasillo.ground.people.commands import describe_self, meet
from pasillo.ground.people.models import Membership, Person
from pasillo.operations.cases.queries import colleagues

TAG = "people"


@reads(TAG, "/me", name="me", scope="", gives=MeOut, summary="Who am I?")
def myself(request: HttpRequest) -> Any:
    """In whose name this token acts, what they are here, and what the token may."""
    return _me(request)


@writes(TAG, "/me", name="me", scope="people.write", gives=MeOut, verb="PUT", summary="Describe oneself")
def describe(request: HttpRequest, body: MeIn) -> Any:
    """How the person behind the token wants to be called and reached."""
    known = Person.objects.get(pk=me(request))
    given = {name: getattr(known, name) if value is None else value for name, value in body.dict().items()}
    return Deed(
        do=lambda: describe_self(me(request), **given, by=who(request), at=now()),
        tell=lambda _done: _me(request),
    )


@reads(TAG, "/persons", name="persons", scope="people.read", gives=Page[PersonOut], summary="List customers")
def every(request: HttpRequest, asked: Query[PersonQuery]) -> Any:
    """The customers whose cases may be seen, by name. Names of other areas' customers are not for looking around."""
    staff(request)
    return _paged(request, asked, Person.objects.filter(is_active=True, pk__in=visible(request).values("customer_id")))


@reads(TAG, "/colleagues", name="colleagues", scope="people.read", gives=Page[PersonOut],
       summary="List colleagues")  # fmt: skip
def serving(request: HttpRequest, asked: Query[PersonQuery]) -> Any:
    """Who can hold a case of one of the areas of whoever asks, by name."""
    ids = [person.pk for person in colleagues(staff(request))]
    return _paged(request, asked, Person.objects.filter(pk__in=ids))


@reads(TAG, "/persons/{int:person_id}", name="person", scope="people.read", gives=PersonOut, summary="Read a person")
def one(request: HttpRequest, person_id: int) -> Any:
    """Oneself, a customer whose case may be seen, or a colleague."""
    seen = sight(request)
    person = Person.objects.select_related("account").filter(pk=person_id, is_active=True).first()
    if person is None or not (person_id == seen.person_id or _is_known(request, person_id)):
        raise LookupError("no such person")
    return person


@writes(TAG, "/persons", name="persons", scope="people.write", gives=PersonOut, status=201, also=(200,),
        summary="Meet somebody")  # fmt: skip
def new(request: HttpRequest, body: PersonIn) -> Any:
    """The person behind an address: the one we know (200), else a new one (201). For whoever serves."""
    demand(sight(request).serves)
    if body.email and not is_address(body.email):
        raise Refused(_("This e-mail address cannot be right."))
    known = bool(body.email) and Person.objects.filter(email__iexact=body.email).exists()

    return Deed(
        do=lambda: meet(**body.dict(), by=who(request), at=now()),
        tell=lambda person: Person.objects.select_related("account").get(pk=person.pk),
        place=lambda person: f"/api/v1/persons/{person.pk}",
        status=lambda _done: 200 if known else 201,
    )


def _paged(request: HttpRequest, asked: PersonQuery, people: Any) -> Any:
    for word in plain(asked.words).split():
        people = people.filter(found_by__contains=word)
    ordered = people.select_related("account").order_by("found_by", "pk")

    def rows(after: Any, limit: int) -> Any:
        later = (
            ordered.filter(found_by__gte=after[0]).exclude(found_by=after[0], pk__lte=after[1]) if after else ordered
        )
        return later[:limit]

    return page_of(request, asked, rows=rows, place=lambda one: [one.found_by, one.pk], shown=lambda page: page)


def _is_known(request: HttpRequest, person_id: int) -> bool:
    seen = sight(request)
    if not seen.is_staff:
        return False
    if visible(request).filter(customer_id=person_id).exists():
        return True
    return any(person.pk == person_id for person in colleagues(seen))


def _me(request: HttpRequest) -> dict[str, Any]:
    came = pass_of(request)
    person = Person.objects.select_related("account").get(pk=me(request))
    names = ("id", "name", "email", "phone", "language", "zone", "account")
    roles = Membership.objects.select_related("area").filter(person=person).order_by("pk")
    beside = {"roles": list(roles), "scopes": list(came.scopes), "areas": sorted(came.areas)}
    return {name: getattr(person, name) for name in names} | beside
