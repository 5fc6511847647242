"""Every way in which hours change: a new version is added, none is rewritten."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.models import Calendar, CalendarVersion
from pasillo.ground.hours.queries import newest_version, version_at
from pasillo.ground.hours.sound import TOO_FAR, faults, is_zone
from pasillo.ground.kit.refusals import Refused

NAME, NOTE = 120, 200
FARTHEST = timedelta(days=2 * 366)


class HoursChangedMeanwhile(Refused):
    """Somebody else was quicker. Carries the version that they made."""

    def __init__(self, now: CalendarVersion) -> None:
        super().__init__(_("Somebody else changed these hours while you were writing. Nothing of yours is lost."))
        self.now = now


class NotSound(Refused):
    """These hours cannot be kept; each fault is a sentence."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(" ".join(told))
        self.faults = told


@transaction.atomic
def set_hours(*, name: str, rule: CalendarRule, effective_from: datetime) -> Calendar:
    """The hours of a calendar from a moment on, when a house is founded; the calendar is made when it is new."""
    calendar, _made = Calendar.objects.get_or_create(name=name)
    CalendarVersion.objects.filter(calendar=calendar, effective_from=effective_from).delete()
    CalendarVersion.objects.create(calendar=calendar, effective_from=effective_from, rule=rule.to_json())
    return calendar


@transaction.atomic
def open_calendar(*, name: str, rule: CalendarRule, by: str, at: datetime) -> CalendarVersion:
    """A new calendar with its first hours, which hold from now on."""
    name = name.strip()
    if not name:
        raise Refused(_("Give these hours a name, as “Workshop in Getafe”."))
    if len(name) > NAME:
        raise Refused(_("This name is too long: %(most)s letters at most.") % {"most": NAME})
    if Calendar.objects.filter(name__iexact=name).exists():
        raise Refused(_("There are hours of this name already. Choose another name."))
    _refuse_what_is_not_sound(rule, since=at)
    calendar = Calendar.objects.create(name=name)
    return _keep(calendar, rule=rule, effective_from=at, note="", by=by, at=at)


@transaction.atomic
def new_version(
    calendar_id: int, *, rule: CalendarRule, effective_from: datetime, known: int, note: str = "", by: str, at: datetime
) -> CalendarVersion:
    """Other hours from a moment on, by somebody who has seen everything up to the version `known`.

    What was served before that moment stays served in the hours that held then.
    """
    calendar = Calendar.objects.select_for_update().get(pk=calendar_id)
    newest = newest_version(calendar_id)
    if newest.pk != known:
        raise HoursChangedMeanwhile(newest)
    refuse(calendar_id, rule=rule, effective_from=effective_from, at=at)
    return _keep(calendar, rule=rule, effective_from=effective_from, note=note, by=by, at=at)


def refuse(calendar_id: int, *, rule: CalendarRule, effective_from: datetime, at: datetime) -> None:
    """Say no to hours that cannot be kept: they count backwards, are not sound, or are those that hold anyway."""
    if effective_from < at:
        raise Refused(_("What was served is served: choose today or a later day from which these hours hold."))
    if effective_from > at + FARTHEST:
        raise Refused(str(TOO_FAR))
    before = CalendarRule.from_json(version_at(calendar_id, effective_from).rule)
    _refuse_what_is_not_sound(rule, since=effective_from, before=before)
    if rule.to_json() == before.to_json():
        raise Refused(_("These are the hours that hold already: nothing was changed."))


def _refuse_what_is_not_sound(rule: CalendarRule, *, since: datetime, before: CalendarRule | None = None) -> None:
    if not is_zone(rule.zone):
        raise NotSound([_("There is no time zone “%(zone)s”. Choose one from the list.") % {"zone": rule.zone}])
    if told := faults(rule, since=since.astimezone(ZoneInfo(rule.zone)).date(), before=before):
        raise NotSound(told)


def _keep(
    calendar: Calendar, *, rule: CalendarRule, effective_from: datetime, note: str, by: str, at: datetime
) -> CalendarVersion:
    return CalendarVersion.objects.create(
        calendar=calendar,
        effective_from=effective_from,
        rule=rule.to_json(),
        note=note.strip()[:NOTE],
        made_by=by,
        made_at=at,
    )
