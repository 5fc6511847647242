"""Nobody gives more than they have, nobody gives to themselves, and the house is never locked from inside."""

from datetime import UTC, datetime

import pytest

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import disable, enable, give_role, grant_role, meet, open_area, withdraw_role
from pasillo.ground.people.granting import given_by, may_give
from pasillo.ground.people.models import Membership, Role
from pasillo.ground.people.sight import Sight, sight_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
REPAIRS, BILLING = 1, 2
NURIA = Sight(person_id=1, roles=frozenset({Role.ADMIN}))
LUCIA = Sight(person_id=2, roles=frozenset({Role.HEAD}))
IVAN = Sight(
    person_id=3, roles=frozenset({Role.MANAGER}), area_ids=frozenset({REPAIRS}), managed_ids=frozenset({REPAIRS})
)
MARTA = Sight(person_id=4, roles=frozenset({Role.AGENT}), area_ids=frozenset({REPAIRS}))
SOMEBODY = 9


@pytest.mark.parametrize(
    ("who", "role", "area", "held", "may"),
    [
        (NURIA, Role.AGENT, REPAIRS, True, True),
        (NURIA, Role.ADMIN, None, True, True),
        (NURIA, Role.HEAD, None, True, False),
        (NURIA, Role.HEAD, None, False, True),
        (NURIA, Role.AUDITOR, None, True, False),
        (LUCIA, Role.HEAD, None, True, True),
        (LUCIA, Role.ADMIN, None, True, False),
        (LUCIA, Role.MANAGER, BILLING, True, True),
        (IVAN, Role.AGENT, REPAIRS, True, True),
        (IVAN, Role.AGENT, BILLING, True, False),
        (IVAN, Role.EMPLOYEE, None, True, False),
        (IVAN, Role.HEAD, None, False, False),
        (MARTA, Role.AGENT, REPAIRS, True, False),
    ],
)
def test_a_role_is_given_as_far_as_ones_own_reaches(who, role, area, held, may):
    assert may_give(who, role, area_id=area, to=SOMEBODY, held=held) is may


@pytest.mark.parametrize("who", [NURIA, LUCIA, IVAN])
@pytest.mark.parametrize("role", list(Role))
def test_nobody_gives_anything_to_themselves(who, role):
    assert not may_give(who, role, area_id=REPAIRS, to=who.person_id, held=False)


def test_only_what_may_be_given_is_offered():
    assert given_by(MARTA) == []
    assert given_by(IVAN) == [Role.AGENT, Role.MANAGER]
    assert Role.ADMIN not in given_by(LUCIA)


@pytest.fixture
def repairs(db):
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=NOON)
    return open_area(name="Repairs", function="field", calendar=hours, by="system", at=NOON)


def _person(name, role=None, area=None):
    person = meet(name=name, email=f"{name.lower()}@nidalia.example", by="system", at=NOON)
    if role:
        give_role(person=person, role=role, area=area, by="system", at=NOON)
    return person


def test_an_administrator_sees_no_case_by_that_alone_and_cannot_make_themselves_see(repairs):
    nuria = _person("Nuria", Role.ADMIN)
    seen = sight_of(nuria)

    assert not seen.sees_all
    assert seen.area_ids == frozenset()
    with pytest.raises(Refused, match="nobody gives to themselves"):
        grant_role(seen, nuria.pk, role="agent", area_id=repairs.pk, by=nuria.ref, at=NOON)
    assert Membership.objects.filter(person=nuria).count() == 1


def test_a_given_role_is_told_with_who_gave_it(repairs):
    nuria, budi = _person("Nuria", Role.ADMIN), _person("Budi")

    grant_role(sight_of(nuria), budi.pk, role="agent", area_id=repairs.pk, by=nuria.ref, at=NOON)

    told = Entry.objects.get(name="person.role_given", about=budi.ref)
    assert (told.by, told.data) == (nuria.ref, {"person_id": budi.pk, "area_id": repairs.pk, "role": "agent"})


def test_a_role_that_serves_needs_an_area(repairs):
    nuria, budi = _person("Nuria", Role.ADMIN), _person("Budi")

    with pytest.raises(Refused, match="which area"):
        grant_role(sight_of(nuria), budi.pk, role="agent", area_id=None, by=nuria.ref, at=NOON)
    with pytest.raises(Refused, match="no such role"):
        grant_role(sight_of(nuria), budi.pk, role="root", area_id=None, by=nuria.ref, at=NOON)


def test_the_last_administrator_can_neither_go_nor_be_sent_away(repairs):
    nuria = _person("Nuria", Role.ADMIN)
    own = Membership.objects.get(person=nuria)

    with pytest.raises(Refused, match="last administrator"):
        withdraw_role(sight_of(nuria), own.pk, by=nuria.ref, at=NOON)
    with pytest.raises(Refused, match="last administrator"):
        disable(nuria.pk, by="system", at=NOON)
    assert Membership.objects.get() == own


def test_with_a_second_administrator_the_first_may_go(repairs):
    nuria, olga = _person("Nuria", Role.ADMIN), _person("Olga", Role.ADMIN)

    withdraw_role(sight_of(nuria), Membership.objects.get(person=nuria).pk, by=nuria.ref, at=NOON)

    assert list(Membership.objects.values_list("person_id", flat=True)) == [olga.pk]


def test_a_disabled_administrator_does_not_count_as_one(repairs):
    nuria, olga = _person("Nuria", Role.ADMIN), _person("Olga", Role.ADMIN)
    disable(olga.pk, by=nuria.ref, at=NOON)

    with pytest.raises(Refused, match="last administrator"):
        disable(nuria.pk, by="system", at=NOON)
    enable(olga.pk, by=nuria.ref, at=NOON)
    disable(nuria.pk, by=olga.ref, at=NOON)
    nuria.refresh_from_db()
    assert not nuria.is_active


def test_an_area_manager_cannot_take_away_what_reaches_further(repairs):
    ivan, lucia = _person("Ivan", Role.MANAGER, repairs), _person("Lucia", Role.HEAD)

    with pytest.raises(Refused, match="further than your own"):
        withdraw_role(sight_of(ivan), Membership.objects.get(person=lucia).pk, by=ivan.ref, at=NOON)
    assert sight_of(lucia).sees_all
