"""What is wished of an import: under which name it is known, and how its words are to be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.text import slugify
from django.utils.translation import gettext as _

from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.refusals import Refused

PARTS = {"name", "zone", "language", "area", "service", "areas", "services", "csv"}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person chose; whatever they left out is guessed, or as it usually is."""

    source: str
    name: str
    zone: ZoneInfo
    language: str = "en"
    area: str = ""
    service: str = ""
    areas: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    csv: Mapping[str, Any] = field(default_factory=dict)
    until: datetime


def as_wish(source: str, told: Any, *, at: datetime) -> Wish:
    """What was chosen, checked."""
    if not isinstance(told, dict) or set(told) - PARTS:
        unknown = ", ".join(sorted(set(told) - PARTS)) if isinstance(told, dict) else ""
        raise Refused(_("What is wished of an import cannot be read: %(words)s") % {"words": unknown})
    zone = str(told.get("zone") or "UTC")
    if zone not in available_timezones():
        raise Refused(_("We do not know the time zone %(name)s.") % {"name": zone})
    name = slugify(str(told.get("name") or source))[:60]
    if not name:
        raise Refused(_("The import needs a name of letters or digits."))
    return Wish(
        source=source,
        name=name,
        zone=ZoneInfo(zone),
        language=known_language(str(told.get("language") or "en")),
        area=str(told.get("area") or "")[:120],
        service=str(told.get("service") or "")[:120],
        areas=_words(told.get("areas")),
        services=_words(told.get("services")),
        csv=told.get("csv") or {},
        until=at,
    )


def _words(told: Any) -> dict[str, str]:
    return {str(theirs): str(ours)[:120] for theirs, ours in told.items() if ours} if isinstance(told, dict) else {}
