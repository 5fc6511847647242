"""The segments of customers: who belongs to which, and what is promised to them that is not promised to all."""

from collections import defaultdict
from typing import Any

from django.db.models import Count

from pasillo.doors.cockpit.catalogue.objectives_view import target_words
from pasillo.doors.cockpit.catalogue.reading import name_of
from pasillo.ground.people.models import Account, Person, Segment
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.kinds.base import kinds
from pasillo.strategy.objectives.models import Objective

MOST = 50


def segments_view(services: list[Service]) -> list[dict[str, Any]]:
    """Every segment by name, those too that accounts or objectives name and nobody has described yet."""
    described = {one.name: one for one in Segment.objects.all()}
    held = dict(Account.objects.exclude(segment="").values_list("segment").annotate(n=Count("pk")).order_by())
    people = dict(
        Person.objects.filter(account__isnull=False, is_active=True)
        .exclude(account__segment="")
        .values_list("account__segment")
        .annotate(n=Count("pk"))
        .order_by()
    )
    promised = _promised(services)
    names = {*described, *held, *promised}
    return [
        {
            "id": described[name].pk if name in described else None,
            "name": name,
            "description": described[name].description if name in described else "",
            "accounts": held.get(name, 0),
            "people": people.get(name, 0),
            "objectives": promised.get(name, []),
        }
        for name in sorted(names, key=str.casefold)
    ]


def _promised(services: list[Service]) -> dict[str, list[dict[str, str]]]:
    """By segment, the newest targets that hold for it alone, of the services that this person may read."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    own = Objective.objects.filter(service__in=services).exclude(segment="").select_related("service")
    newest = own.order_by("service_id", "metric", "audience", "scope", "-version")
    for one in newest.distinct("service_id", "metric", "audience", "scope"):
        if not one.is_ended:
            line = {
                "service": name_of(one.service.names)["words"],
                "slug": one.service.slug,
                "what": str(kinds[one.metric].label) if one.metric in kinds else one.metric,
                "target": target_words(one),
            }
            found[one.segment].append(line)
    return found


def accounts_view(words: str) -> dict[str, Any]:
    """The customers that are organisations, by name, each with its segment; the first fifty that are called so."""
    accounts = Account.objects.order_by("name", "pk")
    if words:
        accounts = accounts.filter(name__icontains=words)
    shown = list(accounts[: MOST + 1])
    return {"rows": shown[:MOST], "is_more": len(shown) > MOST, "words": words}
