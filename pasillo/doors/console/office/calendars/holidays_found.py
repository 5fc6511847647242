"""Holidays of a country, looked for while hours are typed: chosen one by one, in the language of the house."""

from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from pasillo.doors.console.office.calendars.draft import Draft
from pasillo.ground.hours.days_off import countries, days_off, regions
from pasillo.ground.people.organisation import organisation

YEARS_AHEAD = 3


def choices(given: QueryDict, *, today: date) -> dict[str, Any]:
    """What can be chosen: a country, its parts, some years."""
    country = given.get("country", "")
    return {
        "country": country,
        "region": given.get("region", ""),
        "years": given.getlist("year") or [str(today.year)],
        "countries": [("", _("Choose a country")), *countries()],
        "regions": [("", _("The whole country")), *regions(country)],
        "years_ahead": [str(today.year + n) for n in range(YEARS_AHEAD)],
    }


def look(given: QueryDict, draft: Draft, *, today: date) -> dict[str, Any]:
    """The holidays that were asked for; those that are over or stand in the form already cannot be taken."""
    known = {one.on.strip() for one in draft.dates}
    years = [int(year) for year in given.getlist("year") if year.isdecimal() and len(year) == 4]
    region = given.get("region", "")
    region = region if region in dict(regions(given.get("country", ""))) else ""
    try:
        found = days_off(given.get("country", ""), region, years or [today.year], language=organisation().languages[0])
    except (LookupError, ValueError):
        return {"error": _("Choose a country, and not more than a few years."), "days": []}
    return {
        "error": "",
        "days": [
            {"on": day.on, "name": day.name, "value": f"{day.on} {day.name}", "known": day.on.isoformat() in known}
            for day in found
            if day.on >= today
        ],
    }
