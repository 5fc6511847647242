"""The moments to which a case can be put off, by the clock of whoever asks."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from pasillo.ground.kit.refusals import Refused

MORNING, EVENING, LATER = time(9), time(19), timedelta(hours=3)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One choice: its name in a form, its words, and when it is."""

    name: str
    word: str
    at: datetime


def moments(at: datetime) -> list[Moment]:
    """Later today, tomorrow morning, next week: as far as they make sense now, and no moment twice."""
    offered: dict[datetime, Moment] = {}
    for choice in _choices(timezone.localtime(at)):
        offered.setdefault(choice.at, choice)
    return list(offered.values())


def _choices(here: datetime) -> list[Moment]:
    later = (here + LATER).replace(minute=0, second=0, microsecond=0)
    choices = [
        Moment(name="tomorrow", word=_("Tomorrow morning"), at=_morning(here, 1)),
        Moment(name="week", word=_("Next week"), at=_morning(here, 7 - here.weekday())),
    ]
    if later.date() == here.date() and later.time() <= EVENING:
        choices.insert(0, Moment(name="later", word=_("Later today"), at=later))
    return choices


def moment_of(text: str, at: datetime) -> datetime:
    """The moment behind a choice, or behind a day and hour as the visitor's clock shows them."""
    for choice in _choices(timezone.localtime(at)):
        if choice.name == text:
            return choice.at
    try:
        given = parse_datetime(text)
    except ValueError:
        given = None
    if given is None:
        raise Refused(_("Say until when: choose a moment, or a day and an hour."))
    return given if timezone.is_aware(given) else timezone.make_aware(given)


def _morning(here: datetime, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(here.date() + timedelta(days=days), MORNING))
