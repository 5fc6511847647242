"""Every way in which the memory of other systems changes here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.together import gather
from pasillo.ground.people.commands import disable, enable, meet
from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Conversation, Message
from pasillo.operations.history.facts import CaseTakenOver
from pasillo.operations.history.models import Log, Origin, StandIn

ORIGINS = "origins"


@dataclass(frozen=True, kw_only=True)
class Known:
    """As what a case was known elsewhere, by what its lines are recognised, and how many they are."""

    known_as: str
    mark: str
    lines: int


@transaction.atomic
def open_log(name: str, *, at: datetime) -> Log:
    """The log of this name is read, for the first time or again."""
    log, is_new = Log.objects.get_or_create(name=name, defaults={"first_read_at": at, "last_read_at": at})
    if not is_new:
        log.last_read_at = at
        log.save(update_fields=["last_read_at"])
    return log


@transaction.atomic
def take_over(case: Case, *, log: Log, known: Known, learned_at: datetime, by: str, at: datetime) -> None:
    """A case that was opened a moment ago comes from this log. A second case of one origin is refused by the table."""
    origin = Origin(
        case=case, log=log, known_as=known.known_as, mark=known.mark, lines=known.lines, taken_over_at=learned_at
    )
    gather(ORIGINS, [origin], Origin.objects.bulk_create)
    tell(CaseTakenOver(case_id=case.pk, log_id=log.pk, lines=known.lines), about=case.ref, by=by, at=at)


@transaction.atomic
def stand_in(log: Log, *, mark: str, name: str, language: str, by: str, at: datetime) -> Person:
    """Whoever stands for this person of the log. They have no address, so nothing is ever sent to them."""
    known = StandIn.objects.select_related("person").filter(log=log, mark=mark).first()
    if known is not None:
        return known.person
    person = meet(name=name, language=language, by=by, at=at)
    StandIn.objects.create(log=log, mark=mark, person=person)
    return person


@transaction.atomic
def call_up(person_id: int, *, by: str, at: datetime) -> None:
    """A stand-in is needed, because there is more to be told of whom they stand for."""
    enable(person_id, by=by, at=at)


@transaction.atomic
def dismiss(log: Log, *, by: str, at: datetime) -> int:
    """All is told. Nobody can give work to those who only stand for others. Returns how many were dismissed."""
    active = StandIn.objects.filter(log=log, person__is_active=True, person__memberships__isnull=False)
    gone = list(active.distinct().values_list("person_id", flat=True))
    for person_id in gone:
        disable(person_id, by=by, at=at)
    return len(gone)


@transaction.atomic
def take_away(case_ids: Sequence[int], talks: Sequence[int]) -> None:
    """Cases that were taken over go, with all that was said and done in them. What followed from them stays."""
    Case.objects.filter(follows__in=case_ids).update(follows=None)
    Case.objects.filter(pk__in=case_ids, merged_into__isnull=False).delete()
    Case.objects.filter(pk__in=case_ids).delete()
    Message.objects.filter(came_from__in=talks).update(came_from=None)
    Conversation.objects.filter(pk__in=talks).delete()


@transaction.atomic
def let_go(rows: QuerySet[Any]) -> list[int]:
    """Those of these rows go that nothing else needs. Returns which."""
    ids = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=ids).delete()
            return ids
    except ProtectedError:
        half = len(ids) // 2
        return [gone for part in (ids[:half], ids[half:]) if half for gone in let_go(rows.filter(pk__in=part))]


@transaction.atomic
def close_log(log: Log) -> None:
    """Nothing of this log is left, and it can be taken over anew."""
    log.delete()
