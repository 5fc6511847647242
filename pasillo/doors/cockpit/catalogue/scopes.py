"""Targets that hold for some cases of a service only, or for us alone: read, said in words, and read from a form."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from pasillo.doors.cockpit.catalogue.reading import name_of
from pasillo.doors.shell.moments import number
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Account
from pasillo.operations.cases.conditions import CHANNELS
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import PRIORITIES
from pasillo.strategy.catalogue.models import RequestType, Service
from pasillo.strategy.objectives.kinds.base import kinds
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.policies import AUDIENCES, LABELS, Audience, Policy, policy_of
from pasillo.strategy.objectives.scope import Scope

LATELY = timedelta(days=30)


def special_lines(service: Service, newest: Iterable[Objective], *, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """By metric, the targets that are not for every customer of the service, the most specific first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for one in sorted(newest, key=lambda one: -one.holds_for.weight):
        if not one.is_ended and (one.scope or one.audience != Audience.CUSTOMER):
            found.setdefault(one.metric, []).append(_line(service, one, at))
    return found


def _line(service: Service, one: Objective, at: datetime) -> dict[str, Any]:
    return {
        "id": one.pk,
        "one": one,
        "for_whom": AUDIENCES[Audience(one.audience)],
        "scope": scope_words(one),
        "hours": LABELS[Policy(one.policy)] if one.policy != policy_of(one.metric) else "",
        "since": one.valid_from if one.valid_from > at else None,
        "cases": _("%(n)s cases of the last 30 days") % {"n": number(_cases(service, one.holds_for, at))},
    }


def _cases(service: Service, scope: Scope, at: datetime) -> int:
    """How many of the cases of the last month it would have held for."""
    cases = Case.objects.filter(service=service, opened_at__gte=at - LATELY)
    if scope.request_type_id:
        cases = cases.filter(request_type_id=scope.request_type_id)
    if scope.segment:
        cases = cases.filter(customer__account__segment=scope.segment)
    if scope.priority:
        cases = cases.filter(priority=scope.priority)
    return (cases.filter(channel=scope.channel) if scope.channel else cases).count()


def scope_words(one: Objective) -> str:
    """For which cases it holds, as one says it."""
    parts = []
    if one.request_type:
        parts.append(_("“%(request)s”") % {"request": name_of(one.request_type.names)["words"]})
    if one.segment:
        parts.append(_("segment %(segment)s") % {"segment": one.segment})
    if one.priority:
        parts.append(_("priority %(priority)s") % {"priority": PRIORITIES.get(one.priority, one.priority)})
    if one.channel:
        parts.append(_("by %(channel)s") % {"channel": CHANNELS.get(one.channel, one.channel)})
    return ", ".join(parts) or _("every case")


def choices_of(service: Service) -> dict[str, Any]:
    """What the form of a special target offers."""
    asked = RequestType.objects.filter(service=service).order_by("position", "pk")
    segments = Account.objects.exclude(segment="").order_by("segment").values_list("segment", flat=True).distinct()
    return {
        "metrics": [(name, kinds[name].label) for name in kinds if name not in ("level", "satisfaction", "errors")],
        "requests": [(one.pk, name_of(one.names)["words"]) for one in asked],
        "segments": list(segments[:50]),
        "priorities": list(PRIORITIES.items()),
        "channels": list(CHANNELS.items()),
        "audiences": list(AUDIENCES.items()),
        "policies": list(LABELS.items()),
    }


def scope_in(given: Mapping[str, str]) -> Scope:
    """For which cases, from the form; what was left open holds for all."""
    asked, priority, channel = given.get("request", ""), given.get("priority", ""), given.get("channel", "")
    if channel and channel not in CHANNELS or priority and priority not in map(str, PRIORITIES):
        raise Refused(_("Choose one of what is offered."))
    return Scope(
        request_type_id=int(asked) if asked.isdecimal() else None,
        segment=" ".join(given.get("segment", "").split())[:60],
        priority=int(priority) if priority else None,
        channel=channel,
    )
