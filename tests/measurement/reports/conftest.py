"""A season of made-up cases, told into the journal and folded."""

import random
from datetime import timedelta

import pytest

from tests.measurement.journal import MONDAY, Case, told


def a_season(seed: int = 46, cases: int = 300) -> list[Case]:
    """Twenty-six weeks of three services; the third one gets worse in the last ten weeks."""
    chance = random.Random(seed)
    return [_one(chance) for _ in range(cases)]


def _one(chance: random.Random) -> Case:
    weeks_ago, service = chance.uniform(0, 26), chance.randint(1, 3)
    slow = 3 if service == 3 and weeks_ago < 10 else 1
    case = Case(service_id=service, customer_id=chance.randint(1, 60), opened_at=MONDAY - timedelta(weeks=weeks_ago))
    case.promised("first_response", 240, due_in=6).promised("resolution", 960, due_in=48)
    answer, end = chance.uniform(0.1, 9), chance.uniform(4, 40) * slow
    if chance.random() < 0.08:
        case.promise("cancelled", "resolution", 1).promise("cancelled", "first_response", 1)
        return case.tell("case.cancelled", 1)
    _met(case, "first_response", answer, due_in=6)
    case.answered(answer)
    if chance.random() < 0.3:
        case.moved(answer + 1, 20)
        case.moved(answer + 2, 10) if chance.random() < 0.5 else None
    case.resolved(end)
    _met(case, "resolution", end, due_in=48)
    if chance.random() < 0.2:
        case.writes(end + 1).disputed(end + 1).promised("dispute", 240, due_in=end + 9, cycle=2, hours=end + 1)
        if chance.random() < 0.8:
            case.resolved(end + 20, cycle=2)
            _met(case, "dispute", end + 20, due_in=end + 9, cycle=2)
    elif chance.random() < 0.1:
        case.tell("case.reopened", end + 30, cycle=2)
    for later in range(chance.choice((0, 0, 1, 2))):
        case.scored(end + 50 + later, chance.choice((1, 2, 3, 3, 4, 5)))
    return case


def _met(case: Case, metric: str, hours: float, *, due_in: float, cycle: int = 1) -> None:
    if hours > due_in:
        case.promise("broken", metric, due_in, cycle=cycle)
    case.promise("kept" if hours <= due_in else "stopped_late", metric, hours, cycle=cycle, served_minutes=hours * 20)


@pytest.fixture
def season(transactional_db) -> list[Case]:
    cases = a_season()
    told(*cases)
    return cases
