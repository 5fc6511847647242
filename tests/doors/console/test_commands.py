"""What the operator types: who is let in, and what is refused."""

import io
from argparse import ArgumentParser

import pytest
from django.db import connection

from pasillo.doors.api.models import ApiToken
from pasillo.doors.console.registry import all_commands
from pasillo.doors.shell.clock import now
from pasillo.ground.people.commands import change_organisation
from pasillo.ground.people.commands.organisation import OrganisationAs
from pasillo.ground.people.models import Membership, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(monkeypatch):
    """Runs a command as it was typed, with what stands on standard input."""

    def run(*words, stdin=""):
        command = dict(all_commands())[words[0]]
        parser = ArgumentParser()
        command.arguments(parser)
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        command.run(parser.parse_args(words[1:]))

    return run


def test_every_command_says_what_it_is_for():
    told = {name: command.help for name, command in all_commands()}
    assert {"example", "create-person", "create-token", "rebuild-stories"} <= set(told)
    assert all(told.values())


def test_the_first_administrator_comes_in_with_a_password(typed, capsys):
    typed(
        "create-person",
        "nuria@nidalia.example",
        "--name",
        "Nuria Campos",
        "--role",
        "admin",
        stdin="a long enough one\n",
    )

    nuria = Person.objects.get(email="nuria@nidalia.example")
    assert nuria.check_password("a long enough one")
    assert nuria.verified_at is not None
    assert "Nuria Campos <nuria@nidalia.example>" in capsys.readouterr().out


def test_whoever_is_let_in_is_spoken_to_in_the_first_language_of_the_house(typed):
    change_organisation(version=0, wish=OrganisationAs(name="Nidalia", languages=["es"]), by="system", at=now())

    typed("create-person", "nuria@nidalia.example", "--role", "admin", "--no-password")
    typed("create-person", "ann@nidalia.example", "--language", "en", "--no-password")
    with pytest.raises(SystemExit):
        typed("create-person", "zoe@nidalia.example", "--language", "zz", "--no-password")

    told = dict(Person.objects.values_list("email", "language"))
    assert told == {"nuria@nidalia.example": "es", "ann@nidalia.example": "en"}


def test_an_agent_needs_an_area_and_otherwise_nobody_is_made(typed):
    with pytest.raises(SystemExit, match="in which area"):
        typed("create-person", "marta@nidalia.example", "--role", "agent", "--no-password")
    assert not Person.objects.exists()
    assert not Membership.objects.exists()


def test_a_short_password_is_refused_and_nobody_is_made(typed):
    with pytest.raises(SystemExit, match="at least 10"):
        typed("create-person", "nuria@nidalia.example", "--role", "admin", stdin="short\n")
    assert not Person.objects.exists()


@pytest.mark.parametrize("stdin", ["", "\n"])
def test_where_no_password_is_typed_nobody_is_told_that_they_may_come_in(typed, capsys, stdin):
    with pytest.raises(SystemExit, match="No password was typed. Type one, or say --no-password."):
        typed("create-person", "nuria@nidalia.example", "--role", "admin", stdin=stdin)
    assert not Person.objects.exists()
    assert "may come in" not in capsys.readouterr().out


def test_in_a_folder_that_was_never_started_it_says_what_to_do(typed, monkeypatch):
    def no_table(**_said):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM people_person_that_is_not_there")

    monkeypatch.setattr("pasillo.doors.console.create_person.meet", no_table)

    with pytest.raises(SystemExit, match="^pasillo: Nothing was started here yet: run  pasillo start  first"):
        typed("create-person", "nuria@nidalia.example", "--role", "admin", "--no-password")


def test_an_address_to_which_nobody_can_write_makes_no_administrator(typed):
    with pytest.raises(SystemExit, match="bad is no e-mail address"):
        typed("create-person", "bad", "--role", "admin", "--no-password")
    assert not Person.objects.exists()


def test_a_token_is_shown_once_and_only_for_somebody_we_know(typed, capsys):
    with pytest.raises(SystemExit):
        typed("create-token", "nobody@nidalia.example")
    typed("create-person", "nuria@nidalia.example", "--role", "admin", "--no-password")
    capsys.readouterr()

    typed("create-token", "nuria@nidalia.example", "--name", "night job", "--per-minute", "60")

    assert len(capsys.readouterr().out.strip()) > 30
    assert ApiToken.objects.get().per_minute == 60
    with pytest.raises(SystemExit, match="no scope 'case.read'"):
        typed("create-token", "nuria@nidalia.example", "--scope", "cases.read", "--scope", "case.read")
