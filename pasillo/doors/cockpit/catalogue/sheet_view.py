"""Everything that the sheet of a service shows, made ready to be read."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pasillo.doors.cockpit.catalogue.objectives_view import objectives_of_sheet
from pasillo.doors.cockpit.catalogue.reading import (
    audiences,
    block_titles,
    may_plan,
    name_of,
    paradigms,
    spoken,
    states,
)
from pasillo.doors.cockpit.catalogue.scopes import choices_of
from pasillo.doors.cockpit.catalogue.typed import steps_as_lines
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.kinds import kinds_of_case
from pasillo.doors.shell.moments import minutes
from pasillo.doors.shell.promised import service_day, span
from pasillo.ground.hours.models import Calendar
from pasillo.ground.hours.queries import timetable
from pasillo.ground.people.models import Person
from pasillo.ground.people.queries import areas_to_choose
from pasillo.measurement.reports.usual_times import usual_time
from pasillo.strategy.catalogue.models import Family, FormDraft, FormVersion, Offered, RequestType, Service
from pasillo.strategy.catalogue.sheets import readiness_of
from pasillo.strategy.objectives.queries import objectives_of

MOST_PEOPLE = 300


def sheet_view(request: HttpRequest, service: Service) -> dict[str, Any]:
    """The sheet, with every choice that its forms offer."""
    objectives = objectives_of_sheet(service, at=now())
    return {
        "service": service,
        "name": name_of(service.names),
        "block_title": block_titles()[service.block],
        "state": states()[service.state],
        "readiness": readiness_of([service])[service.pk],
        "is_draft": service.state != Offered.PUBLISHED,
        "is_retired": service.state == Offered.RETIRED,
        "may_plan": may_plan(request),
        "languages": spoken(),
        "steps": {code: steps_as_lines(service.steps, code) for code, _name in spoken()},
        "objectives": objectives,
        "special_choices": choices_of(service),
        "usual": _usual(service),
        "card": _card(service),
        "requests": _requests(service),
        "kinds": kinds_of_case(),
        "portal_url": reverse("portal:service", args=[service.slug]),
        "why": "",
        "typed": None,
        "theirs": None,
        **_choices(service),
    }


def _choices(service: Service) -> dict[str, Any]:
    serving = set(service.serving_areas.values_list("pk", flat=True))
    people = Person.objects.filter(memberships__isnull=False, is_active=True).distinct().order_by("name")
    return {
        "blocks": block_titles(),
        "paradigms": paradigms(),
        "audiences": audiences(),
        "families": [(0, "")] + [(one.pk, name_of(one.names)["words"]) for one in Family.objects.order_by("slug")],
        "people": [(0, _("Nobody yet"))] + list(people.values_list("pk", "name")[:MOST_PEOPLE]),
        "areas": list(areas_to_choose(service.area_id, *serving).values_list("pk", "name")),
        "serving": serving,
        "calendars": list(Calendar.objects.order_by("name").values_list("pk", "name")),
        "others": [(0, _("The list of all services"))]
        + [
            (one.pk, name_of(one.names)["words"])
            for one in Service.objects.filter(state=Offered.PUBLISHED).exclude(pk=service.pk).order_by("slug")
        ],
    }


def _requests(service: Service) -> list[dict[str, Any]]:
    types = list(RequestType.objects.filter(service=service).order_by("position", "slug"))
    newest = FormVersion.objects.filter(request_type__in=types).order_by("request_type_id", "-number")
    versions = {one.request_type_id: one for one in newest.distinct("request_type_id")}
    drafts = set(FormDraft.objects.filter(request_type__in=types).values_list("request_type_id", flat=True))
    return [
        {
            "name": name_of(one.names),
            "kind": kinds_of_case().get(one.kind, one.kind),
            "state": states()[one.state],
            "version": versions[one.pk].number if one.pk in versions else 0,
            "questions": len(versions[one.pk].fields) if one.pk in versions else 0,
            "has_draft": one.pk in drafts,
            "url": reverse("cockpit:form", args=[service.slug, one.slug]),
        }
        for one in types
    ]


def _usual(service: Service) -> dict[str, Any]:
    usual = usual_time(service.pk)
    known = usual.is_known
    return {
        "asked": usual.asked,
        "n": usual.n,
        "half": minutes(usual.half) if known else "",
        "most": minutes(usual.most) if known else "",
    }


def _card(service: Service) -> dict[str, Any]:
    """The promise as a customer of the reader's language meets it."""
    promised = _promised(service)
    language = get_language() or "en"
    steps = [(name_of(step.get("names", {})), name_of(step.get("texts", {}))) for step in service.steps]
    return {
        "span": promised.get("resolution", ""),
        "answer": promised.get("first_response", ""),
        "words": name_of(service.promise_texts),
        "advice": name_of(service.advice),
        "steps": steps,
        "language": language,
    }


def _promised(service: Service) -> dict[str, str]:
    """What is promised, counted in the days of service in which the portal counts it."""
    at = now()
    try:
        day = service_day(timetable(service.calendar_id, at=at))
    except LookupError:
        return {}
    targets = objectives_of(service.pk, at=at)
    return {one.metric: span(one.target_minutes, day) for one in targets if one.target_minutes}
