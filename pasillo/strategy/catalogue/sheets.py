"""What the list of readiness asks about services, gathered for many of them in few questions."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import Count, Q

from pasillo.ground.hours.models import CalendarVersion
from pasillo.ground.kit.registry import Registry
from pasillo.ground.people.models import Membership, Role
from pasillo.ground.people.organisation import organisation
from pasillo.ground.people.sight import Sight
from pasillo.strategy.catalogue.models import Offered, RequestType, Service
from pasillo.strategy.catalogue.readiness import Readiness, Sheet, readiness
from pasillo.strategy.catalogue.steering import answered_for_by

WHO_SERVES = (Role.AGENT, Role.MANAGER)

# What rooms above know: a name, and a function that tells it for many services at once.
gatherers: Registry[Callable[[list[int]], Mapping[int, Any]]] = Registry("gatherer of what a service has")


def readiness_of(services: Iterable[Service]) -> dict[int, Readiness]:
    """How ready each of these services is."""
    return {pk: readiness(sheet) for pk, sheet in sheets(list(services)).items()}


def sheets(services: list[Service]) -> dict[int, Sheet]:
    """The sheet of each of these services."""
    ids = [service.pk for service in services]
    languages = tuple(organisation().languages)
    serving = _serving_areas(services)
    people = _people_who_serve({area for areas in serving.values() for area in areas} | {s.area_id for s in services})
    forms, hours = _forms(ids), open_every_week({service.calendar_id for service in services})
    more = {name: gatherers[name](ids) for name in gatherers}
    return {
        service.pk: Sheet(
            languages=languages,
            names=service.names,
            summaries=service.summaries,
            promise_texts=service.promise_texts,
            has_owner=service.owner_id is not None,
            serving_areas=len(serving[service.pk]),
            people_who_serve=sum(people.get(area, 0) for area in {service.area_id, *serving[service.pk]}),
            is_open_some_time=service.calendar_id in hours,
            paradigm=service.paradigm,
            forms_published=forms.get(service.pk, 0),
            more={name: found.get(service.pk) for name, found in more.items()},
        )
        for service in services
    }


def _serving_areas(services: list[Service]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = Service.serving_areas.through.objects.filter(service_id__in=[service.pk for service in services])
    for service_id, area_id in rows.values_list("service_id", "area_id"):
        found[service_id].add(area_id)
    return found


def _people_who_serve(area_ids: set[int]) -> dict[int, int]:
    rows = Membership.objects.filter(area_id__in=area_ids, role__in=WHO_SERVES, person__is_active=True)
    counted = rows.values("area_id").annotate(n=Count("person", distinct=True))
    return {int(row["area_id"] or 0): int(row["n"]) for row in counted}


def _forms(service_ids: list[int]) -> dict[int, int]:
    types = RequestType.objects.filter(service_id__in=service_ids, state=Offered.PUBLISHED)
    counted = types.filter(form_versions__isnull=False).values("service_id").annotate(n=Count("pk", distinct=True))
    return {row["service_id"]: row["n"] for row in counted}


def open_every_week(calendar_ids: set[int]) -> set[int]:
    """Those of these calendars in which somebody serves on at least one day of every week."""
    newest = CalendarVersion.objects.filter(calendar_id__in=calendar_ids).order_by(
        "calendar_id", "-effective_from", "-id"
    )
    rules = newest.distinct("calendar_id").values_list("calendar_id", "rule")
    return {pk for pk, rule in rules if rule.get("always") or any((rule.get("week") or {}).values())}


def offered_or_drafted(seen: Sight | None = None) -> list[Service]:
    """The whole catalogue as its makers see it: everything, or what somebody answers for or their areas serve."""
    services = Service.objects.select_related("area", "calendar", "owner", "family")
    if seen is not None:
        served = Service.objects.filter(serving_areas__in=seen.managed_ids)
        services = services.filter(Q(pk__in=answered_for_by(seen).values("pk")) | Q(pk__in=served.values("pk")))
    return list(services.order_by("block", "family__position", "position", "slug"))
