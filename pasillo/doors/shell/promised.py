"""A promised time as a customer says it: counted in the days in which somebody serves."""

import math
from statistics import median_low

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pasillo.ground.hours.business_time import Compiled

AT_ONCE = 5
HOUR = 60
DAY = 24 * HOUR


def service_day(hours: Compiled) -> int:
    """How many minutes of service a usual day of this calendar has, in its own zone."""
    lengths = [sum(opening.closes - opening.opens for opening in day) for day in hours.rule.week if day]
    return max(median_low(lengths), 1) if lengths else 24 * HOUR


def span(minutes: int, day: int) -> str:
    """A promised time on its own: '7 days', '12 hours', '30 minutes'."""
    if minutes <= AT_ONCE:
        return _("at once")
    if minutes < HOUR:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < day:
        hours = math.ceil(minutes / HOUR)
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = math.ceil(minutes / day)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


def within(minutes: int, day: int) -> str:
    """A promised time in a list: 'in 7 days'."""
    if minutes <= AT_ONCE:
        return _("at once")
    if minutes < HOUR:
        return ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    if minutes < day:
        hours = math.ceil(minutes / HOUR)
        return ngettext("in %(n)s hour", "in %(n)s hours", hours) % {"n": hours}
    days = math.ceil(minutes / day)
    return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
