"""Eight workers give out the same work at the same moment: each case once, and nobody gets more than they can carry."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from pasillo.ground.journal.models import Entry
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import assign, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.commands import BoardAs, SeatAs, give_out, set_board, set_seat
from pasillo.operations.routing.models import Choice

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS, CASES = 8, 60


@pytest.fixture
def team(repairs, billing, monday):
    """Six people with room for fifty cases in all; two of them serve in Billing as well."""
    people = {}
    for place, cap in enumerate((3, 5, 7, 10, 12, 13)):
        person = meet(name=f"Person {place}", email=f"p{place}@nidalia.example", by="system", at=monday)
        for area in (repairs, billing) if place < 2 else (repairs,):
            give_role(person=person, role=Role.AGENT, area=area, by="system", at=monday)
            set_seat(area.pk, person.pk, wish=SeatAs(cap=cap), by="system", at=monday)
        people[person.pk] = cap
    for area in (repairs, billing):
        wish = BoardAs(mode="assign", touch_minutes=0, drips=False)
        set_board(area.pk, wish=wish, by="system", at=monday)
    return people


def test_eight_workers_give_each_case_once_and_pass_no_cap(opening, ana, repairs, billing, team, monday):
    usual = replace(opening, kind="request")
    cases = [open_case(opening=usual, by=ana.ref, at=monday).pk for _ in range(CASES)]
    Case.objects.filter(pk__in=cases[::6]).update(area=billing)
    at, gate = monday + timedelta(minutes=5), Barrier(WORKERS + 1)
    trouble = []

    def work(areas):
        try:
            gate.wait()
            for area in areas:
                give_out(area.pk, at=at, page=7)
        except Exception as wrong:  # noqa: BLE001
            trouble.append(wrong)
        finally:
            connection.close()

    def somebody_takes_by_hand():
        gate.wait()
        assign(cases[1], assignee_id=max(team), by="system", at=at)
        connection.close()

    orders = [(repairs, billing), (billing, repairs)] * (WORKERS // 2)
    threads = [Thread(target=work, args=[areas]) for areas in orders] + [Thread(target=somebody_takes_by_hand)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert trouble == []
    held = Counter(Case.objects.exclude(assignee=None).values_list("assignee_id", flat=True))
    by_hand = {max(team): 1}
    assert {who: many for who, many in held.items() if many > team[who] + by_hand.get(who, 0)} == {}
    assert sum(held.values()) in (sum(team.values()), sum(team.values()) + 1)
    given = Counter(
        row["case_id"]
        for row in Entry.objects.filter(name="case.assigned", by="routing").values_list("data", flat=True)
    )
    assert set(given.values()) == {1}
    assert Choice.objects.filter(outcome="assigned").count() == sum(given.values())
