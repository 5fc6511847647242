"""Every visitor is spoken to in their language and told the hours of their zone."""

from collections.abc import Callable, Iterator
from functools import lru_cache, wraps
from typing import Any, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from pasillo.doors.shell.visitor import person, sight
from pasillo.ground.hours.queries import house_zone
from pasillo.ground.people.organisation import organisation

COOKIE = "language"
ZONE_COOKIE = "zone"


class TheirLanguage:
    """Speaks to each visitor in the language and the zone that are theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language), timezone.override(zone_of(request)):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(request: HttpRequest) -> str:
    """Chosen here, else of the profile, else what the browser asks for. Customers read what the organisation speaks;
    who works here reads any language of ours.
    """
    for asked in (request.COOKIES.get(COOKIE, ""), getattr(person(request), "language", "")):
        if asked in _spoken() or (asked in dict(settings.LANGUAGES) and sight(request).is_staff):
            return cast(str, asked)
    wished = translation.get_language_from_request(request)
    return wished if wished in _spoken() else spoken_here()[0][0]


def zone_of(request: HttpRequest) -> ZoneInfo:
    """The zone of the profile, else the one the browser reported, else the house's."""
    for name in _zones(request):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return ZoneInfo(settings.TIME_ZONE)


def _zones(request: HttpRequest) -> Iterator[str]:
    yield getattr(person(request), "zone", "")
    yield request.COOKIES.get(ZONE_COOKIE, "")
    yield organisation().zone
    yield house_zone()


def spoken_here() -> list[tuple[str, str]]:
    """The languages of ours that the organisation speaks, each with its own name."""
    chosen = organisation().languages
    return [(code, name) for code, name in settings.LANGUAGES if code in chosen] or list(settings.LANGUAGES)


def _spoken() -> frozenset[str]:
    return frozenset(code for code, _name in spoken_here())


def once_a_language(word: Callable[[Any], str]) -> Callable[[Any], str]:
    """A word that depends on nothing but what it is asked and the language: looked up once."""

    @lru_cache(maxsize=512)
    def kept(asked: Any, _language: str | None) -> str:
        return word(asked)

    @wraps(word)
    def told(asked: Any) -> str:
        return kept(asked, translation.get_language())

    return told
