"""What is promised about services: the targets that hold, and those that held before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pasillo.doors.cockpit.catalogue.reading import block_titles, name_of, states
from pasillo.doors.cockpit.catalogue.scopes import special_lines
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.moments import number, per_cent, served
from pasillo.strategy.catalogue.models import Offered, Service
from pasillo.strategy.objectives.kinds.base import kinds
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.policies import audience_of

TIMES = ("level", "first_response", "next_response", "resolution", "dispute")
MORE_TIMES = ("total_resolution", "customer_wait", "update_cadence", "delivery", "event_deadline")
OURS = ("ownership", "area_time", "customer_effort_time")
SHARES = ("satisfaction", "errors")
METRICS = (*TIMES, *SHARES)


def objectives_by_block(services: Sequence[Service], *, sheets: AbstractSet[int]) -> list[dict[str, Any]]:
    """Every service that is or will be offered, with its targets in one row; `sheets` are those that may be opened."""
    held: dict[int, dict[str, str]] = defaultdict(dict)
    begun = Objective.objects.general().filter(service__in=services, valid_from__lte=now())
    newest = begun.latest_first("service_id", "metric")
    for one in newest.distinct("service_id", "metric"):
        if not one.is_ended:
            held[one.service_id][one.metric] = target_words(one)
    shown = [service for service in services if service.state != Offered.RETIRED]
    rows = [_row(service, held[service.pk], opens=service.pk in sheets) for service in shown]
    return [
        {"title": title, "block": block, "rows": [row for row in rows if row["block"] == block]}
        for block, title in block_titles().items()
    ]


def metrics_held(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """The sorts of objective that any of these services has, each with its name, the times first."""
    held = {metric for block in blocks for row in block["rows"] for metric in row["held"]}
    return {metric: _head(metric) for metric in METRICS if metric in kinds and metric in held}


def _head(metric: str) -> str:
    """A sort of objective as the head of a narrow column says it."""
    short = {
        "first_response": _("First answer"),
        "next_response": _("Next answer"),
        "resolution": _("Solution"),
        "dispute": _("Answer the dispute"),
    }
    return short.get(metric) or str(kinds[metric].label)


def objectives_of_sheet(service: Service, *, at: datetime) -> list[dict[str, Any]]:
    """Every sort of objective of one service: what holds now, what is to come, each version, what holds for some."""
    versions: dict[str, list[Objective]] = defaultdict(list)
    special: dict[tuple[str, str, str, datetime | None], Objective] = {}
    every = Objective.objects.filter(service=service).select_related("request_type").latest_first("metric")
    for one in every:
        begins = one.valid_from if one.valid_from > at else None
        if not one.scope and one.audience == audience_of(one.metric):
            versions[one.metric].append(one)
        else:
            special.setdefault((one.metric, one.audience, one.scope, begins), one)
    lines = special_lines(service, special.values(), at=at)
    return [
        _sort(metric, label, versions[metric], lines.get(metric, []), at) for metric, label in every_metric().items()
    ]


def _sort(
    metric: str, label: Any, every: list[Objective], special: list[dict[str, Any]], at: datetime
) -> dict[str, Any]:
    versions = [one for one in every if one.valid_from <= at]
    holds = bool(versions) and not versions[0].is_ended
    return {
        "coming": _coming(one for one in every if one.valid_from > at),
        "metric": metric,
        "label": label,
        "is_time": metric not in SHARES,
        "is_more": metric not in METRICS and not every and not special,
        "is_ours": metric in OURS,
        "now": target_words(versions[0]) if holds else "",
        **_as_typed(versions[0].target_minutes if versions else None),
        "rate": _hundredths(versions[0]) if versions else "",
        "versions": [{"n": one.version, "words": target_words(one), "since": one.valid_from} for one in versions],
        "special": [line | {"words": target_words(line["one"])} for line in special],
    }


def _as_typed(target: int | None) -> dict[str, Any]:
    """A time in the largest unit in which it is whole."""
    in_hours = target is not None and target > 0 and target % 60 == 0
    return {"time": target // 60 if in_hours and target else target, "unit": "hours" if in_hours else "minutes"}


def _coming(announced: Iterable[Objective]) -> list[dict[str, Any]]:
    """What was announced and still stands, the first to come first."""
    decided: dict[datetime, Objective] = {}
    for one in announced:
        decided.setdefault(one.valid_from, one)
    return [{"words": target_words(one), "since": since} for since, one in sorted(decided.items()) if not one.is_ended]


def every_metric() -> dict[str, Any]:
    """Every sort of objective that a sheet can hold, the usual ones first."""
    return {name: kinds[name].label for name in (*METRICS, *MORE_TIMES, *OURS) if name in kinds}


def target_words(one: Objective) -> str:
    """A target as one says it: “12 h of service for 90 %”."""
    if one.is_ended:
        return _("ended")
    share = per_cent(_hundredths(one)) if one.target_rate is not None else ""
    if one.target_minutes is None:
        return (_("at most %(share)s") if one.metric == "errors" else _("at least %(share)s")) % {"share": share}
    time = served(one.target_minutes)
    return _("%(time)s for %(share)s") % {"time": time, "share": share} if share else time


def _hundredths(one: Objective) -> str:
    return "" if one.target_rate is None else number(100 * one.target_rate)


def _row(service: Service, held: dict[str, str], *, opens: bool) -> dict[str, Any]:
    return {
        "block": service.block,
        "name": name_of(service.names),
        "url": f"{reverse('cockpit:service', args=[service.slug])}#objectives" if opens else "",
        "state": states()[service.state],
        "held": held,
        "is_lame": not set(held) & set(TIMES) or not set(held) & set(SHARES),
    }
