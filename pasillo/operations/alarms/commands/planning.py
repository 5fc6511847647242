"""How a service wants its people to be called."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.operations.alarms.facts import AlarmPlanSet
from pasillo.operations.alarms.ladder import Rung
from pasillo.operations.alarms.models import Plan
from pasillo.strategy.catalogue.models import Service

MOST_SHARES, MOST_RUNGS, LONGEST = 6, 5, 60 * 24 * 60


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody wants to change it to."""

    shares: tuple[int, ...]
    lead_minutes: int
    silence_minutes: int
    rungs: tuple[Rung, ...]
    touch_minutes: int = 30
    cost_of_alarm: int = 1
    cost_of_breach: int = 10
    helps_percent: int = 20


@transaction.atomic
def set_plan(service_id: int, wish: Wish, *, revision: int = 0, by: str, at: datetime) -> Plan:
    """Change when and whom the alarms of a service call, from now on."""
    _check(wish)
    Service.objects.select_for_update().get(pk=service_id)
    known = Plan.objects.filter(pk=service_id).first()
    if (known.revision if known else 0) != revision:
        raise Refused(_("Somebody else has changed these alarms meanwhile. Look at them again, please."))
    rungs = [{"who": str(rung.who), "within": rung.within} for rung in wish.rungs]
    values: dict[str, Any] = {
        "shares": sorted(set(wish.shares)),
        "lead_minutes": wish.lead_minutes,
        "silence_minutes": wish.silence_minutes,
        "rungs": rungs,
        "touch_minutes": wish.touch_minutes,
        "cost_of_alarm": wish.cost_of_alarm,
        "cost_of_breach": wish.cost_of_breach,
        "helps_percent": wish.helps_percent,
        "revision": revision + 1,
    }
    plan, _made = Plan.objects.update_or_create(service_id=service_id, defaults=values)
    fact = AlarmPlanSet(
        service_id=service_id,
        shares=values["shares"],
        lead_minutes=wish.lead_minutes,
        silence_minutes=wish.silence_minutes,
        rungs=[f"{rung.who}:{rung.within}" for rung in wish.rungs],
    )
    tell(fact, about=f"service:{service_id}", by=by, at=at)
    return plan


def _check(wish: Wish) -> None:
    if len(wish.shares) > MOST_SHARES or any(not 1 <= share <= 100 for share in wish.shares):
        raise Refused(_("A share is a whole number from 1 to 100, and there are six at most."))
    if not wish.rungs or len(wish.rungs) > MOST_RUNGS:
        raise Refused(_("A ladder has between one and five rungs."))
    minutes = [wish.lead_minutes, wish.silence_minutes, *(rung.within for rung in wish.rungs)]
    if any(not 0 <= one <= LONGEST for one in minutes) or any(rung.within < 1 for rung in wish.rungs):
        raise Refused(_("A time is between one minute and sixty days; nothing means never."))
    if wish.touch_minutes < 1 or wish.cost_of_alarm < 1 or wish.cost_of_breach < 1:
        raise Refused(_("Work and costs are at least one."))
    if not 1 <= wish.helps_percent <= 100:
        raise Refused(_("An alarm helps in between 1 and 100 of 100 cases."))
