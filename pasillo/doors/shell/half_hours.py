"""Half hours to choose from: shown by their day, read back from a form."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from pasillo.ground.hours.dates import dated

WRITTEN = "%Y%m%dT%H%MZ"


def by_day(moments: Iterable[datetime], zone: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """For each day its beginnings: what a form sends, and what stands there."""
    found: dict[str, list[tuple[str, str]]] = {}
    for moment in moments:
        here = moment.astimezone(ZoneInfo(zone))
        found.setdefault(dated(here, _("l j F")), []).append((f"{moment.astimezone(UTC):{WRITTEN}}", f"{here:%H:%M}"))
    return list(found.items())


def read_moment(value: str) -> datetime | None:
    """The moment that a form sent; None for anything else."""
    try:
        return datetime.strptime(value, WRITTEN).replace(tzinfo=UTC)
    except ValueError:
        return None
