"""The example company is taken away: whole or not at all, with whoever is invented, and nobody else."""

from argparse import ArgumentParser
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from pasillo.config.keeping import verify
from pasillo.config.keeping.emptying import empty
from pasillo.config.places import owner_address
from pasillo.doors.console.example import loading, removal, typed
from pasillo.doors.console.example.commands import First, wish_removal
from pasillo.doors.console.example.sizes import SMALL, note_begun
from pasillo.doors.console.registry import all_commands
from pasillo.doors.shell.clock import now
from pasillo.ground.effects.models import Done
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import give_role, meet, set_password
from pasillo.ground.people.commands.organisation import note_example
from pasillo.ground.people.models import Area, Organisation, Person, Role
from pasillo.ground.people.organisation import forget_organisation, organisation_name
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service
from tests import template
from tests.keeper import folder

TODAY = datetime(2026, 11, 19, 10, 4, tzinfo=UTC)
ANA = {"name": "Ana Real", "email": "ana@nuestra-casa.es", "password": "a long enough one"}


@pytest.fixture
def nidalia(django_db_setup, django_db_blocker, settings, tmp_path):
    """The example with a few cases, committed; afterwards the house is as it was."""
    settings.DATA = tmp_path
    with django_db_blocker.unblock():
        try:
            loading.load(at=TODAY, size=replace(SMALL, cases=16, customers=40))
            yield
        finally:
            forget_organisation()
            template.put_back()


def address():
    return {**owner_address(folder()), "dbname": connection.settings_dict["NAME"]}


def wrong():
    return {outcome.name: outcome.told for outcome in verify.outcomes(address()) if outcome.wrong}


def options(*words):
    parser = ArgumentParser()
    dict(all_commands())["example"].arguments(parser)
    return parser.parse_args(words)


def own_administrator(email=ANA["email"]):
    person = meet(name="Ana Real", email=email, by="system", at=TODAY)
    give_role(person=person, role=Role.ADMIN, area=None, by="system", at=TODAY)
    set_password(person.pk, password=ANA["password"], by="system", at=TODAY)
    return person


def signed_in(person, password):
    browser = Client()
    browser.post(reverse("shell:sign-in"), {"email": person.email, "password": password})
    return browser


@pytest.mark.slow
def test_all_of_it_goes_whoever_is_not_invented_stays_signed_in_and_the_house_is_sound(nidalia):
    ana, nuria = own_administrator(), Person.objects.get(email="nuria@nidalia.example")
    give_role(person=ana, role=Role.AGENT, area=Area.objects.first(), by="system", at=TODAY)
    hers, nurias = signed_in(ana, ANA["password"]), signed_in(nuria, loading.PASSWORD)
    assert nurias.get(reverse("office:health")).status_code == 200
    cases, services = Case.objects.count(), Service.objects.count()
    assert wish_removal(by=ana.ref, at=now()) is None  # somebody administers already: nobody new is made

    with psycopg.connect(**address()) as owner:
        empty(owner, at=TODAY)
        owner.rollback()  # killed on the way
    assert (Case.objects.count(), Service.objects.count()) == (cases, services)
    assert Person.objects.filter(email="elena.prats@correo.example").exists()
    assert wrong() == {}

    with psycopg.connect(**address()) as owner:
        gone = empty(owner, at=TODAY)
    assert (gone.cases, gone.services) == (cases, services)
    with psycopg.connect(**address()) as owner:
        assert empty(owner, at=TODAY) is None  # a second one finds nothing

    forget_organisation()
    assert [person.email for person in Person.objects.all()] == [ANA["email"]]
    assert [(one.role, one.area_id) for one in ana.memberships.all()] == [("admin", None)]
    assert not Case.objects.exists()
    assert not Service.objects.exists()
    assert not Area.objects.exists()
    assert [(one.name, one.by) for one in Entry.objects.all()] == [("example.removed", ana.ref)]
    assert Session.objects.count() == 1
    assert wrong() == {}
    assert organisation_name() == "Pasillo"

    page = hers.get(reverse("office:health"))
    assert "0 of 7 steps are done" in page.content.decode()
    assert nurias.get(reverse("office:health")).status_code == 302  # at the door again
    assert "The example company was removed" in hers.get(reverse("office:audit")).content.decode()


@pytest.mark.slow
def test_what_comes_after_it_begins_at_the_first_number_and_no_start_brings_it_back(nidalia, tmp_path, capsys):
    with psycopg.connect(**address()) as owner:
        empty(owner, at=TODAY)
    word = tmp_path / "example.txt"
    word.write_text("Sign in as marta@nidalia.example")
    removal.leave_word()

    typed.run()

    assert "was removed from here" in capsys.readouterr().out
    assert "marta" not in word.read_text()
    assert not Service.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("select nextval('case_number')")
        assert cursor.fetchone() == (48001,)


