"""What may be asked about calendars."""

from datetime import datetime, timedelta

from pasillo.ground.hours.business_time import CalendarRule, Compiled, compile_calendar
from pasillo.ground.hours.models import CalendarVersion

_compiled: dict[int, Compiled] = {}


def timetable(calendar_id: int, *, at: datetime) -> Compiled:
    """The hours of this calendar as they hold at a moment, compiled for fast sums."""
    version = (
        CalendarVersion.objects.filter(calendar_id=calendar_id, effective_from__lte=at)
        .order_by("-effective_from")
        .first()
    ) or CalendarVersion.objects.filter(calendar_id=calendar_id).order_by("effective_from").first()
    if version is None:
        raise LookupError(f"Calendar {calendar_id} has no hours.")
    if version.pk not in _compiled:
        _compiled[version.pk] = compile_calendar(
            CalendarRule.from_json(version.rule), at.date() - timedelta(days=120), at.date() + timedelta(days=400)
        )
    return _compiled[version.pk]
