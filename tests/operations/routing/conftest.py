"""Repairs, and the people who serve there beside Budi."""

from dataclasses import replace

import pytest

from pasillo.ground.people.commands import add_skill, give_role, give_skill, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.commands import open_case
from pasillo.operations.routing.commands import BoardAs, SeatAs, set_board, set_seat


@pytest.fixture
def aida(repairs, monday):
    """Repairs lines too, and opens panels."""
    person = meet(name="Aida Roig", email="aida@nidalia.example", language="es", by="system", at=monday)
    give_role(person=person, role=Role.AGENT, area=repairs, by="system", at=monday)
    return person


@pytest.fixture
def panels(aida, monday):
    skill = add_skill(name="Open a panel", by="system", at=monday)
    give_skill(aida.pk, skill_id=skill.pk, level=2, since=monday.date(), by="system", at=monday)
    return skill


@pytest.fixture
def board(repairs, monday):
    """Switches the work of Repairs to the house, as one wishes."""

    def switch(mode="assign", **more):
        wish = BoardAs(mode=mode, **{"touch_minutes": 20, "drips": False} | more)
        return set_board(repairs.pk, wish=wish, by="system", at=monday)

    return switch


@pytest.fixture
def seat(repairs, monday):
    """How much somebody carries in Repairs."""
    return lambda person, **how: set_seat(repairs.pk, person.pk, wish=SeatAs(**how), by="system", at=monday)


@pytest.fixture
def arrives(opening, ana, monday):
    """A case comes in: a usual one, unless said otherwise."""

    def come(*, at=monday, **how):
        how = {"kind": "request"} | how
        return open_case(opening=replace(opening, **how), by=ana.ref, at=at)

    return come
