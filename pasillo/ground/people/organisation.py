"""The organisation as every page and letter names it; remembered for a few seconds, because every page asks."""

from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import Error

from pasillo.ground.people.models import Organisation

KEY = "people.organisation"
REMEMBERED_SECONDS = 5
_kept: dict[str, Organisation] = {}


def organisation() -> Organisation:
    """How the house is set up, to be read. Until somebody has set it up, as it was started."""
    known = _kept.get(cache.get(KEY, ""))
    if known is None:
        try:
            known = Organisation.objects.filter(pk=Organisation.THE_ONE).first() or as_first_set()
        except Error:  # a page that says that the database is away must not need it
            return as_first_set()
        _keep(known)
    return known


def _keep(known: Organisation) -> None:
    """The cache keeps for how long it holds; to take the whole of it out of there costs more than to ask."""
    name = uuid4().hex
    _kept.clear()
    _kept[name] = known
    cache.set(KEY, name, REMEMBERED_SECONDS)


def organisation_name() -> str:
    """The name under which the house speaks."""
    return organisation().name


def house_language() -> str:
    """The first language that the house speaks: whoever named none is spoken to in it."""
    return next(iter(organisation().languages), settings.LANGUAGES[0][0])


def as_first_set() -> Organisation:
    """What the environment says: the first value, before somebody chose another."""
    return Organisation(
        name=settings.ORGANISATION,
        languages=[code for code, _name in settings.LANGUAGES],
        zone=settings.HOUSE_ZONE,
        version=0,
    )


def forget_organisation() -> None:
    """Asked again at the next page. Other processes follow within seconds."""
    cache.delete(KEY)
