"""Every way in which our targets change. Each change is a new version; the old ones stay as they were."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.facts import ObjectiveEnded, ObjectiveSet
from pasillo.strategy.objectives.kinds.base import Terms, kinds
from pasillo.strategy.objectives.models import Objective


@transaction.atomic
def set_objective(
    service_id: int,
    *,
    metric: str,
    target_minutes: int | None = None,
    target_rate: float | None = None,
    by: str,
    at: datetime,
) -> Objective:
    """From now on this is what we promise. Promises already made keep the version they were made under."""
    if metric not in kinds:
        raise Refused(_("There is no objective of this kind: %(metric)s.") % {"metric": metric})
    kinds[metric].check(Terms(minutes=target_minutes, rate=target_rate))
    newest = _newest(service_id, metric)
    objective = Objective.objects.create(
        service_id=service_id,
        metric=metric,
        target_minutes=target_minutes,
        target_rate=target_rate,
        version=newest.version + 1 if newest else 1,
        valid_from=at,
    )
    fact = ObjectiveSet(
        service_id=service_id,
        objective_id=objective.pk,
        metric=metric,
        version=objective.version,
        target_minutes=target_minutes,
        target_rate=target_rate,
    )
    tell(fact, about=f"service:{service_id}", by=by, at=at)
    return objective


@transaction.atomic
def end_objective(service_id: int, *, metric: str, by: str, at: datetime) -> Objective:
    """From now on nothing is promised on this metric. Promises already made still hold."""
    newest = _newest(service_id, metric)
    if newest is None or newest.is_ended:
        raise Refused(_("Nothing is promised on this, so there is nothing to end."))
    ended = Objective.objects.create(
        service_id=service_id, metric=metric, version=newest.version + 1, valid_from=at, is_ended=True
    )
    fact = ObjectiveEnded(service_id=service_id, objective_id=ended.pk, metric=metric, version=ended.version)
    tell(fact, about=f"service:{service_id}", by=by, at=at)
    return ended


def _newest(service_id: int, metric: str) -> Objective | None:
    Service.objects.select_for_update().get(pk=service_id)
    return Objective.objects.filter(service_id=service_id, metric=metric).order_by("-version").first()
