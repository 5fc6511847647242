"""Moments as other systems write them. Plain rules."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
ISO, SECONDS = "iso", "seconds"
DAY_FIRST = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y")
MONTH_FIRST = ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y")
WORDS = ("%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%Y/%m/%d")
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p")
FORMS = tuple(
    f"{day}{between}{clock}".strip()
    for day in (*DAY_FIRST, *MONTH_FIRST, *WORDS)
    for between, clock in [(" ", one) for one in CLOCKS] + [("", "")]
)


class NoMoment(ValueError):
    """It is not written as a moment, or lies where no case can lie."""


def read_moment(text: str, form: str, zone: ZoneInfo, *, until: datetime) -> datetime:
    """The moment that is written here. One in the future, or before there was such work, is none."""
    try:
        told = _as_written(text.strip(), form)
        moment = (told if told.tzinfo else told.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError) as trouble:
        raise NoMoment(text) from trouble
    if not EARLIEST <= moment <= until:
        raise NoMoment(text)
    return moment


def _as_written(text: str, form: str) -> datetime:
    if form == ISO:
        return datetime.fromisoformat(text.removesuffix(" UTC").removesuffix(" Z"))
    if form == SECONDS:
        number = float(text)
        return datetime.fromtimestamp(number / 1000 if number > 10**11 else number, UTC)
    return datetime.strptime(text, form)  # noqa: DTZ007 - the zone of the source is added


def guess_form(samples: Sequence[str], *, until: datetime) -> tuple[str, bool]:
    """How most of these moments are written, and whether they could be read in another way as well."""
    kept = [one.strip() for one in samples if one.strip()][:200]
    fits = {form: sum(_fits(one, form, until) for one in kept) for form in (ISO, SECONDS, *FORMS)}
    best = max(fits, key=lambda form: fits[form])
    if 2 * fits[best] <= len(kept):
        return ISO, False
    return best, any(_differ(kept, best, form, until) for form in fits if form != best and fits[form] == fits[best])


def fits_most(samples: Sequence[str], form: str, *, until: datetime) -> bool:
    """Whether more than half of these moments are written so; of none, that is so."""
    kept = [one.strip() for one in samples if one.strip()][:200]
    return not kept or 2 * sum(_fits(one, form, until) for one in kept) > len(kept)


def _fits(text: str, form: str, until: datetime) -> bool:
    try:
        read_moment(text, form, ZoneInfo("UTC"), until=until + timedelta(days=1))
    except NoMoment:
        return False
    return True


def _differ(samples: Sequence[str], one: str, other: str, until: datetime) -> bool:
    utc = ZoneInfo("UTC")
    read = [
        [read_moment(text, form, utc, until=until + timedelta(days=1)) for text in samples if _fits(text, form, until)]
        for form in (one, other)
    ]
    return read[0] != read[1]
