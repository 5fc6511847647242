"""What every command does first and last: lock the case, check the rule, enter a state."""

from collections import defaultdict
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from pasillo.ground.asking import asked
from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.telling import tell
from pasillo.ground.kit.exact import exact_json
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import gather, known
from pasillo.operations.cases.facts import CaseResumed, CaseWoken, StateEntered
from pasillo.operations.cases.models import Case, Pause
from pasillo.operations.cases.phases import REFUSALS, WAITING, State, may

WRITE_MANY = "update cases_case c set {} from jsonb_populate_recordset(null::cases_case, %s::jsonb) n where c.id = n.id"


def locked(case_id: int) -> Case:
    """The case, ours alone until the transaction ends."""
    return known(("case", case_id), lambda: Case.objects.select_for_update(of=("self",)).get(pk=case_id))


def locked_for(case_id: int, verb: str) -> Case:
    """The case, locked, when this may be done to it; else the refusal that says why not."""
    case = locked(case_id)
    if case.merged_into_id:
        raise Refused(
            _("This case goes on in case %(number)s: do it there.") % {"number": _number(case.merged_into_id)}
        )
    if not may(case.state, verb):
        raise Refused(str(REFUSALS[verb]))
    return case


def _number(case_id: int) -> int:
    return Case.objects.values_list("number", flat=True).get(pk=case_id)


def locked_where_it_goes_on(case_id: int) -> Case:
    """The case, locked; or the one into which it was merged: what is said to the one is said in the other."""
    case = locked(case_id)
    return locked(case.merged_into_id) if case.merged_into_id else case


def save(case: Case, *fields: str, at: datetime) -> Case:
    """Write the fields that changed."""
    case.changed_at = at
    unsaved: set[str] = known(("unsaved", case.pk), set)
    unsaved.update(fields, ("changed_at",))
    gather("cases", [(case, unsaved)], _write)
    return case


def _write(changed: list[tuple[Case, set[str]]]) -> None:
    """Each case is written once, whatever has changed in it since; those in which the same has changed, together."""
    alike: dict[tuple[str, ...], dict[int, Case]] = defaultdict(dict)
    for case, unsaved in changed:
        if unsaved:
            alike[tuple(sorted(unsaved))][case.pk] = case
            unsaved.clear()
    for names, cases in alike.items():
        if len(cases) == 1:
            next(iter(cases.values())).save(update_fields=names)
        else:
            _write_many(names, list(cases.values()))


def _write_many(names: tuple[str, ...], cases: list[Case]) -> None:
    columns = [field.attname for field in Case._meta.concrete_fields if {field.name, field.attname} & set(names)]
    rows = [{"id": case.pk} | {column: getattr(case, column) for column in columns} for case in cases]
    changes = ", ".join(f"{column} = n.{column}" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(WRITE_MANY.format(changes), [exact_json(rows)])


def say(case: Case, fact: Fact, *, by: str, at: datetime) -> None:
    """Tell a fact about this case."""
    tell(fact, about=case.ref, by=by, at=at)


def enter(case: Case, state: State, *fields: str, by: str, at: datetime) -> Case:
    """Bring the case into a state; a case that is there already stays, and nothing is told twice."""
    previous = case.state
    case.state = state
    save(case, "state", *fields, at=at)
    if previous != state:
        fact = StateEntered(case_id=case.pk, state=state, previous=previous, cycle=case.cycle)
        say(case, fact, by=by, at=at)
    return case


def end_pause(case: Case, *, by: str, at: datetime) -> None:
    """Whatever we waited for, the waiting is over; for a day that was agreed, as of that day, if it has come."""
    if case.state not in WAITING:
        return
    pause = next(iter(asked(_pauses, case.pk)), None)
    if pause is None:
        return
    day_came = pause.until is not None and pause.began_at < pause.until <= at
    pause.ended_at = pause.until if day_came and pause.until else at
    pause.save(update_fields=["ended_at"])
    say(case, CaseResumed(case_id=case.pk, why=pause.why, proven=pause.proven), by=by, at=pause.ended_at)


def _pauses(case_id: int) -> QuerySet[Pause]:
    return Pause.objects.filter(case=case_id, ended_at=None).order_by("id")[:1]


def end_snooze(case: Case, *, why: str, by: str, at: datetime) -> None:
    """The case is back in the queue, if it was out of it."""
    if case.snoozed_until is None:
        return
    case.snoozed_until = None
    save(case, "snoozed_until", at=at)
    say(case, CaseWoken(case_id=case.pk, why=why), by=by, at=at)


def person_in(by: str) -> int | None:
    """The person behind 'person:12'; None for the house itself."""
    sort, _, number = by.partition(":")
    return int(number) if sort == "person" and number.isdigit() else None


def in_customers_language(case: Case, text: object) -> str:
    """A text of ours in the language of the customer, whoever is at work now."""
    with translation.override(case.language):
        return str(text)
