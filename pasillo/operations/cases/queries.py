"""What others may ask about cases. Who may see what is decided here, and nowhere else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from pasillo.ground.asking import asked
from pasillo.ground.people.models import Area, Membership, Person, Role
from pasillo.ground.people.queries import areas_to_choose
from pasillo.ground.people.sight import Sight, sight_of
from pasillo.operations.cases.kinds import silent_kinds
from pasillo.operations.cases.models import FAR, Case, Cases, Participant, Task
from pasillo.operations.cases.phases import may
from pasillo.operations.conversations.models import Message, MessageFile


def visible_to(sight: Sight) -> Cases:
    """The cases that this person may see: the one rule behind lists, counts, search, events, files and the API.

    Customers see their own and those that are shared with them. Whoever serves sees the cases of their areas, those
    in which their area was asked for help, and those they hold. The head of operations and the auditor see all.
    """
    return visible_with(sight, shared_with(sight))


def shared_with(sight: Sight) -> tuple[int, ...]:
    """The few cases that customers share with this person."""
    return tuple(asked(_shared_with, sight.person_id)) if sight.person_id is not None and not sight.sees_all else ()


def visible_with(sight: Sight, shared: tuple[int, ...]) -> Cases:
    """As `visible_to`, for whoever knows already what is shared with this person."""
    if sight.person_id is None:
        return Case.objects.none()
    if sight.sees_all:
        return Case.objects.all()
    takes_part = _part_in(sight.person_id, shared)
    return Case.objects.filter(takes_part | _of_ours(sight) if sight.is_staff else takes_part)


def ids_of(sight: Sight) -> tuple[int | None, tuple[int, ...]]:
    """The ids in what a person may see, for a question that is `asked` with the roles beside them: see `seen_by`."""
    return sight.person_id, tuple(sorted(sight.area_ids))


def seen_by(person_id: int | None, area_ids: tuple[int, ...], roles: frozenset[str]) -> Sight:
    """The sight again, within a question that is `asked`."""
    return Sight(person_id=person_id, area_ids=frozenset(area_ids), roles=roles)


def served_by(sight: Sight) -> Cases:
    """The cases on which this person may act as one of ours: never their own as a customer."""
    if not sight.serves or sight.person_id is None:
        return Case.objects.none()
    ours = Case.objects.all() if sight.sees_all else Case.objects.filter(_of_ours(sight))
    return ours.exclude(customer_id=sight.person_id)


def _takes_part(person_id: int) -> Q:
    """Their own, and the few that are shared with them: asked first, so that the database need not try each case."""
    return _part_in(person_id, tuple(asked(_shared_with, person_id)))


def _part_in(person_id: int, shared: tuple[int, ...]) -> Q:
    return Q(customer_id=person_id) | Q(pk__in=shared) if shared else Q(customer_id=person_id)


def _shared_with(person_id: int) -> QuerySet[Any]:
    return Participant.objects.filter(person_id=person_id).values_list("case_id", flat=True)


def _of_ours(sight: Sight) -> Q:
    helped = Task.objects.filter(case=OuterRef("pk"), area_id__in=sight.area_ids)
    return Q(area_id__in=sight.area_ids) | Q(assignee_id=sight.person_id) | Q(Exists(helped))


def may_serve(person_id: int, case_id: int) -> bool:
    """Whether this person may act on this case now: asked again when something happens later than it was wished."""
    person = Person.objects.filter(pk=person_id).first()
    return served_by(sight_of(person)).filter(pk=case_id).exists()


def takes_replies(case: Case) -> bool:
    """Whether something can still be said to its customer here."""
    return case.merged_into_id is None and may(case.state, "reply")


def colleagues_of(case: Case) -> QuerySet[Person]:
    """Who of ours may see this case now: the other side of `visible_to`, for naming a colleague in a note."""
    helped = Task.objects.filter(case=case).values("area_id")
    serving = Q(role__in=[Role.AGENT, Role.MANAGER]) & (Q(area_id=case.area_id) | Q(area_id__in=helped))
    everywhere = Q(role__in=[Role.HEAD, Role.AUDITOR])
    here = Membership.objects.filter(serving | everywhere | Q(person_id=case.assignee_id)).values("person_id")
    return Person.objects.filter(pk__in=here, is_active=True).exclude(pk=case.customer_id).order_by("name")


def own_cases(sight: Sight) -> Cases:
    """The cases that this person asked for, or in which a customer lets them take part."""
    return Case.objects.filter(_takes_part(sight.person_id)) if sight.person_id else Case.objects.none()


def people_in(case_id: int) -> list[Participant]:
    """Those with whom the customer shares this case, in the order in which they came."""
    return list(Participant.objects.filter(case_id=case_id).select_related("person").order_by("added_at", "id"))


def case_for(sight: Sight, number: int) -> Case:
    """One case by its number. LookupError for what is not there and for what is not theirs, alike."""
    return _one(visible_to(sight), number)


def served_case(sight: Sight, number: int) -> Case:
    """One case on which this person may act as one of ours. LookupError otherwise."""
    found = asked(_served, number, sight.person_id, tuple(sorted(sight.area_ids)), roles=sight.roles)
    if not found:
        raise LookupError(f"no case {number}")
    one: Case = found[0]
    return one


def _served(number: int, person_id: int | None, area_ids: tuple[int, ...], *, roles: frozenset[str]) -> QuerySet[Case]:
    return _joined(served_by(seen_by(person_id, area_ids, roles)).filter(number=number))[:1]


def own_case(sight: Sight, number: int) -> Case:
    """One case of this customer. LookupError otherwise."""
    return _one(own_cases(sight), number)


def case_of_thread(*, conversation_id: int, person_id: int) -> Case:
    """The case behind a token that was given to its customer or to somebody they share it with.

    LookupError when they take no part in it any more.
    """
    found = _joined(Case.objects.filter(_takes_part(person_id), conversation_id=conversation_id)).first()
    if found is None:
        raise LookupError("no such case")
    return found


def _one(cases: Cases, number: int) -> Case:
    found = _joined(cases.filter(number=number)).first()
    if found is None:
        raise LookupError(f"no case {number}")
    return found


def _joined(cases: QuerySet[Case]) -> QuerySet[Case]:
    return cases.select_related("customer", "service", "area", "assignee", "request_type", "conversation", "follows")


def messages_for(sight: Sight, case: Case, *, as_customer: bool = False) -> QuerySet[Message]:
    """What this person may read of a case, oldest first. A customer never sees notes nor what is held."""
    everything = not as_customer and reads_everything(sight, case)
    said = said_in(case.conversation_id, everything=everything)
    return said.prefetch_related("files", "mentions__person").order_by("said_at", "id")


def said_in(conversation_id: int, *, everything: bool) -> QuerySet[Message]:
    """All that was said in a conversation, or what its customer may read."""
    said = Message.objects.filter(conversation_id=conversation_id).select_related("author")
    return said if everything else said.exclude(direction=Message.Direction.NOTE).filter(held=False)


def reads_everything(sight: Sight, case: Case) -> bool:
    """Whether notes and what is held are this person's to read."""
    return _serves(sight, case) or _audits(sight)


