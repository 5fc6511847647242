"""How a page is made: its own words, and what every page of the house knows."""

import json
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.utils.translation import get_language

from pasillo.doors.shell.keys import keys_of, sheet, single_keys_on
from pasillo.doors.shell.languages import spoken_here
from pasillo.doors.shell.models import KnownTrouble
from pasillo.doors.shell.navigation import first_place, menu, places
from pasillo.doors.shell.visitor import came_at, person, sight
from pasillo.ground.asking import asked
from pasillo.ground.people.models import Role
from pasillo.ground.people.preferences import DENSITIES
from pasillo.operations.alarms.queries import how_many_call

MOST_COUNTED = 100
WORK = "/app/"
THEMES = ("light", "dark")
MENUS = ("rail", "full")


def render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A whole page or a fragment, in the visitor's language and theme."""
    words = get_template(template).render(surroundings(request) | context, request)
    return HttpResponse(words, status=status)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: who asks, in which language, in which light, and where one can go."""
    return {
        "me": person(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "languages": spoken_here(),
        "theme": theme_of(request),
        "first_place": first_place,
        "nav": lambda counts=None: menu(sight(request), request.path, called(request) | (counts or {})),
        "places": places("desk:search", "desk:palette", "desk:keys"),
        "works_here": sight(request).is_staff,
        "at_work": at_work(request),
        "removes_example": Role.ADMIN in sight(request).roles,
        "menu_kind": menu_of(request),
        **likings(person(request)),
    }


def at_work(request: HttpRequest) -> bool:
    """Whether somebody who works here stands at an address of the staff: they keep their menu."""
    return request.path.startswith(WORK) and sight(request).is_staff


def called(request: HttpRequest) -> dict[str, Any]:
    """How many alarms call this person now, and how many channels are in trouble, beside the entries of the menu."""
    seen = sight(request)
    many = how_many_call(seen, at=came_at(request), most=MOST_COUNTED)
    counts = {"desk:alarms": f"{MOST_COUNTED - 1}+" if many == MOST_COUNTED else many or None}
    if seen.roles & {Role.ADMIN, Role.HEAD}:
        counts["messaging:channels"] = len(asked(_in_trouble)) or None
    return counts


def _in_trouble() -> QuerySet[KnownTrouble, Any]:
    return KnownTrouble.objects.filter(ended_at=None).values_list("pk", flat=True)


def menu_of(request: HttpRequest) -> str:
    """Folded to a rail or full, if the visitor chose it, else empty: as the page has it."""
    chosen = request.COOKIES.get("menu", "")
    return chosen if chosen in MENUS else ""


def likings(someone: Any) -> dict[str, Any]:
    """How this person likes to work: density, and which keys do what."""
    density = someone.preferences.get("density", "") if someone is not None else ""
    return {
        "density": density if density in DENSITIES else "",
        "single_keys": single_keys_on(someone),
        "keys_changed": json.dumps(keys_of(someone)),
        "key_sheet": lambda groups: sheet(someone, groups),
    }


def theme_of(request: HttpRequest) -> str:
    """Light or dark if the visitor chose it, else empty: as their device."""
    chosen = request.COOKIES.get("theme", "")
    return chosen if chosen in THEMES else ""
