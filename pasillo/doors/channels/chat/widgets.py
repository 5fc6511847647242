"""A window and what was set for it: its pages, its colour, its hours, its secrets."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings as house
from django.utils.dateparse import parse_datetime

from pasillo.doors.channels.messaging.models import Account
from pasillo.doors.channels.messaging.places import settings_of

KIND = "chat"
COLOURS = {"petrol": 228, "indigo": 285, "green": 158, "amber": 66, "red": 27, "rose": 345}
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?", re.ASCII)
MOST_ORIGINS = 20


@dataclass(frozen=True, kw_only=True)
class Widget:
    """What visitors' browsers need to know of a window."""

    hue: int
    colour: str
    origins: tuple[str, ...]
    calendar_id: int | None


def widget_of(account: Account) -> Widget:
    """The window as it was set up."""
    kept = account.settings
    colour = kept.get("colour", "")
    calendar = kept.get("calendar", "")
    return Widget(
        hue=COLOURS.get(colour, COLOURS["petrol"]),
        colour=colour if colour in COLOURS else "petrol",
        origins=tuple(kept.get("origins", "").split()),
        calendar_id=int(calendar) if calendar.isdecimal() else None,
    )


def widget_behind(key: str) -> Account | None:
    """The window with this key, if it is open."""
    return Account.objects.select_related("service__area").filter(kind=KIND, key=key, is_active=True).first()


def secrets_of(account: Account, *, at: datetime) -> list[str]:
    """With what the host's server may sign now: the secret, and for a day after a change the one before."""
    kept = settings_of(account)
    found = [kept.get("secret", "")]
    until = parse_datetime(kept["previous_until"]) if kept.get("previous_until") else None
    if until is not None and at < until:
        found.append(kept.get("previous", ""))
    return [one for one in found if one]


def read_origins(text: str) -> tuple[list[str], list[str]]:
    """The pages somebody named, as browsers name them, and what is none."""
    good: list[str] = []
    bad: list[str] = []
    for given in text.replace(",", " ").split()[: MOST_ORIGINS * 2]:
        origin = origin_of(given if "://" in given else f"https://{given}")
        (good if origin else bad).append(origin or given)
    return list(dict.fromkeys(good))[:MOST_ORIGINS], bad


def origin_of(address: str) -> str:
    """Scheme, host and port of an address; nothing for what is not on the web."""
    try:
        parts = urlsplit(address.strip().lower())
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = f"{parts.hostname or ''}{port}"
    return f"{parts.scheme}://{host}" if parts.scheme in ("http", "https") and HOST.fullmatch(host) else ""


def our_origin() -> str:
    """Where we ourselves are."""
    return origin_of(house.BASE_URL)


def secret_path(account: Account) -> str:
    """The address that the script tag names."""
    return f"{house.BASE_URL}/chat/{account.key}.js"