@pytest.fixture
def example(nuria):
    """The house believes that the example is here."""
    Organisation.objects.create(pk=1, name="Nidalia", languages=["en"])
    note_begun(loading.Begun(at=now(), size=SMALL, seed=46))
    note_example(at=now())
    yield
    forget_organisation()


@pytest.mark.django_db
def test_an_administrator_of_the_example_says_who_comes_after_and_is_that_person_at_once(example, nuria, seated):
    browser = seated(nuria)
    page = browser.get(reverse("office:example")).content.decode()
    assert "Nobody: everybody here is invented" in page

    answer = browser.post(reverse("office:example"), ANA)

    assert (answer.status_code, answer["Location"]) == (302, reverse("office:example"))
    ana = Person.objects.get(email=ANA["email"])
    assert [one.role for one in ana.memberships.all()] == ["admin"]
    assert int(browser.session["_auth_user_id"]) == ana.pk
    assert Done.objects.get(key=removal.WISHED).about == ana.ref
    assert ProcrastinateJob.objects.filter(task_name="console.remove_example").count() == 1
    assert "is being removed" in browser.get(reverse("office:example")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed_in", "why"),
    [
        ({}, "Say who administers the house afterwards"),
        (ANA | {"email": "ana@nidalia.example"}, "go with the example"),
        (ANA | {"email": "nobody"}, "not an address"),
        (ANA | {"password": "short"}, "at least 10 characters"),
    ],
)
def test_nothing_goes_while_nobody_would_be_left_to_open_the_house(example, nuria, seated, typed_in, why):
    answer = seated(nuria).post(reverse("office:example"), typed_in)

    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert typed_in.get("name", "") in answer.content.decode()
    assert not Done.objects.filter(key=removal.WISHED).exists()
    assert not ProcrastinateJob.objects.exists()
    assert list(Person.objects.all()) == [nuria]


@pytest.mark.django_db
def test_nobody_takes_over_the_account_of_somebody_who_is_known_already(example, nuria):
    meet(name="Ana Real", email=ANA["email"], by="system", at=now())
    with pytest.raises(Refused, match="has this address here already"):
        wish_removal(by=nuria.ref, at=now(), first=First(**ANA))


@pytest.mark.django_db
def test_a_removal_that_did_not_come_to_its_end_can_be_started_again(example, nuria, seated):
    own_administrator()
    wish_removal(by=nuria.ref, at=now() - timedelta(minutes=5))
    browser = seated(nuria)
    page = browser.get(reverse("office:example")).content.decode()
    assert "did not come to its end" in page
    assert "Remove the whole example" in page

    browser.post(reverse("office:example"))

    assert removal.wish(at=now()).is_late is False


@pytest.mark.django_db
def test_only_who_administers_removes_it_and_only_where_it_is(nuria, ivan, seated):
    assert seated(ivan).post(reverse("office:example"), ANA).status_code == 403
    answer = seated(nuria).post(reverse("office:example"), ANA)
    assert answer.status_code == 422
    assert "There is no example company here" in answer.content.decode()
    assert not Person.objects.filter(email=ANA["email"]).exists()


@pytest.mark.django_db
def test_every_page_says_that_it_is_an_example_until_it_is_not(example, nuria, ivan, client, seated):
    staff = seated(ivan).get(reverse("desk:work")).content.decode()
    assert staff.count('class="exb"') == 2
    assert reverse("office:example") not in staff
    hers = seated(nuria).get(reverse("office:health")).content.decode()
    assert f'<a class="exb" href="{reverse("office:example")}"' in hers
    assert 'class="exb"' in client.get("/").content.decode()

    Organisation.objects.update(example_since=None)
    forget_organisation()
    assert 'class="exb"' not in client.get("/").content.decode()
    assert 'class="exb"' not in seated(ivan).get(reverse("desk:work")).content.decode()


@pytest.mark.django_db
def test_the_operator_is_told_what_goes_and_has_to_say_yes(example, monkeypatch, capsys, nuria):
    monkeypatch.setattr("builtins.input", lambda _words: "no")
    with pytest.raises(SystemExit, match="Nothing was removed"):
        typed.run(options("remove"))
    assert "This goes: 0 cases, 1 people, 0 services" in capsys.readouterr().out
    assert removal.is_here()
