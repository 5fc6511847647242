"""Hours as somebody is typing them: kept word for word until they can be read."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from pasillo.ground.hours.business_time import WEEKDAYS, CalendarRule, Day
from pasillo.ground.hours.commands import FARTHEST
from pasillo.ground.hours.queries import EARLIEST
from pasillo.ground.hours.sound import DAYS, MOST_DATES, TOO_FAR, is_zone
from pasillo.ground.hours.written import Unreadable, read_hours, write_hours

BLANK_ROWS = 2
MOST_ROWS = MOST_DATES + 1  # one more than may be kept, so that too many are told to be too many
LONGEST_REASON = 120


@dataclass(frozen=True)
class OneDate:
    """A date on which something else holds than on its day of the week."""

    on: str = ""
    hours: str = ""
    reason: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed. Without its day, a date is taken away."""
        return not self.on.strip()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What stands in the form."""

    zone: str
    name: str = ""
    week: tuple[str, ...] = ("",) * 7
    dates: tuple[OneDate, ...] = ()
    since: str = ""
    note: str = ""

    def with_rows(self) -> "Draft":
        """With some empty rows at the end, to be filled."""
        return replace(self, dates=(*self.dates, *[OneDate()] * BLANK_ROWS))


@dataclass
class Read:
    """What could be read of a draft, and what could not, by field."""

    rule: CalendarRule
    faults: dict[str, str] = field(default_factory=dict)


def draft_of(rule: CalendarRule, *, today: date, name: str = "") -> Draft:
    """Hours as they are kept, to be changed. Dates that are over are not shown; they stay."""
    coming = [(on, hours) for on, hours in sorted(rule.exceptions.items()) if on >= today]
    dates = tuple(OneDate(on.isoformat(), write_hours(hours), rule.reasons.get(on, "")) for on, hours in coming)
    return Draft(name=name, zone=rule.zone, week=tuple(write_hours(hours) for hours in rule.week), dates=dates)


def typed(given: QueryDict) -> Draft:
    """What a form brought."""
    rows = zip(given.getlist("on"), given.getlist("hours"), given.getlist("reason"), strict=False)
    dates = (OneDate(on, hours, reason[:LONGEST_REASON]) for on, hours, reason in list(rows)[:MOST_ROWS])
    return Draft(
        name=given.get("name", ""),
        zone=given.get("zone", ""),
        week=tuple(given.get(day, "") for day in WEEKDAYS),
        dates=tuple(one for one in dates if not one.is_blank or one.hours or one.reason),
        since=given.get("since", ""),
        note=given.get("note", ""),
    )


def with_days_off(draft: Draft, taken: list[str]) -> Draft:
    """The draft with some holidays more, as "2026-12-25 Christmas"; what stands there already stays as it is."""
    known = {one.on for one in draft.dates}
    more = [OneDate(on, "", name) for on, _space, name in (one.partition(" ") for one in taken) if on not in known]
    return replace(draft, dates=tuple(sorted([*draft.dates, *more], key=lambda one: one.on)))


def read(draft: Draft, *, before: CalendarRule | None, today: date) -> Read:
    """The hours that were typed. Dates that are over are those of the hours before."""
    faults: dict[str, str] = {}
    week = tuple(_day(name, text, faults) for name, text in zip(WEEKDAYS, draft.week, strict=True))
    exceptions = {on: hours for on, hours in before.exceptions.items() if on < today} if before else {}
    reasons = {on: why for on, why in before.reasons.items() if on < today} if before else {}
    _without_day(draft, before, faults)
    for place, on, one in _dates(draft, faults):
        if on in exceptions:
            words = (
                _("%(date)s is over: it changes nothing any more.") if on < today else _("%(date)s stands here twice.")
            )
            faults[f"on-{place}"] = words % {"date": on.isoformat()}
        exceptions[on] = _day(f"hours-{place}", one.hours, faults)
        reasons[on] = one.reason.strip()
    if not is_zone(draft.zone):
        faults["zone"] = _("There is no time zone “%(zone)s”. Choose one from the list.") % {"zone": draft.zone[:60]}
    zone = draft.zone if "zone" not in faults else "UTC"
    kept = {on: why for on, why in reasons.items() if why}
    return Read(CalendarRule(zone=zone, week=week, exceptions=exceptions, reasons=kept), faults)


def begins(draft: Draft, *, zone: str, at: datetime, faults: dict[str, str]) -> datetime:
    """From when on the hours hold: now, or the beginning of a later day where they are."""
    if not draft.since.strip():
        return at
    try:
        day = date.fromisoformat(draft.since.strip())
    except ValueError:
        faults["since"] = _("Please choose a day.")
        return at
    if day - at.date() > FARTHEST:
        faults["since"] = str(TOO_FAR)
        return at
    local = datetime.combine(max(day, EARLIEST), time.min, tzinfo=ZoneInfo(zone))
    return at if day == at.astimezone(ZoneInfo(zone)).date() else local.astimezone(UTC)


def names_of_days() -> list[tuple[str, str]]:
    """The days of the week, by the name of their field."""
    return [(code, str(words)) for code, words in zip(WEEKDAYS, DAYS, strict=True)]


def _label(code: str) -> str:
    return dict(names_of_days())[code]


def _without_day(draft: Draft, before: CalendarRule | None, faults: dict[str, str]) -> None:
    """A date that stood here is taken away by emptying its day; what was typed anew without one is asked about."""
    kept = before.exceptions.items() if before else ()
    known = {(write_hours(hours), before.reasons.get(on, "") if before else "") for on, hours in kept}
    for place, one in enumerate(draft.dates):
        if one.is_blank and (one.hours.strip(), one.reason.strip()) not in {("", ""), *known}:
            faults[f"on-{place}"] = _("On which day? Choose it, or empty this line.")


def _dates(draft: Draft, faults: dict[str, str]) -> Iterator[tuple[int, date, OneDate]]:
    for place, one in enumerate(draft.dates):
        if one.is_blank:
            continue
        try:
            yield place, date.fromisoformat(one.on.strip()), one
        except ValueError:
            faults[f"on-{place}"] = _("“%(text)s” is not a day.") % {"text": one.on[:20]}


def _day(name: str, text: str, faults: dict[str, str]) -> Day:
    try:
        return read_hours(text)
    except Unreadable as fault:
        faults[name] = f"{_label(name)}: {fault}" if name in WEEKDAYS else str(fault)
        return ()
