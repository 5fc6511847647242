"""Every way in which our targets change. Each change is a new version; the old ones stay as they were."""

from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.ground.hours.business_time import NeverOpen, due
from pasillo.ground.hours.queries import timetable
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.models import RequestType, Service
from pasillo.strategy.objectives.facts import ObjectiveEnded, ObjectiveSet
from pasillo.strategy.objectives.kinds.base import Terms, kinds
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.policies import Audience, Policy, audience_of, policy_of
from pasillo.strategy.objectives.scope import Scope

EVERYBODY = Scope()
FARTHEST = timedelta(days=731)


@transaction.atomic
def set_objective(
    service_id: int,
    *,
    metric: str,
    target_minutes: int | None = None,
    target_rate: float | None = None,
    audience: str | None = None,
    policy: str | None = None,
    scope: Scope = EVERYBODY,
    valid_from: datetime | None = None,
    by: str,
    at: datetime,
) -> Objective:
    """From now on, or from a moment that lies ahead, this is what we promise.

    Promises already made keep the version they were made under.
    """
    if metric not in kinds:
        raise Refused(_("There is no objective of this kind: %(metric)s.") % {"metric": metric})
    _check_beginning(valid_from, at)
    kinds[metric].check(Terms(minutes=target_minutes, rate=target_rate))
    service = _locked(service_id)
    told, hours = _checked(service, metric, audience, policy, scope)
    if target_minutes is not None:
        _check_hours(service, hours, target_minutes, at=at)
    newest = _newest(service_id, metric, told, scope)
    objective = Objective.objects.create(
        service_id=service_id,
        metric=metric,
        audience=told,
        policy=hours,
        scope=scope.key,
        **asdict(scope),
        target_minutes=target_minutes,
        target_rate=target_rate,
        version=newest.version + 1 if newest else 1,
        valid_from=valid_from or at,
    )
    fact = ObjectiveSet(
        service_id=service_id,
        objective_id=objective.pk,
        metric=metric,
        version=objective.version,
        target_minutes=target_minutes,
        target_rate=target_rate,
        audience=told,
        policy=hours,
        scope=scope.key,
        valid_from=objective.valid_from.isoformat(),
    )
    tell(fact, about=f"service:{service_id}", by=by, at=at)
    return objective


@transaction.atomic
def end_objective(
    service_id: int,
    *,
    metric: str,
    audience: str | None = None,
    scope: Scope = EVERYBODY,
    by: str,
    at: datetime,
) -> Objective:
    """From now on nothing is promised on this metric, nor what was announced. Promises already made still hold."""
    _locked(service_id)
    newest = _newest(service_id, metric, audience or audience_of(metric), scope)
    if newest is None or newest.is_ended:
        raise Refused(_("Nothing is promised on this, so there is nothing to end."))
    ended = _end(newest, valid_from=at, by=by, at=at)
    for moment in _announced(newest, at):
        _end(newest, valid_from=moment, by=by, at=at)
    return ended


def _announced(one: Objective, at: datetime) -> list[datetime]:
    """From when on another target was announced."""
    same = Objective.objects.filter(service=one.service_id, metric=one.metric, audience=one.audience, scope=one.scope)
    return list(same.filter(valid_from__gt=at).order_by("valid_from").values_list("valid_from", flat=True).distinct())


def _end(one: Objective, *, valid_from: datetime, by: str, at: datetime) -> Objective:
    newest = _newest(one.service_id, one.metric, one.audience, one.holds_for)
    ended = Objective.objects.create(
        service_id=one.service_id,
        metric=one.metric,
        audience=one.audience,
        policy=one.policy,
        scope=one.scope,
        **asdict(one.holds_for),
        version=newest.version + 1 if newest else 1,
        valid_from=valid_from,
        is_ended=True,
    )
    fact = ObjectiveEnded(
        service_id=ended.service_id,
        objective_id=ended.pk,
        metric=ended.metric,
        version=ended.version,
        audience=ended.audience,
        scope=ended.scope,
    )
    tell(fact, about=f"service:{ended.service_id}", by=by, at=at)
    return ended


def _check_beginning(valid_from: datetime | None, at: datetime) -> None:
    if valid_from is not None and not at < valid_from <= at + FARTHEST:
        raise Refused(_("The day from which it holds lies ahead, by two years at most."))


def _checked(
    service: Service, metric: str, audience: str | None, policy: str | None, scope: Scope
) -> tuple[Audience, Policy]:
    try:
        told, hours = Audience(audience or audience_of(metric)), Policy(policy or policy_of(metric))
    except ValueError:
        raise Refused(_("Say for whom the target is and whose hours count.")) from None
    asked = scope.request_type_id
    if asked and not RequestType.objects.filter(pk=asked, service=service).exists():
        raise Refused(_("This service has no such request."))
    return told, hours


def _check_hours(service: Service, policy: Policy, minutes: int, *, at: datetime) -> None:
    """A time cannot be promised in a calendar that is never open for so long."""
    if policy == Policy.ALWAYS:
        return
    try:
        due(timetable(service.calendar_id, at=at), at, timedelta(minutes=minutes))
    except (LookupError, NeverOpen):
        raise Refused(
            _("A time can only be promised in hours in which somebody serves for so long: %(calendar)s has too few.")
            % {"calendar": service.calendar.name}
        ) from None


def _locked(service_id: int) -> Service:
    return Service.objects.select_for_update(of=("self",)).select_related("calendar").get(pk=service_id)


def _newest(service_id: int, metric: str, audience: str, scope: Scope) -> Objective | None:
    same = Objective.objects.filter(service_id=service_id, metric=metric, audience=audience, scope=scope.key)
    return same.order_by("-version").first()
