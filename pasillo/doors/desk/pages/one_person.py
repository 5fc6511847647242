"""Who is one person: names that are added, confirmed and ended, contacts that are joined and parted."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pasillo.doors.desk.person_view import all_offers, joins, looks_through, people_in_sight, preview_of
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import staff
from pasillo.doors.shell.moments import when
from pasillo.doors.shell.pages import render
from pasillo.doors.shell.refusals import refused
from pasillo.doors.shell.visitor import sight, who
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people import commands as people
from pasillo.ground.people.models import Identity, Joining, Person
from pasillo.operations.cases import commands

Page = Callable[..., HttpResponseBase]


def joining_people(page: Page) -> Page:
    """Who serves, and who administers, says who is one person. A refusal is a page that says why."""

    @staff
    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not joins(sight(request)):
            raise PermissionDenied
        try:
            return page(request, *args, **kwargs)
        except Refused as refusal:
            return refused(request, str(refusal))

    return guarded


def _led(request: HttpRequest, person_id: int) -> HttpResponse:
    """To the person, where their page is the visitor's to see; who administers goes back to the list."""
    return redirect("desk:customer", person_id) if sight(request).serves else redirect("desk:alike")


def _known(request: HttpRequest, person_id: int) -> Person:
    found = people_in_sight(sight(request), [person_id])
    if not found:
        raise Http404
    return found[0]


@require_POST
@joining_people
def identities(request: HttpRequest, person_id: int) -> HttpResponse:
    """One more address or number, as somebody says it is theirs."""
    person = _known(request, person_id)
    given = request.POST.get("address", "")
    realm = "email" if "@" in given else "phone"
    people.add_identity(person.pk, realm=realm, address=given, by=who(request), at=now())
    return _led(request, person.pk)


@require_POST
@joining_people
def identity(request: HttpRequest, person_id: int, identity_id: int) -> HttpResponse:
    """A name is confirmed, or is theirs no more."""
    person = _known(request, person_id)
    if not Identity.objects.filter(pk=identity_id, person_id=person.pk).exists():
        raise Http404
    act = people.confirm_identity if request.POST.get("decision") == "confirm" else people.end_identity
    act(identity_id, by=who(request), at=now())
    return _led(request, person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@joining_people
def joining(request: HttpRequest, person_id: int, other_id: int) -> HttpResponse:
    """What would be one; then it is. The first of the two is the one as whom both are shown."""
    into, person = _known(request, person_id), _known(request, other_id)
    error = ""
    if request.method == "POST":
        try:
            both = bool(request.POST.get("both"))
            people.join(person.pk, into_id=into.pk, both_sign_in=both, by=who(request), at=now())
            return _led(request, into.pk)
        except Refused as refusal:
            error = str(refusal)
    context = {**preview_of(sight(request), person, into), "error": error}
    return render(request, "desk/join.html", context, 422 if error else 200)


@require_POST
@joining_people
def apart(request: HttpRequest, person_id: int, other_id: int) -> HttpResponse:
    """Somebody looked: they are two people."""
    one, other = _known(request, person_id), _known(request, other_id)
    people.tell_apart(one.pk, other_id=other.pk, by=who(request), at=now())
    return redirect("desk:alike") if request.POST.get("back") == "list" else _led(request, one.pk)


def _joining(request: HttpRequest, joining_id: int) -> Joining:
    found = Joining.objects.select_related("person", "into").filter(pk=joining_id).first()
    if found is None or len(people_in_sight(sight(request), {found.person_id, found.into_id})) < 2:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@joining_people
def parting(request: HttpRequest, joining_id: int) -> HttpResponse:
    """They are two after all: what each has again; then it is so."""
    found, error = _joining(request, joining_id), ""
    if request.method == "POST":
        try:
            commands.part_people(found.pk, by=who(request), at=now())
            return _led(request, found.into_id)
        except Refused as refusal:
            error = str(refusal)
    preview = preview_of(sight(request), found.person, found.into)
    context = {
        "joining": {"id": found.pk, "at": when(found.joined_at), "reads": found.reads_at is not None},
        "into": preview["into"],
        "person": preview["person"],
        "error": error,
    }
    return render(request, "desk/part.html", context, 422 if error else 200)


@require_POST
@joining_people
def reading(request: HttpRequest, joining_id: int) -> HttpResponse:
    """Who signs in reads from now on what they asked by their other name."""
    found = _joining(request, joining_id)
    commands.let_read(found.pk, by=who(request), at=now())
    return _led(request, found.root_id)


@require_safe
@staff
def alike(request: HttpRequest) -> HttpResponse:
    """All who look like each other, for who manages and who administers."""
    seen = sight(request)
    if not looks_through(seen):
        raise PermissionDenied
    return render(request, "desk/alike.html", {"pairs": all_offers(seen)})
