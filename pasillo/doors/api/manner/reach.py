"""What a key reaches: what its person may see, and of that only the areas for which it was made."""

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from pasillo.doors.api.auth import pass_of
from pasillo.doors.shell.visitor import sight
from pasillo.ground.people.models import Person
from pasillo.ground.people.sight import Sight
from pasillo.operations.cases import queries
from pasillo.operations.cases.models import Case, Cases, Task


def owner_of(request: HttpRequest) -> Person:
    """The person in whose name the machine acts."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def me(request: HttpRequest) -> int:
    """Their id."""
    return owner_of(request).pk


def in_reach(request: HttpRequest, cases: Cases) -> Cases:
    """Of these cases those of the areas for which the key was made, or in which one of them was asked for help."""
    areas = pass_of(request).areas
    if not areas:
        return cases
    helped = Task.objects.filter(case=OuterRef("pk"), area_id__in=areas)
    return cases.filter(Q(area_id__in=areas) | Q(Exists(helped)))


def visible(request: HttpRequest) -> Cases:
    """Every case that this machine may read."""
    return in_reach(request, queries.visible_to(sight(request)))


def read_case(request: HttpRequest, number: int) -> Case:
    """One case to read. LookupError for what is not there and for what is not theirs, alike."""
    return _reached(request, queries.case_for(sight(request), number))


def serve_case(request: HttpRequest, number: int) -> Case:
    """One case on which this machine may act as one of ours. LookupError otherwise."""
    return _reached(request, queries.served_case(sight(request), number))


def _reached(request: HttpRequest, case: Case) -> Case:
    if pass_of(request).areas and not in_reach(request, Case.objects.filter(pk=case.pk)).exists():
        raise LookupError(f"no case {case.number}")
    return case


def demand(allowed: bool) -> None:
    """What is not open to whoever the key belongs to is refused."""
    if not allowed:
        raise PermissionDenied


def staff(request: HttpRequest) -> Sight:
    """The sight of somebody who works here; refused for others."""
    seen = sight(request)
    demand(seen.is_staff)
    return seen
