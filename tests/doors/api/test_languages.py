"""Whoever names no language is spoken to in the first one of the house; one that nobody speaks here is refused."""

import pytest

from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import change_organisation
from pasillo.ground.people.commands.organisation import OrganisationAs
from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case

pytestmark = pytest.mark.django_db

NEED = {"service": "move-home", "text": "Nos mudamos el nueve."}
EVENT = {"source": "panel", "id": "a-1", "service": "move-home", "text": "La alarma suena."}


@pytest.fixture
def in_spanish(db):
    """A house that serves in Spanish and in no other language."""
    wish = OrganisationAs(name="Nidalia", languages=["es"])
    change_organisation(version=0, wish=wish, by="system", at=now())


def test_a_house_that_serves_in_spanish_writes_spanish_to_whom_machines_name(machine, marta, move_home, in_spanish):
    program = machine(marta)
    told = [
        program.post("/cases", NEED | {"customer": {"email": "rosa@correo.example"}}),
        program.post("/calls", NEED | {"customer": {"name": "Rosa"}}),
        program.post("/events", EVENT | {"occurred_at": now().isoformat(), "known_as": {"id": "panel-9"}}),
        program.post("/persons", {"name": "Rosa", "email": "rosa@casa.example"}),
    ]

    assert [answer.status_code for answer in told] == [201] * 4
    assert list(Case.objects.values_list("language", flat=True)) == ["es"] * 3
    assert set(Person.objects.exclude(pk=marta.pk).values_list("language", flat=True)) == {"es"}
    assert program.post("/persons", {"name": "Ann", "language": "EN-gb"}).json()["language"] == "en"


@pytest.mark.parametrize("language", ["zz", "", "xx-ES", "es!"])
def test_a_language_that_nobody_speaks_here_is_refused_by_name(machine, marta, move_home, language):
    program, wrong = machine(marta), {"language": language}
    known = Person.objects.count()
    told = [
        program.post("/cases", NEED | wrong),
        program.post("/cases", NEED | {"customer": {"email": "rosa@correo.example"} | wrong}),
        program.post("/calls", NEED | {"customer": {"name": "Rosa"} | wrong}),
        program.post("/events", EVENT | {"occurred_at": now().isoformat(), "known_as": {"id": "panel-9"} | wrong}),
        program.post("/persons", {"name": "Rosa"} | wrong),
        program.put("/me", {"name": "Marta"} | wrong),
    ]

    assert [answer.status_code for answer in told] == [422] * 6
    assert [answer.json()["errors"][0]["field"].rpartition(".")[2] for answer in told] == ["language"] * 6
    assert told[0].json()["errors"][0]["detail"] == "There is no such value of “language”. There are: en, es, id."
    assert (Case.objects.count(), Person.objects.count()) == (0, known)


def test_the_description_names_the_languages(client, db):
    shapes = client.get("/api/v1/openapi.json").json()["components"]["schemas"]

    for shape in ("CaseIn", "CustomerIn", "CallerIn", "KnownAs", "PersonIn", "MeIn"):
        told = shapes[shape]["properties"]["language"]
        assert "en|es|id" in told["anyOf"][0]["pattern"], shape
        assert told["description"]
