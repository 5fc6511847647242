"""Every way in which the memory of other systems changes here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from pasillo.ground.files.models import Blob
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.together import gather
from pasillo.ground.people.commands import AreaAs, change_area, disable, enable, meet
from pasillo.ground.people.commands.meeting import Newcomer, meet_many
from pasillo.ground.people.models import Area, Person
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Conversation, Message
from pasillo.operations.history.facts import CaseTakenOver, ImportTurned
from pasillo.operations.history.models import Log, Origin, Run, StandIn

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
def bring_in(log: Log, newcomers: Mapping[str, Newcomer], *, by: str, at: datetime) -> dict[str, int]:
    """The people of another system, each by the mark under which it knows them: known here, or met now.

    Who was met because of this log is remembered, so that they go with it. Nobody gains a right, and nobody who was
    here changes.
    """
    here = dict(StandIn.objects.filter(log=log, mark__in=newcomers).values_list("mark", "person_id"))
    missing = {mark: one for mark, one in newcomers.items() if mark not in here}
    ids, fresh = meet_many(missing, by=by, at=at)
    people = {ids[mark]: mark for mark in fresh}
    StandIn.objects.bulk_create([StandIn(log=log, mark=mark, person_id=pk) for pk, mark in people.items()])
    return here | ids


@transaction.atomic
def close_areas(log: Log, *, by: str, at: datetime) -> int:
    """Areas that were made for a log serve nobody once all is told, unless something in them is still to be done."""
    areas = Area.objects.filter(function=log.name, calendar__name=f"{log.name}: hours", is_active=True)
    idle = areas.exclude(pk__in=Case.objects.living().values("area_id"))
    for area in list(idle):
        wish = AreaAs(name=area.name, function=area.function, calendar_id=area.calendar_id, parent_id=area.parent_id,
                      lead_id=area.lead_id, is_active=False)  # fmt: skip
        change_area(area.pk, version=area.version, wish=wish, by=by, at=at)
    return len(idle)


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


@transaction.atomic
def wish_run(
    *, source: str, log_name: str, file: Blob | None, file_name: str, wish: Mapping[str, Any], by_id: int | None,
    at: datetime,
) -> Run:  # fmt: skip
    """An import is asked for. Nothing is made before it was rehearsed."""
    run = Run.objects.create(
        source=source, log_name=log_name, file=file, file_name=file_name[:255], wish=dict(wish), wished_by_id=by_id,
        wished_at=at, told_at=at,
    )  # fmt: skip
    if by_id is not None:
        _say(run, is_new=True, by=f"person:{by_id}", at=at)
    return run


def _say(run: Run, *, is_new: bool = False, by: str, at: datetime) -> None:
    tell(ImportTurned(run_id=run.pk, is_new=is_new, state=str(run.state)), about=f"import:{run.pk}", by=by, at=at)


@transaction.atomic
def turn_run(
    run_id: int, state: str, *, only: Sequence[str] = (), by: str = "", at: datetime, **news: Any
) -> Run | None:
    """An import goes on to its next state, with what is new of it. None when it stands elsewhere meanwhile.

    `by` is whoever pressed for it; what it does by itself afterwards is nobody's.
    """
    run = Run.objects.select_for_update().get(pk=run_id)
    if only and run.state not in only:
        return None
    run.state, run.told_at = state, at
    for name, value in news.items():
        setattr(run, name, value)
    run.save(update_fields=["state", "told_at", *news])
    if by:
        _say(run, by=by, at=at)
    return run


def note_run(run_id: int, *, done: int, whole: int, at: datetime) -> None:
    """How far an import is."""
    Run.objects.filter(pk=run_id).update(done=done, whole=whole, told_at=at)
