"""What is promised and what was lived, in sentences for a customer."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from pasillo.doors.shell.moments import when
from pasillo.doors.shell.promised import DAY, service_day, span, within
from pasillo.ground.hours.business_time import Compiled, NeverOpen, due, is_open, next_open, stretches


def first_answer(hours: Compiled, at: datetime, minutes: int) -> str:
    """When a person answers what is sent now: a span while that is true on any watch, else the moment."""
    day = service_day(hours)
    try:
        until = due(hours, at, timedelta(minutes=minutes))
    except NeverOpen:
        return ""
    crosses_closing = minutes < day and until > at + timedelta(minutes=minutes)
    if is_open(hours, at) and not crosses_closing:
        return _("A person answers you %(within)s.") % {"within": within(minutes, day)}
    return _("A person answers you before %(moment)s.") % {"moment": when(until)}


def usual_words(half: float, most: float) -> str:
    """What customers lived lately: 'Usually solved in 2 days, almost always in 5 days.'"""
    short, long = within(round(half), DAY), within(round(most), DAY)
    if short == long:
        return _("Usually solved %(within)s.") % {"within": short}
    return _("Half are solved %(short)s, four of five %(long)s.") % {"short": short, "long": long}


def course_words(half: float, most: float, lately: float) -> str:
    """Two windows that differ, in one sentence that names both."""
    short, long = within(round(half), DAY), within(round(most), DAY)
    said = {"short": short, "long": long, "lately": span(round(lately), DAY)}
    if short == long:
        return _("In the last 90 days most were solved %(short)s; in the last 30 days half waited %(lately)s.") % said
    words = _(
        "In the last 90 days half were solved %(short)s, four of five %(long)s; "
        "in the last 30 days half waited %(lately)s."
    )
    return words % said


def open_words(hours: Compiled, at: datetime) -> tuple[bool, str]:
    """Whether somebody serves now, and until or from when."""
    if is_open(hours, at):
        closes = next((end for _start, end in stretches(hours, at, at + timedelta(days=2))), None)
        if closes is None or closes >= at + timedelta(days=2):
            return True, _("Open now, day and night.")
        return True, _("Open now, until %(moment)s.") % {"moment": when(closes)}
    try:
        return False, _("Closed now. Opens %(moment)s.") % {"moment": when(next_open(hours, at))}
    except NeverOpen:
        return False, ""
