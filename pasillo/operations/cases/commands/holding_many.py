"""Many cases find their holders at once: one statement for the rows, one for the facts."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

from django.db import connection, transaction

from pasillo.ground.journal.fact import Fact
from pasillo.ground.journal.telling import tell_all
from pasillo.ground.kit.together import are_together, together
from pasillo.operations.cases.facts import CaseAssigned, StateEntered
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State

HOLD = """
update cases_case set assignee_id = held.person, state = held.state, changed_at = %s
from unnest(%s::bigint[], %s::bigint[], %s::text[]) as held (one, person, state) where id = held.one
"""


@transaction.atomic
def hold_all(held: Sequence[tuple[Case, int | None]], *, by: str, at: datetime) -> None:
    """Change who holds cases that are locked already. Whoever holds one already changes and tells nothing."""
    changed = [(case, person) for case, person in held if case.assignee_id != person]
    if not changed:
        return
    told = [(case, _hold(case, person, at)) for case, person in changed]
    with connection.cursor() as cursor:
        people = [person for _case, person in changed]
        states = [str(case.state) for case, _person in changed]
        cursor.execute(HOLD, [at, [case.pk for case, _person in changed], people, states])
    with nullcontext() if are_together() else together():
        for case, facts in told:
            tell_all(facts, about=case.ref, by=by, at=at)


def _hold(case: Case, person: int | None, at: datetime) -> list[Fact]:
    facts: list[Fact] = [
        CaseAssigned(case_id=case.pk, assignee_id=person, area_id=case.area_id, previous_id=case.assignee_id)
    ]
    previous = case.state
    case.assignee_id, case.changed_at = person, at
    if person is not None and previous == State.NEW:
        case.state = State.ASSIGNED
    elif person is None and previous == State.ASSIGNED:
        case.state = State.NEW
    if case.state != previous:
        facts.append(StateEntered(case_id=case.pk, state=case.state, previous=previous, cycle=case.cycle))
    return facts
