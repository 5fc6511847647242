"""Questions of a page that need not wait for one another are asked in one go, and answered as if they had."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from pasillo.ground.asking import ask_ahead, asked, asking_once
from pasillo.ground.kit.looking import Look, looking_as
from pasillo.ground.people.commands import meet
from pasillo.ground.people.models import Person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def elena():
    return meet(name="Elena Prats", email="elena@correo.example", by="system", at=AT)


@pytest.fixture
def marta():
    return meet(name="Marta; 'Ruiz' %s", email="marta@nidalia.example", by="system", at=AT)


def one(person_id):
    return Person.objects.filter(pk=person_id)


def named(name):
    return Person.objects.filter(name=name).order_by("pk").values_list("pk", "name", "preferences")


def test_two_questions_go_in_one_and_each_look_finds_its_own_answer(elena, marta, django_assert_num_queries):
    with asking_once():
        with django_assert_num_queries(1):
            ask_ahead(lambda: asked(one, elena.pk), lambda: asked(named, marta.name), lambda: asked(one, 0))
        with django_assert_num_queries(0):
            assert asked(one, elena.pk)[0].email == "elena@correo.example"
            assert asked(named, marta.name) == [(marta.pk, "Marta; 'Ruiz' %s", {})]
            assert asked(one, 0) == []


def test_what_nobody_foresaw_is_asked_as_ever_and_only_once(elena, marta, django_assert_num_queries):
    with asking_once():
        ask_ahead(lambda: asked(one, elena.pk))
        with django_assert_num_queries(1):
            assert asked(one, marta.pk) == asked(one, marta.pk) == [marta]


def test_a_look_goes_as_far_as_it_comes_without_its_answer(elena, marta, django_assert_num_queries):
    def their_name():
        found = asked(one, elena.pk)[0]
        return asked(named, found.name)

    with asking_once(), django_assert_num_queries(2):
        ask_ahead(their_name, lambda: asked(one, marta.pk))
        assert their_name() == [(elena.pk, "Elena Prats", {})]
        assert asked(one, marta.pk) == [marta]


def test_what_one_look_does_to_its_things_is_not_seen_by_the_next(elena):
    with asking_once():
        ask_ahead(lambda: asked(one, elena.pk))
        asked(one, elena.pk)[0].name = "Somebody else"
        assert asked(one, elena.pk)[0].name == "Elena Prats"


def test_an_answer_is_for_the_eyes_that_asked(elena, django_assert_num_queries):
    with asking_once():
        ask_ahead(lambda: asked(one, elena.pk))
        with looking_as(Look(person="7")), django_assert_num_queries(1):
            asked(one, elena.pk)


def test_a_command_is_told_what_is_so_now(elena):
    with asking_once():
        ask_ahead(lambda: asked(one, elena.pk))
        with transaction.atomic():
            Person.objects.filter(pk=elena.pk).update(name="Elena Prats Vidal")
            assert asked(one, elena.pk)[0].name == "Elena Prats Vidal"


def test_the_next_page_is_told_anew(elena):
    for name in ("Elena Prats", "Elena Prats Vidal"):
        with asking_once():
            ask_ahead(lambda: asked(one, elena.pk))
            assert asked(one, elena.pk)[0].name == name
        Person.objects.filter(pk=elena.pk).update(name="Elena Prats Vidal")


def test_where_no_page_is_read_nothing_is_asked_ahead(elena, django_assert_num_queries):
    with django_assert_num_queries(0):
        ask_ahead(lambda: asked(one, elena.pk))
    assert asked(one, elena.pk) == [elena]
