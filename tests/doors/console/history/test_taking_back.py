"""What was taken over is taken back: all of it, nothing else, and not when people have worked in it since."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from pasillo.config.keeping import unlearning, verify
from pasillo.config.places import owner_address
from pasillo.ground.hours.models import Calendar
from pasillo.ground.journal.commands import advance, lock_position
from pasillo.ground.journal.followers import followers, rebuild
from pasillo.ground.journal.models import Entry
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Area, Person, Role
from pasillo.measurement.stories.models import Pledge, Story
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening, open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Conversation, Message
from pasillo.operations.history.models import Log, Origin, StandIn
from pasillo.operations.promises.models import Clock
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.models import Objective
from tests import template
from tests.doors.console.history.conftest import PRINTER, TODAY
from tests.keeper import ROOT, folder

EVERYTHING = (
    Case, Conversation, Message, Clock, Origin, StandIn, Log, Person, Area, Service, Objective, Calendar, Story, Pledge,
)  # fmt: skip
SECOND = "7002,2026-03-04 09:00,Open,Printers,,P3,jorge\n7002,2026-03-04 09:30,Work,Printers,marta,P3,jorge"
LATER = TODAY + timedelta(days=1)


def address():
    return {**owner_address(folder()), "dbname": connection.settings_dict["NAME"]}


def wrong():
    return {outcome.name: outcome.told for outcome in verify.outcomes(address()) if outcome.wrong}


def take_back(name="old-desk", **how):
    with template.as_owner():
        return unlearning.take_back(name, at=LATER, **how)


def read_to_the_end():
    """The stories are told, and their reader stands at the last entry; nobody waits for the transactions of others."""
    entries = list(Entry.objects.order_by("tx", "id"))
    with transaction.atomic():
        followers["stories"].read(entries)
        advance(lock_position("stories"), tx=str(entries[-1].tx), entry_id=entries[-1].pk)


def counted():
    return {model.__name__: model.objects.count() for model in EVERYTHING}


@pytest.fixture
def house(transactional_db):
    """An area with somebody who serves in it, before anything is taken over."""
    yield
    template.put_back()


@pytest.fixture
def nuria(house):
    """Leads what is done here."""
    person = meet(name="Nuria Vila", email="nuria@nidalia.example", by="system", at=TODAY)
    give_role(person=person, role=Role.ADMIN, area=None, by="system", at=TODAY)
    return person


def test_everything_of_it_goes_and_nothing_else(house, nuria, taken):
    before, told = counted(), set(Entry.objects.values_list("pk", flat=True))
    taken(PRINTER, SECOND)
    read_to_the_end()
    assert counted()["Case"] == 2
    steps = []

    gone = take_back(told=lambda done, whole: steps.append((done, whole)))

    assert (gone.cases, gone.people, gone.services, gone.areas) == (2, 4, 1, 3)
    assert counted() == before
    assert steps == [(0, 2), (2, 2)]
    (new,) = Entry.objects.exclude(pk__in=told)
    assert (new.name, new.by, new.data["cases"]) == ("log.removed", "system", 2)
    assert Entry.objects.count() == len(told) + 1
    rebuild("stories")
    assert (Story.objects.count(), Pledge.objects.count()) == (0, 0)
    assert wrong() == {}


def test_a_second_run_finds_nothing_and_the_log_can_be_taken_over_anew(house, taken):
    taken(PRINTER)
    take_back()

    assert take_back() is None
    assert take_back("never-heard-of") is None
    assert Entry.objects.filter(name="log.removed").count() == 1
    assert taken(PRINTER).made == 1


def test_where_nuria_wrote_since_it_stays_whole_unless_she_says_otherwise(house, nuria, taken):
    taken(PRINTER, SECOND)
    case = Case.objects.get(subject="7002")
    cases.reply(case.pk, text="Does it print again?", by=nuria.ref, at=TODAY + timedelta(hours=1))
    read_to_the_end()
    before = counted()

    with pytest.raises(Refused, match=str(case.number)):
        take_back()
    assert counted() == before

    assert take_back(anyway=True).cases == 2
    assert (Case.objects.count(), Message.objects.count()) == (0, 0)
    assert wrong() == {}


def test_what_others_use_meanwhile_stays(house, nuria, taken):
    taken(PRINTER)
    printers = Area.objects.get(name="Old Printers")
    helper = Person.objects.filter(memberships__area=printers).first()
    hall = open_area(name="Hall", function="", calendar=printers.calendar, by=nuria.ref, at=TODAY)
    own = Case.objects.get()
    need = Opening(
        customer_id=helper.pk, service_id=own.service_id, channel="phone", subject="Mine", text="Mine", area_id=hall.pk
    )
    case = open_case(opening=need, by=nuria.ref, at=TODAY)

    gone = take_back()

    assert (gone.cases, gone.people, gone.services, gone.areas) == (1, 2, 0, 2)
    assert list(Case.objects.values_list("pk", flat=True)) == [case.pk]
    assert Person.objects.filter(pk=helper.pk).exists()
    assert not StandIn.objects.exists()
    assert Calendar.objects.filter(name="old-desk: hours").exists()
    assert Entry.objects.filter(about=helper.ref, name="person.met").exists()
    assert wrong() == {}


def test_a_case_of_ours_that_goes_on_in_one_of_the_log_keeps_all_of_it(house, nuria, taken):
    taken(SECOND)
    old = Case.objects.get()
    need = Opening(customer_id=old.customer_id, service_id=old.service_id, channel="phone", subject="Again", text="Hm")
    ours = open_case(opening=need, by=nuria.ref, at=TODAY)
    cases.merge(ours.pk, into_id=old.pk, by=nuria.ref, at=TODAY)

    with pytest.raises(Refused, match=str(ours.number)):
        take_back(anyway=True)
    assert Case.objects.count() == 2


def test_what_was_broken_off_goes_on_with_the_next_run(house, taken, monkeypatch):
    taken(PRINTER, SECOND)
    monkeypatch.setattr(unlearning, "TOGETHER", 1)

    def pulled(done, whole):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_back(told=pulled)
    assert (Case.objects.count(), Conversation.objects.count(), Log.objects.count()) == (1, 1, 1)
    assert wrong() == {}

    assert take_back().cases == 1
    assert not Log.objects.exists()
    assert wrong() == {}


@pytest.mark.slow
def test_the_process_of_its_own_says_what_it_did(house, nuria, taken):
    taken(PRINTER)
    case = Case.objects.get()
    cases.note(case.pk, text="Ask Iván.", by=nuria.ref, at=TODAY)

    refused, said = _typed("old-desk"), _typed("old-desk", "--anyway")

    assert (refused.returncode, said.returncode) == (1, 0), said.stderr
    assert f"pasillo: People have worked in cases of this log since: {case.number}." in refused.stderr
    assert said.stdout == "“old-desk” is gone: 1 cases, 3 people, 3 areas.\n"
    assert _typed("old-desk").stdout == "Nothing is here that came from “old-desk”.\n"


def _typed(*words):
    env = {name: value for name, value in os.environ.items() if name != "PASILLO_TESTING"}
    env |= {"DATABASE_URL": make_conninfo(**address()), "PASILLO_DB_ROLE": "owner", "PASILLO_DB_POOL": "0"}
    env["DJANGO_SETTINGS_MODULE"] = "pasillo.config.settings"
    command = [sys.executable, "-m", "pasillo.config.parts", "import-removal", *words]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