def _serves(sight: Sight, case: Case) -> bool:
    return bool(asked(_theirs, case.pk, sight.person_id, tuple(sorted(sight.area_ids)), roles=sight.roles))


def _theirs(case_id: int, person_id: int | None, area_ids: tuple[int, ...], *, roles: frozenset[str]) -> QuerySet[Any]:
    return served_by(seen_by(person_id, area_ids, roles)).filter(pk=case_id).values_list("pk", flat=True)


def _audits(sight: Sight) -> bool:
    return Role.AUDITOR in sight.roles


def file_for(sight: Sight, file_id: int) -> MessageFile:
    """A file that this person may open. LookupError otherwise."""
    file = MessageFile.objects.select_related("message", "blob").filter(pk=file_id).first()
    case = visible_to(sight).filter(conversation_id=file.message.conversation_id).first() if file else None
    if file is None or case is None or not messages_for(sight, case).filter(pk=file.message_id).exists():
        raise LookupError("no such file")
    return file


def message_for(sight: Sight, message_id: int) -> Message:
    """A message that this person may read. LookupError otherwise."""
    message = Message.objects.filter(pk=message_id).first()
    case = visible_to(sight).filter(conversation_id=message.conversation_id).first() if message else None
    found = messages_for(sight, case).filter(pk=message_id).first() if case else None
    if found is None:
        raise LookupError("no such message")
    return found


def tasks_for(sight: Sight, *, done: bool = False) -> QuerySet[Task]:
    """The tasks that the areas of this person were asked for, the first due first."""
    theirs = Task.objects.all() if sight.sees_all else Task.objects.filter(area_id__in=sight.area_ids)
    state = Task.State.DONE if done else Task.State.OPEN
    joined = theirs.filter(state=state).select_related("case", "case__customer", "area", "asked_by", "done_by")
    return joined.order_by("-done_at", "-id") if done else joined.order_by("due_at", "id")


def task_for(sight: Sight, task_id: int) -> Task:
    """A task that this person may finish: one of their areas', or of a case they serve. LookupError otherwise."""
    task = Task.objects.select_related("case", "area").filter(pk=task_id).first()
    if task is None or not sight.serves:
        raise LookupError("no such task")
    if task.area_id not in sight.area_ids and not served_by(sight).filter(pk=task.case_id).exists():
        raise LookupError("no such task")
    return task


def areas() -> list[Area]:
    """The areas that serve, by name."""
    return asked(_areas)


def _areas() -> QuerySet[Area]:
    return areas_to_choose()


def colleagues(sight: Sight) -> list[Person]:
    """Who can hold a case of one of the areas of this person, by name."""
    return asked(_serving, None if sight.sees_all else tuple(sorted(sight.area_ids)))


def _serving(area_ids: tuple[int, ...] | None) -> QuerySet[Person]:
    serving = Membership.objects.filter(role__in=[Role.AGENT, Role.MANAGER], person__is_active=True)
    if area_ids is not None:
        serving = serving.filter(area_id__in=area_ids)
    return Person.objects.filter(pk__in=serving.values("person_id")).only("name").order_by("name")


def due_to_close(*, resolved_before: datetime, limit: int = 200) -> list[int]:
    """Cases that were resolved so long ago, without a word of the customer, that they may close."""
    silent = Case.objects.filter(
        state="resolved", resolved_at__lt=resolved_before, waiting_since=None, kind__in=silent_kinds()
    )
    unseen = Message.objects.filter(conversation=OuterRef("conversation"), is_unseen=True)
    told = silent.exclude(Exists(unseen))  # who could not read that it is solved has not kept silent
    return list(told.order_by("resolved_at").values_list("id", flat=True)[:limit])


def by_next_promise(cases: QuerySet[Case]) -> QuerySet[Any]:
    """In the order in which their promises break; those without a promise come last."""
    return cases.annotate(breaks_at=Coalesce("next_due_at", Value(FAR, output_field=DateTimeField()))).order_by(
        "breaks_at", "id"
    )


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """The names of some persons, in one question."""
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("id", "name"))


def case_heads(case_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """Number, subject and customer of some cases, in one question."""
    wanted = Case.objects.filter(pk__in=set(case_ids))
    columns = ("id", "number", "subject", "state", "customer_id", "customer__name", "conversation_id")
    return {row["id"]: row for row in wanted.values(*columns)}
