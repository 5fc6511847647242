"""Moments, durations and figures as this person reads them: their zone, their language."""

from datetime import date as Date
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pasillo.doors.shell.clock import now
from pasillo.ground.hours.dates import dated

HOUR, DAY = 60, 24 * 60


def when(moment: datetime | None) -> str:
    """A moment, as short as it stays clear: the hour today, the day this week, else the date."""
    if moment is None:
        return ""
    local, today = timezone.localtime(moment), timezone.localtime(now())
    days = (today.date() - local.date()).days
    if days == 0:
        pattern = _("H:i")
    elif -7 < days < 7:
        pattern = _("D j M, H:i")
    elif local.year == today.year:
        pattern = _("j M, H:i")
    else:
        pattern = _("j M Y, H:i")
    return written(local, pattern)


def written(local: datetime, pattern: str) -> str:
    """A moment by a pattern that shows nothing below the minute, in this language. The same ones return all day."""
    return _written(local.replace(second=0, microsecond=0, tzinfo=None), pattern, get_language())


@lru_cache(maxsize=8192)
def _written(local: datetime, pattern: str, _language: str | None) -> str:
    return dated(local, pattern)


def day(date: Date | None) -> str:
    """A day, with its year only when it is another one."""
    if date is None:
        return ""
    same = date.year == timezone.localtime(now()).year
    return formats.date_format(date, _("j M") if same else _("j M Y"))


def full(moment: datetime | None) -> str:
    """A moment with nothing left out, for who asks for it."""
    if moment is None:
        return ""
    return written(timezone.localtime(moment), _("l j F Y, H:i"))


def iso(moment: datetime) -> str:
    """A moment for machines."""
    return moment.isoformat(timespec="seconds")


def ago(moment: datetime | None) -> str:
    """How long ago, in the one unit that matters."""
    if moment is None:
        return ""
    spent = int((now() - moment).total_seconds() // 60)
    if spent < 1:
        return _("just now") if spent > -2 else when(moment)
    if spent < HOUR:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", spent) % {"n": spent}
    if spent < DAY:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", spent // HOUR) % {"n": spent // HOUR}
    return ngettext("%(n)s day ago", "%(n)s days ago", spent // DAY) % {"n": spent // DAY}


def minutes(span: timedelta | float | Decimal | None) -> str:
    """A duration in its two largest units: 12 m, 6 h 56 m, 4 d 4 h."""
    if span is None:
        return ""
    total = abs(round(span.total_seconds() / 60 if isinstance(span, timedelta) else span))
    days, rest = divmod(total, DAY)
    hours, left = divmod(rest, HOUR)
    if days:
        parts = [_("%(n)s d") % {"n": number(days)}] + ([_("%(n)s h") % {"n": hours}] if hours and days < 10 else [])
    elif hours:
        parts = [_("%(n)s h") % {"n": hours}] + ([_("%(n)s m") % {"n": left}] if left else [])
    else:
        parts = [_("%(n)s m") % {"n": left}]
    return "\u00a0".join(part.replace(" ", "\u00a0") for part in parts)


def served(span: timedelta | float | None) -> str:
    """A length of service: 12 m, 6 h 56 m, 84 h. A day of service is none of the calendar, so days are not said."""
    if span is None:
        return ""
    total = abs(round(span.total_seconds() / 60 if isinstance(span, timedelta) else span))
    hours, left = divmod(total, HOUR)
    parts = [_("%(n)s h") % {"n": number(hours)}] if hours else []
    parts += [_("%(n)s m") % {"n": left}] if left or not hours else []
    return "\u00a0".join(part.replace(" ", "\u00a0") for part in parts)


def number(value: float | Decimal | None, digits: int | None = None) -> str:
    """A figure, rounded, with the marks of this language; a true minus sign before what is below zero."""
    if value is None:
        return ""
    if digits is None:
        digits = 0 if value == int(value) else 1
    rounded = round(Decimal(str(value)), digits)
    return formats.number_format(rounded, digits, use_l10n=True, force_grouping=True).replace("-", "\u2212")


def per_cent(figure: str) -> str:
    """A figure of hundredths with its sign, as this language puts it."""
    return (_("%(n)s%%") % {"n": figure}).replace(" ", "\u00a0")


def size(count: int) -> str:
    """How big a file is, in the unit that people say."""
    for unit, name in ((2**30, "GB"), (2**20, "MB"), (2**10, "kB")):
        if count >= unit:
            return f"{number(count / unit, 1 if count < 10 * unit else 0)}\u00a0{name}"
    return f"{count}\u00a0B"


def language_name(code: str) -> str:
    """A language, in the reader's language: in Spanish, en español."""
    return {"en": _("English"), "es": _("Spanish"), "id": _("Indonesian")}.get(code) or dict(settings.LANGUAGES).get(
        code, code
    )
