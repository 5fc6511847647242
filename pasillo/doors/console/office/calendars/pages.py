"""The calendars: a list, and one with its week, its dates, its versions, and a look at what would move."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from pasillo.doors.console.office.calendars import holidays_found
from pasillo.doors.console.office.calendars.draft import (
    Draft,
    begins,
    draft_of,
    names_of_days,
    read,
    typed,
    with_days_off,
)
from pasillo.doors.console.office.calendars.picture import week_picture
from pasillo.doors.console.office.calendars.showing import every_calendar, versions_shown, what_moves
from pasillo.doors.console.office.frame import number_in, office
from pasillo.doors.console.office.hours import zone_of_new_hours
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.guards import sets_up
from pasillo.doors.shell.visitor import who
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import HoursChangedMeanwhile, NotSound
from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.promises.commands.moving import change_hours, open_hours, what_would_move


@dataclass(kw_only=True)
class Page:
    """What the page of one calendar is made of; the calendar may still be to come."""

    draft: Draft
    at: datetime
    versions: list[CalendarVersion] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    rule: CalendarRule | None = None
    moves: dict[str, Any] | None = None
    found: dict[str, Any] = field(default_factory=dict)
    theirs: str = ""
    known: int = 0
    status: int = 200

    @property
    def held(self) -> CalendarVersion | None:
        """The version that holds now."""
        held = [version for version in self.versions if version.effective_from <= self.at]
        return held[-1] if held else next(iter(self.versions), None)

    @property
    def before(self) -> CalendarRule | None:
        """The hours that hold now."""
        return CalendarRule.from_json(self.held.rule) if self.held else None

    @property
    def today(self) -> date:
        """The day it is where these hours are."""
        return self.at.astimezone(ZoneInfo(self.before.zone if self.before else "UTC")).date()


@require_safe
@sets_up
def every(request: HttpRequest) -> HttpResponse:
    """All hours of the house."""
    return office(request, "calendars", {"rows": every_calendar(now())})


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def new(request: HttpRequest) -> HttpResponse:
    """New hours, with a name."""
    page = Page(draft=Draft(zone=zone_of_new_hours(), week=("09:00–18:00",) * 5 + ("", "")), at=now())
    if request.method != "POST":
        return _answer(request, page)
    page.draft = typed(request.POST)
    if not _prepares(request, page):
        try:
            rule, _since = _readable(page)
            made = open_hours(name=page.draft.name, rule=rule, by=who(request), at=page.at)
        except Refused as refusal:
            return _answer(request, _refused(page, refusal))
        messages.success(request, _("Kept."))
        return redirect("office:calendar", made.calendar_id)
    return _answer(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
@sets_up
def one(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """One calendar, to be changed by a further version."""
    found = CalendarVersion.objects.filter(calendar_id=calendar_id).select_related("calendar")
    versions = list(found.order_by("effective_from", "id"))
    if not versions:
        raise Http404
    page = Page(draft=Draft(zone=""), at=now(), versions=versions, known=max(version.pk for version in versions))
    if request.method != "POST":
        return _shown(request, page)
    page.draft, page.known = typed(request.POST), number_in(request.POST.get("known")) or 0
    if not _prepares(request, page):
        try:
            return _acts(request, page, calendar_id)
        except Refused as refusal:
            return _answer(request, _refused(page, refusal))
    return _answer(request, page)


def _shown(request: HttpRequest, page: Page) -> HttpResponse:
    """The hours that hold now; or those of a version from which somebody wants to start again."""
    asked = number_in(request.GET.get("from"))
    chosen = next((version for version in page.versions if version.pk == asked), None) or page.held
    if chosen is None or (asked and chosen.pk != asked):
        raise Http404
    page.rule = CalendarRule.from_json(chosen.rule)
    page.draft = draft_of(page.rule, today=page.today)
    if chosen != page.held:
        since = chosen.effective_from.astimezone(ZoneInfo(page.rule.zone)).date().isoformat()
        page.draft = replace(page.draft, since=since if chosen.effective_from > page.at else "")
    return _answer(request, page)


def _prepares(request: HttpRequest, page: Page) -> bool:
    """What only changes the form: holidays are looked for or taken over, or there is one row more."""
    act = request.POST.get("act", "keep")
    if act == "holidays":
        page.found = holidays_found.look(request.POST, page.draft, today=page.today)
    elif act == "take":
        page.draft = with_days_off(page.draft, request.POST.getlist("take"))
    elif act not in ("rows", "draw"):
        return False
    page.rule = read(page.draft, before=page.before, today=page.today).rule
    return True


def _acts(request: HttpRequest, page: Page, calendar_id: int) -> HttpResponse:
    """A look at what would move, or the new hours for good."""
    rule, since = _readable(page)
    wish: dict[str, Any] = {"rule": rule, "effective_from": since, "known": page.known}
    act = request.POST.get("act", "keep")
    if act == "keep":
        moved = change_hours(calendar_id, **wish, note=page.draft.note, by=who(request), at=page.at)
        words = ngettext("Kept. %(num)s promise moved.", "Kept. %(num)s promises moved.", moved)
        messages.success(request, words % {"num": moved})
        return redirect("office:calendar", calendar_id)
    page.rule = rule
    page.moves = what_moves(what_would_move(calendar_id, **wish, by=who(request), at=page.at), _after(act), page.at)
    return _answer(request, page)


def _readable(page: Page) -> tuple[CalendarRule, datetime]:
    found = read(page.draft, before=page.before, today=page.today)
    since = begins(page.draft, zone=found.rule.zone, at=page.at, faults=found.faults)
    if found.faults:
        page.faults = found.faults
        raise Refused(_("Some of these hours cannot be read. Nothing was changed."))
    page.rule = found.rule
    return found.rule, since


def _after(act: str) -> tuple[int, int]:
    """Behind which promise the next page of the look begins."""
    becomes, _dash, clock_id = act.removeprefix("look").strip().partition("-")
    return (number_in_long(becomes), number_in_long(clock_id))


def number_in_long(text: str) -> int:
    """A number of up to eighteen digits, else nothing."""
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else 0


def _refused(page: Page, refusal: Refused) -> Page:
    page.told = refusal.faults if isinstance(refusal, NotSound) else [str(refusal)]
    page.status = 422
    if isinstance(refusal, HoursChangedMeanwhile):
        page.status, page.known = 409, refusal.now.pk
        theirs = CalendarRule.from_json(refusal.now.rule)
        page.theirs = week_picture(theirs)
        page.versions = [*page.versions, refusal.now] if refusal.now not in page.versions else page.versions
    return page


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    rule = page.rule or read(page.draft, before=page.before, today=page.today).rule
    held = page.held
    context = {
        "template": "calendar",
        "calendar": held.calendar if held else None,
        "draft": page.draft.with_rows(),
        "days": list(zip(names_of_days(), page.draft.week, strict=True)),
        "picture": week_picture(rule),
        "faults": page.faults,
        "told": page.told,
        "moves": page.moves,
        "found": page.found,
        "theirs": page.theirs,
        "known": page.known,
        "versions": versions_shown(page.versions, held, page.at) if held else [],
        "planned": [version for version in page.versions if version.effective_from > page.at],
        "zones": [(zone, zone) for zone in sorted(available_timezones())],
        **holidays_found.choices(request.POST, today=page.today),
    }
    return office(request, "calendars", context, page.status)
