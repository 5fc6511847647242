"""A chat whose visitor is there goes to who takes chats now; once they have left it is work like any other."""

import pytest
from django.test import Client

from pasillo.doors.channels.chat.commands import leave_chats
from pasillo.ground.people.commands import give_role, meet
from pasillo.ground.people.models import Role
from pasillo.operations.cases.models import Case
from pasillo.operations.routing.commands import BoardAs, give_out, set_board
from pasillo.operations.routing.hands import hands_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def aida(repairs, monday):
    """Serves beside Budi, and takes no chats."""
    person = meet(name="Aida Roig", email="aida@nidalia.example", language="es", by="system", at=monday)
    give_role(person=person, role=Role.AGENT, area=repairs, by="system", at=monday)
    return person


@pytest.fixture
def given(repairs, monday, clock):
    """The house gives out the work; who holds the newest case after a round."""
    set_board(repairs.pk, wish=BoardAs(mode="assign", touch_minutes=20, drips=False), by="system", at=monday)

    def holder():
        give_out(repairs.pk, at=clock.at)
        return Case.objects.order_by("-id").values_list("assignee_id", flat=True)[0]

    return holder


def test_who_takes_chats_now_gets_it_and_reads_why(at_the_window, aida, budi_takes, given, clock):
    at_the_window().says("My line is dead.")
    case = Case.objects.get()
    against = {hand.person_id: hand.against for hand in hands_for(case, "", at=clock.at).first}

    assert against == {budi_takes.pk: (), aida.pk: ("turn:chat",)}
    assert given() == budi_takes.pk
    browser = Client()
    browser.force_login(budi_takes)
    page = browser.get(f"/app/cases/{case.number}").content.decode()
    assert "only who takes chats now was asked" in page
    assert "take no chats now" in page


def test_while_nobody_takes_chats_it_waits_and_when_the_visitor_has_left_anybody_may(
    at_the_window, aida, budi_takes, given, clock
):
    at_the_window().says("My line is dead.")
    leave_chats(budi_takes.pk, by=budi_takes.ref, at=clock.at)

    assert given() is None
    clock.goes_on(minutes=2)
    assert given() in (aida.pk, budi_takes.pk)
