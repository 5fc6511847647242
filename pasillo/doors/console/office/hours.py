"""The hours of an area: one of the calendars there are, or a simple new one."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from pasillo.ground.hours.business_time import WEEKDAYS, CalendarRule, Opening
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.hours.models import Calendar
from pasillo.ground.hours.queries import house_zone
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.organisation import organisation

ALWAYS, OFFICE = "new-always", "new-office"
LONG_AGO = timedelta(days=365)


def choices_of_hours() -> list[tuple[str, str]]:
    """The calendars by name, and two that can be made on the spot."""
    known = [(str(pk), name) for pk, name in Calendar.objects.order_by("name").values_list("pk", "name")]
    return [*known, (OFFICE, _("New: Monday to Friday, 9 to 18")), (ALWAYS, _("New: day and night"))]


def calendar_for(chosen: str, area: str, at: datetime) -> Calendar:
    """The chosen calendar; a new one is called like its area."""
    if chosen not in (ALWAYS, OFFICE):
        found = Calendar.objects.filter(pk=int(chosen) if chosen.isdecimal() and len(chosen) < 15 else 0).first()
        if found is None:
            raise Refused(_("Choose the hours of this area."))
        return found
    if not area.strip():
        raise Refused(_("An area needs a name."))
    if Calendar.objects.filter(name__iexact=area.strip()).exists():
        raise Refused(_("There are hours of this name already: choose them, or give the area another name."))
    return set_hours(name=area.strip()[:120], rule=_rule(chosen), effective_from=at - LONG_AGO)


def zone_of_new_hours() -> str:
    """The organisation's; else the one of the calendars that there are; else of whoever sets the house up."""
    if organisation().zone:
        return organisation().zone
    return house_zone() if Calendar.objects.exists() else timezone.get_current_timezone_name()


def _rule(chosen: str) -> CalendarRule:
    zone = zone_of_new_hours()
    if chosen == ALWAYS:
        return CalendarRule.always(zone)
    day = (Opening.of("09:00", "18:00"),)
    return CalendarRule(zone=zone, week=tuple(day if name not in ("sat", "sun") else () for name in WEEKDAYS))
