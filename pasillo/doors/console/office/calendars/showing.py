"""What the pages of a calendar show: who uses it, its versions, and the promises that would move."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.console.office.calendars.picture import week_in_words
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.models import Calendar, CalendarVersion
from pasillo.ground.kit.looking import for_the_house
from pasillo.ground.people.models import Area, Person
from pasillo.operations.cases.models import Case
from pasillo.operations.promises.moves import Move
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.kinds.base import kinds

PAGE = 50
SOON = timedelta(days=1)


def every_calendar(at: datetime) -> list[dict[str, Any]]:
    """All calendars with the hours that hold now, and who serves in them."""
    versions: dict[int, list[CalendarVersion]] = defaultdict(list)
    for version in CalendarVersion.objects.order_by("effective_from", "id"):
        versions[version.calendar_id].append(version)
    areas, services = _used(Area, "name"), _used(Service, "slug")
    return [
        _row(calendar, versions[calendar.pk], at)
        | {"areas": areas[calendar.pk], "services": len(services[calendar.pk])}
        for calendar in Calendar.objects.order_by("name")
    ]


def _row(calendar: Calendar, versions: Sequence[CalendarVersion], at: datetime) -> dict[str, Any]:
    held = [version for version in versions if version.effective_from <= at] or list(versions[:1])
    rule = CalendarRule.from_json(held[-1].rule) if held else CalendarRule()
    coming = sum(on >= at.date() for on in rule.exceptions)
    return {"calendar": calendar, "zone": rule.zone, "week": week_in_words(rule), "dates": coming}


def _used(model: Any, name: str) -> dict[int, list[str]]:
    used: dict[int, list[str]] = defaultdict(list)
    for calendar_id, words in model.objects.order_by(name).values_list("calendar_id", name):
        used[calendar_id].append(words)
    return used


def versions_shown(versions: Sequence[CalendarVersion], held: CalendarVersion, at: datetime) -> list[dict[str, Any]]:
    """All versions, the youngest first: from when on, by whom, why, and which holds."""
    refs = {version.made_by for version in versions}
    ids = [int(ref[7:]) for ref in refs if ref.startswith("person:") and ref[7:].isdecimal()]
    names = {f"person:{pk}": name for pk, name in Person.objects.filter(pk__in=ids).values_list("pk", "name")}
    return [
        {
            "version": version,
            "by": names.get(version.made_by, _("The house itself")),
            "holds": version.pk == held.pk,
            "planned": version.effective_from > at,
        }
        for version in sorted(versions, key=lambda one: one.pk, reverse=True)
    ]


def what_moves(moves: Sequence[Move], after: tuple[int, int], at: datetime) -> dict[str, Any]:
    """How many promises move and which way, and a page of them, soonest first."""
    page = [move for move in moves if (move.becomes, move.clock_id) > after][: PAGE + 1]
    numbers = _numbers([move.case_id for move in page[:PAGE]])
    soon = sum(move.becomes < move.was and move.becomes_at <= at + SOON for move in moves)
    return {
        "count": len(moves),
        "later": sum(move.becomes > move.was for move in moves),
        "earlier": sum(move.becomes < move.was for move in moves),
        "soon": soon,
        "rows": [_shown(move, numbers) for move in page[:PAGE]],
        "more": f"{page[PAGE - 1].becomes}-{page[PAGE - 1].clock_id}" if len(page) > PAGE else "",
    }


def _numbers(case_ids: list[int]) -> dict[int, int]:
    with for_the_house("the numbers of the cases whose promises would move, for whoever changes the hours"):
        return dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "number"))


def _shown(move: Move, numbers: dict[int, int]) -> dict[str, Any]:
    label = str(kinds[move.metric].label) if move.metric in kinds else move.metric
    return {
        "number": numbers.get(move.case_id, ""),
        "metric": label,
        "was": move.was_at,
        "becomes": move.becomes_at,
        "is_later": move.becomes > move.was,
    }
