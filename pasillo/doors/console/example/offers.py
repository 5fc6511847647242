"""What Nidalia offers: sixteen services in three blocks, with their forms and promises. The words are in catalogue/."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from pasillo.doors.console.example.company import Company
from pasillo.doors.console.example.company import told as written
from pasillo.strategy.catalogue.commands import (
    draft_request_type,
    draft_service,
    open_family,
    publish_form,
    publish_service,
)
from pasillo.strategy.catalogue.models import Family, FormVersion, RequestType, Service
from pasillo.strategy.objectives.commands import set_objective

SHARES = ("satisfaction", "errors")
TEXTS = ("summaries", "promise_texts", "advice", "keywords")
IN_TIME = 0.9
PLAIN = ("icon", "paradigm", "position", "steps")


@dataclass
class Offer:
    """A service of Nidalia, with what can be asked of it."""

    key: str
    service: Service
    area: str
    objectives: dict[str, float]
    types: dict[str, RequestType] = field(default_factory=dict)
    forms: dict[str, list[FormVersion]] = field(default_factory=dict)


def write_catalogue(company: Company, *, by: str, at: datetime) -> dict[str, Offer]:
    """Publish all sixteen services. Forms that were changed later are published at that later day."""
    families = _open_families(by=by, at=at)
    return {key: _publish(key, told, company, families, by, at) for key, told in _read().items()}


def offers_as_they_stand() -> dict[str, Offer]:
    """What was published before."""
    services = {service.slug: service for service in Service.objects.all()}
    types = {(one.service_id, one.slug): one for one in RequestType.objects.all()}
    forms = FormVersion.objects.order_by("published_at")
    offers = {}
    for key, told in _read().items():
        service = services[told["slug"]]
        offer = offers[key] = Offer(key, service, told["area"], told["objectives"])
        for asked in told["requests"]:
            offer.types[asked["slug"]] = kind = types[service.pk, asked["slug"]]
            offer.forms[asked["slug"]] = [form for form in forms if form.request_type_id == kind.pk]
    return offers


def form_then(offer: Offer, slug: str, moment: datetime) -> FormVersion:
    """The form that was asked at a moment."""
    asked = [version for version in offer.forms[slug] if version.published_at <= moment]
    return asked[-1] if asked else offer.forms[slug][0]


@cache
def _read() -> dict[str, dict[str, Any]]:
    folder = files("pasillo.doors.console.example") / "catalogue"
    found = {path.name.removesuffix(".toml"): path for path in folder.iterdir() if path.name.endswith(".toml")}
    return {key: tomllib.loads(found[key].read_text("utf-8")) for key in sorted(found)}


def _open_families(*, by: str, at: datetime) -> dict[str, Family]:
    return {
        family["slug"]: open_family(
            block=family["block"],
            names=family["names"],
            slug=family["slug"],
            position=10 * place,
            by=by,
            at=_before(at),
        )
        for place, family in enumerate(written("families")["families"], 1)
    }


def _publish(
    key: str, told: dict[str, Any], company: Company, families: dict[str, Family], by: str, at: datetime
) -> Offer:
    service = draft_service(
        block=told["block"],
        names=told["names"],
        area=company.areas[told["area"]],
        slug=told["slug"],
        details={
            **{name: told[name] for name in (*TEXTS, *PLAIN) if name in told},
            "owner": company.people[told["owner"]],
            "family": families[told["family"]],
        },
        by=by,
        at=_before(at),
    )
    offer = Offer(key, service, told["area"], told["objectives"])
    for metric, target in told["objectives"].items():
        set_objective(service.pk, metric=metric, by=by, at=_before(at), **_goal(metric, target))
    publish_service(service.pk, by=by, at=_before(at))
    for place, asked in enumerate(told["requests"]):
        _offer_request(offer, asked, place, by, at)
    return offer


def _goal(metric: str, target: float) -> dict[str, Any]:
    """A share, or a time; the time to a solution is meant for nine of ten cases."""
    if metric in SHARES:
        return {"target_rate": target}
    return {"target_minutes": target} | ({"target_rate": IN_TIME} if metric == "resolution" else {})


def _offer_request(offer: Offer, asked: dict[str, Any], place: int, by: str, at: datetime) -> None:
    request_type = draft_request_type(
        offer.service.pk,
        names=asked["names"],
        kind=asked["kind"],
        slug=asked["slug"],
        summaries=asked.get("summaries"),
        position=10 * (place + 1),
        by=by,
        at=_before(at),
    )
    offer.types[asked["slug"]] = request_type
    offer.forms[asked["slug"]] = [
        publish_form(
            request_type.pk, fields=form.get("fields", []), by=by, at=at - timedelta(days=form["days_ago"])
        )
        for form in asked["forms"]
    ]  # fmt: skip


def _before(at: datetime) -> datetime:
    return at - timedelta(days=95)
