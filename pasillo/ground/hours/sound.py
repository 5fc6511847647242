"""What is wrong with hours that somebody wants to keep, said in sentences. Plain Python."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from pasillo.ground.hours.business_time import CalendarRule, Day, Opening, instant
from pasillo.ground.kit.words import _

WHOLE_DAY = 1440
MOST_A_DAY = 12
MOST_DATES = 2000
FARTHEST_YEARS = 20
TOO_FAR = _("The day from which these hours hold lies ahead, by two years at most.")
DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


def is_zone(name: str) -> bool:
    """Whether there is a time zone of this name."""
    return name in available_timezones()


def faults(rule: CalendarRule, *, since: date, before: CalendarRule | None = None) -> list[str]:
    """Everything that keeps these hours from holding from this local day on; nothing, when they are sound.

    What stood in the hours before is not asked again whether its day is over.
    """
    return [
        str(words) for words in (*_of_the_week(rule), *_of_the_dates(rule, since, before), *_as_a_whole(rule, since))
    ]


def _of_the_week(rule: CalendarRule) -> Iterator[str]:
    for name, hours in zip(DAYS, rule.week, strict=True):
        yield from _of_a_day(str(name), hours)
    for (name, hours), (following, early) in pairwise([*zip(DAYS, rule.week, strict=True), (DAYS[0], rule.week[0])]):
        yield from _of_a_night(str(name), hours, str(following), early)


def _of_a_night(name: str, hours: Day, following: str, early: Day) -> Iterator[str]:
    """A night that is not over when the hours of the next day begin."""
    late = max((opening.closes for opening in hours), default=0) - WHOLE_DAY
    if early and late > early[0].opens:
        words = _("The night of %(day)s runs into the hours of %(next)s, which begin at %(at)s.")
        yield words % {"day": name, "next": following, "at": early[0].as_text()[0]}


def _of_the_dates(rule: CalendarRule, since: date, before: CalendarRule | None) -> Iterator[str]:
    known = before.exceptions if before else {}
    zone = ZoneInfo(rule.zone)
    for on, hours in sorted(rule.exceptions.items()):
        if on in known and known[on] == hours:
            if before and before.week != rule.week and on >= since:
                yield from _of_the_nights_around(rule, on)
            continue
        yield from _of_a_day(on.isoformat(), hours)
        if on < since:
            yield _("%(date)s is over: it changes nothing any more.") % {"date": on.isoformat()}
        elif on.year > since.year + FARTHEST_YEARS:
            yield _("%(date)s is too far away to be planned.") % {"date": on.isoformat()}
        else:
            yield from _skipped(on, hours, zone)
            yield from _of_the_nights_around(rule, on)


def _of_the_nights_around(rule: CalendarRule, on: date) -> Iterator[str]:
    """The night before a date and its own, where the days beside it are as on their day of the week or told before."""
    nights = [on - timedelta(days=1)] if on > date.min else []
    for first in [*nights, on] if on < date.max else nights:
        second = first + timedelta(days=1)
        if first == on and second in rule.exceptions:
            continue
        yield from _of_a_night(first.isoformat(), rule.hours_of(first), second.isoformat(), rule.hours_of(second))


def _of_a_day(name: str, hours: Day) -> Iterator[str]:
    if len(hours) > MOST_A_DAY:
        yield _("%(day)s opens more than %(most)s times: that is too often.") % {"day": name, "most": MOST_A_DAY}
    for one, other in pairwise(hours):
        if other.opens < one.closes:
            words = _("%(day)s: %(one)s and %(other)s overlap.")
            yield words % {"day": name, "one": said(one), "other": said(other)}


def _skipped(on: date, hours: Day, zone: ZoneInfo) -> Iterator[str]:
    """Hours that the clock jumps over in the night in which it is put forward: no clock shows any minute of them."""
    for opening in hours:
        is_backwards = instant(on, opening.closes, zone, closing=True) <= instant(on, opening.opens, zone)
        if is_backwards or not (_shown(on, opening.opens, zone) or _shown(on, opening.closes - 1, zone)):
            words = _("%(date)s: the clock is put forward over %(hours)s, so it never opens.")
            yield words % {"date": on.isoformat(), "hours": said(opening)}


def _shown(on: date, minutes: int, zone: ZoneInfo) -> bool:
    """Whether a clock on the wall shows this time on its day."""
    shown = datetime.fromtimestamp(instant(on, minutes, zone), zone)
    return shown.hour * 60 + shown.minute == minutes % WHOLE_DAY


def _as_a_whole(rule: CalendarRule, since: date) -> Iterator[str]:
    if len(rule.exceptions) > MOST_DATES:
        yield _("There are more than %(most)s dates: please remove old ones.") % {"most": MOST_DATES}
    if not rule.opens_again_after(since - timedelta(days=1)):
        yield str(_("It never opens: give at least one day its hours, or nothing can be promised on it."))


def said(opening: Opening) -> str:
    """One stretch as people write it."""
    return "–".join(opening.as_text())
