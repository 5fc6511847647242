"""Every way in which hours change: a new version is added, none is rewritten."""

from datetime import datetime

from django.db import transaction

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.models import Calendar, CalendarVersion


@transaction.atomic
def set_hours(*, name: str, rule: CalendarRule, effective_from: datetime) -> Calendar:
    """The hours of a calendar from a moment on; the calendar is made when it is new."""
    calendar, _ = Calendar.objects.get_or_create(name=name)
    CalendarVersion.objects.filter(calendar=calendar, effective_from=effective_from).delete()
    CalendarVersion.objects.create(calendar=calendar, effective_from=effective_from, rule=rule.to_json())
    return calendar
