"""The map of a log: which column is what, and what its words mean in ours. TOML or JSON: see docs/importing.md."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.text import slugify
from django.utils.translation import gettext as _

from pasillo.doors.console.history.vocabulary import Turn
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.cases.kinds import FLOWS
from pasillo.operations.cases.phases import PRIORITIES
from pasillo.strategy.objectives.kinds.base import kinds

NEEDED = ("case", "at", "state")
ROLES = (*NEEDED, "group", "person", "priority", "opened", "customer", "channel", "subject")
PARTS = {
    "source", "form", "encoding", "separator", "nothing", "language", "unknown", "columns", "moments", "means",
    "priorities", "channels", "channel", "areas", "hours", "services",
}  # fmt: skip
CHANNELS = ("phone", "portal", "email", "api")
SHIPPED = "pasillo.doors.console.history"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A service to which cases of the log belong, when the columns say so, and what was promised of it in minutes."""

    name: str
    kind: str = "incident"
    when: Mapping[str, str] = field(default_factory=dict)
    promises: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LogMap:
    """What is said about one sort of log."""

    source: str
    form: str
    encoding: str
    separator: str
    nothing: frozenset[str]
    language: str
    unknown_is_nothing: bool
    columns: Mapping[str, tuple[str, ...]]
    moments: str
    zone: ZoneInfo
    means: Mapping[str, Turn]
    priorities: Mapping[str, int]
    channels: Mapping[str, str]
    channel: str
    area: str
    first_area: str
    hours: CalendarRule
    services: tuple[Offer, ...]


def read_map(name: str) -> LogMap:
    """The map in this file, or the one of this name that comes with the product."""
    path = Path(name)
    if not path.is_file():
        shipped = files(SHIPPED) / "maps" / f"{name}.toml"
        if not name.isidentifier() or not shipped.is_file():
            raise Refused(_("There is no map at %(name)s.") % {"name": name})
        return as_map(tomllib.loads(shipped.read_text("utf-8")))
    try:
        text = path.read_text("utf-8")
        return as_map(json.loads(text) if path.suffix == ".json" else tomllib.loads(text))
    except (ValueError, UnicodeDecodeError) as trouble:
        raise Refused(_("The map cannot be read: %(why)s") % {"why": trouble}) from None


def as_map(told: Any) -> LogMap:
    """What the file says, checked."""
    if not isinstance(told, dict):
        raise Refused(_("A map is a table of settings."))
    _only(told, PARTS, _("the map"))
    moments = _table(told, "moments")
    _only(moments, {"format", "zone"}, "moments")
    areas = _table(told, "areas")
    _only(areas, {"name", "first"}, "areas")
    source = slugify(str(told.get("source", "")))[:60]
    if not source:
        raise Refused(_("The map needs a source: the name under which this log is known here."))
    return LogMap(
        source=source,
        form=_one_of(told.get("form", "csv"), ("csv", "xes"), "form"),
        encoding=_encoding(str(told.get("encoding", "utf-8"))),
        separator=str(told.get("separator", ",")),
        nothing=frozenset(str(word) for word in told.get("nothing", [""])) | {""},
        language=known_language(str(told.get("language", "en"))),
        unknown_is_nothing=_one_of(told.get("unknown", "refuse"), ("refuse", "nothing"), "unknown") == "nothing",
        columns=_columns(_table(told, "columns")),
        moments=str(moments.get("format", "iso")),
        zone=_zone(str(moments.get("zone", "UTC"))),
        means={word: _turn(word, turn) for word, turn in _table(told, "means").items()},
        priorities={word: _priority(word, place) for word, place in _table(told, "priorities").items()},
        channels={word: _one_of(one, CHANNELS, "channels") for word, one in _table(told, "channels").items()},
        channel=_one_of(told.get("channel", "phone"), CHANNELS, "channel"),
        area=_area(str(areas.get("name", "{group}"))),
        first_area=str(areas.get("first", source)),
        hours=_hours(told.get("hours")),
        services=_services(told.get("services")),
    )


def _only(told: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(told) - known)
    if unknown:
        raise Refused(_("In %(where)s we do not know: %(words)s.") % {"where": where, "words": ", ".join(unknown)})


def _table(told: Mapping[str, Any], name: str) -> dict[str, Any]:
    part = told.get(name, {})
    if not isinstance(part, dict):
        raise Refused(_("In a map, %(name)s is a table.") % {"name": name})
    return part


def _one_of(word: Any, known: tuple[str, ...], where: str) -> str:
    if word not in known:
        words = {"where": where, "word": word, "known": ", ".join(known)}
        raise Refused(_("In %(where)s, “%(word)s” is none of: %(known)s.") % words)
    return str(word)


def _encoding(name: str) -> str:
    try:
        if "a".encode(name) == b"a":
            return name
    except LookupError:
        pass
    raise Refused(_("We cannot read the encoding %(name)s. Save the log as UTF-8.") % {"name": name})


def _columns(told: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    _only(told, set(ROLES), "columns")
    missing = [role for role in NEEDED if role not in told]
    if missing:
        raise Refused(_("The map does not say which column is: %(names)s.") % {"names": ", ".join(missing)})
    return {role: (column,) if isinstance(column, str) else tuple(column) for role, column in told.items()}


def _zone(name: str) -> ZoneInfo:
    if name not in available_timezones():
        raise Refused(_("We do not know the time zone %(name)s.") % {"name": name})
    return ZoneInfo(name)


def _turn(word: str, turn: Any) -> Turn:
    return Turn(_one_of(turn, tuple(Turn), f"means, “{word}”"))


def _priority(word: str, place: Any) -> int:
    if place not in PRIORITIES:
        raise Refused(_("The priority of “%(word)s” is a number from 1, urgent, to 4, low.") % {"word": word})
    return int(place)


def _area(name: str) -> str:
    if "{group}" not in name:
        raise Refused(_("The name of an area holds {group}, where the group of the log is put."))
    return name


def _hours(told: Any) -> CalendarRule:
    if told is None:
        return CalendarRule.always()
    try:
        return CalendarRule.from_json(told)
    except (ValueError, KeyError, TypeError) as trouble:
        raise Refused(_("The hours of the map cannot be read: %(why)s") % {"why": trouble}) from None


def _services(told: Any) -> tuple[Offer, ...]:
    if not isinstance(told, list) or not told:
        raise Refused(_("The map names no service to which the cases belong."))
    return tuple(_service(one) for one in told)


def _service(told: Any) -> Offer:
    if not isinstance(told, dict) or not str(told.get("name", "")).strip():
        raise Refused(_("Each service of the map has a name."))
    _only(told, {"name", "kind", "when", "promises"}, "services")
    promises = _table(told, "promises")
    for metric, minutes in promises.items():
        _one_of(metric, tuple(kinds), "promises")
        if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0:
            raise Refused(_("A promise of the map is a whole number of minutes."))
    when = {str(column): str(value) for column, value in _table(told, "when").items()}
    kind = _one_of(told.get("kind", "incident"), tuple(FLOWS), "services")
    return Offer(name=str(told["name"]).strip(), kind=kind, when=when, promises=promises)
