"""The catalogue in its three blocks: who owns what, how ready it is, and what customers live."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from pasillo.doors.cockpit.catalogue.reading import audiences, block_titles, name_of, paradigms, states
from pasillo.doors.shell.moments import minutes
from pasillo.measurement.reports.usual_times import Usual, usual_times
from pasillo.strategy.catalogue.models import Audience, Service
from pasillo.strategy.catalogue.readiness import Readiness
from pasillo.strategy.catalogue.sheets import readiness_of


def catalogue(services: Sequence[Service]) -> list[dict[str, Any]]:
    """Every block with its services, those of one family together."""
    ready, usual = readiness_of(services), usual_times([service.pk for service in services])
    blocks = []
    for block, title in block_titles().items():
        rows = [_row(one, ready[one.pk], usual.get(one.pk, Usual())) for one in services if one.block == block]
        blocks.append({"block": block, "title": title, "families": _by_family(rows), "n": len(rows)})
    return blocks


def _by_family(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    families: list[dict[str, Any]] = []
    for row in sorted(rows, key=lambda row: row["order"]):
        if not families or families[-1]["key"] != row["family_key"]:
            families.append({"key": row["family_key"], "name": row["family"], "rows": []})
        families[-1]["rows"].append(row)
    return families


def _row(service: Service, ready: Readiness, usual: Usual) -> dict[str, Any]:
    word, tone = states()[service.state]
    family = service.family
    return {
        "url": reverse("cockpit:service", args=[service.slug]),
        "name": name_of(service.names),
        "family": name_of(family.names)["words"] if family else "",
        "family_key": family.pk if family else 0,
        "order": (family is None, family.position if family else 0, family.pk if family else 0, service.position),
        "owner": service.owner.name if service.owner else "",
        "area": service.area.name,
        "for_whom": "" if service.audience == Audience.CUSTOMERS else audiences()[service.audience],
        "state": word,
        "tone": tone,
        "paradigm": paradigms()[service.paradigm] if service.paradigm else "",
        "share": ready.share,
        "missing": len(ready.missing),
        "asked": usual.asked,
        "half": minutes(usual.half) if usual.is_known else "",
        "most": minutes(usual.most) if usual.is_known else "",
    }
