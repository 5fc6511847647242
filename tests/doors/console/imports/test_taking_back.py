"""An import of any sort is taken back as a whole, and what others need stays."""

from datetime import timedelta

import pytest

from pasillo.config.keeping import unlearning
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.commands import meet, verify
from pasillo.ground.people.models import Account, Area, Person
from pasillo.operations.cases.commands import note
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from pasillo.operations.history.models import Log, Origin, StandIn
from pasillo.strategy.catalogue.models import Service
from tests import template
from tests.doors.console.imports.conftest import TODAY

TABLE = """\
number,subject,created at,customer,customer email,company,group,status,assignee,message
1,No light,2026-03-03 09:00,Elena,elena@correo.example,Casa Prats,Field,Closed,Marta,The box is dead.
2,Twice,2026-03-04 09:00,Diego,diego@correo.example,,Billing,Open,Marta,They charged me twice.
3,Move,2026-03-05 09:00,Ana,ana@correo.example,,Field,Closed,Marta,We move.
"""


def take_back(**how):
    with template.as_owner():
        return unlearning.take_back("csv", at=TODAY + timedelta(days=1), **how)


def test_everything_that_came_goes_and_who_was_here_or_has_come_in_since_stays(transactional_db, taken):
    elena = meet(name="Elena Prats", email="elena@correo.example", by="system", at=TODAY)
    taken(TABLE)
    ana = Person.objects.get(email="ana@correo.example")
    verify(ana.pk, by=ana.ref, at=TODAY)

    gone = take_back()

    assert (gone.cases, gone.areas) == (3, 3)
    assert set(Person.objects.values_list("pk", flat=True)) == {elena.pk, ana.pk}
    left = (Case, Message, Origin, StandIn, Log, Area, Service, Account)
    assert [table.objects.count() for table in left] == [0] * len(left)
    assert take_back() is None
    assert taken(TABLE)[0].made == 3


def test_nothing_goes_once_somebody_has_worked_in_it(transactional_db, taken):
    taken(TABLE)
    diego = Person.objects.get(email="diego@correo.example")
    note(Case.objects.get(subject="Twice").pk, text="Still?", by=diego.ref, at=TODAY)

    with pytest.raises(Refused, match="People have worked"):
        take_back()

    assert Case.objects.count() == 3
    assert take_back(anyway=True).cases == 3
