"""A need is told to us."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.models import Entry
from pasillo.operations.cases.commands import open_case
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.models import Message
from tests.operations.told import fact, told


def test_ana_s_need_becomes_a_case_with_her_words_and_two_promises(dead_line, ana, repairs):
    assert dead_line.state == "new"
    assert dead_line.area == repairs
    assert dead_line.customer == ana
    assert list(Message.objects.values_list("direction", "text")) == [("in", "Desde ayer no tengo línea.")]
    assert told(dead_line) == [
        "case.opened",
        "message.received",
        "promise.made",
        "promise.made",
    ]


def test_the_journal_carries_no_word_of_hers(dead_line):
    written = "".join(str(entry.data) for entry in Entry.objects.filter(about=dead_line.ref))
    assert "línea" not in written
    assert "Ana" not in written


def test_the_same_form_sent_twice_is_one_case_and_one_acknowledgement(opening, ana, monday):
    form = replace(opening, key="form-1")
    first = open_case(opening=form, by=ana.ref, at=monday)
    second = open_case(opening=form, by=ana.ref, at=monday + timedelta(seconds=1))

    assert first == second
    assert Case.objects.count() == 1
    assert Message.objects.count() == 1
    assert Effect.objects.filter(kind="mail").count() == 1


def test_a_call_that_is_logged_later_counts_from_the_call(opening, ana, monday):
    called = monday - timedelta(hours=70)
    case = open_case(opening=replace(opening, channel="phone", contact_at=called), by=ana.ref, at=monday)

    assert case.opened_at == called
    assert fact(case, "case.opened").happened_at == called
    assert Effect.objects.count() == 0


def test_bytes_that_a_database_cannot_bear_do_not_lose_the_need(opening, ana, monday):
    case = open_case(opening=replace(opening, subject="No\0line", text="It is\0 dead\x07."), by=ana.ref, at=monday)

    assert case.subject == "Noline"
    assert Message.objects.get().text == "It is dead."


def test_a_need_without_a_subject_is_called_by_its_first_line(opening, ana, monday):
    case = open_case(opening=replace(opening, subject=" ", text="\nMy bill is wrong\nTwice"), by=ana.ref, at=monday)

    assert case.subject == "My bill is wrong"


def test_what_fails_half_way_leaves_nothing_behind(opening, ana, monday):
    broken = replace(opening, form_version_id=987654, key="form-9")
    with pytest.raises(IntegrityError), transaction.atomic():
        open_case(opening=broken, by=ana.ref, at=monday)
        connection.check_constraints()

    assert Case.objects.count() == 0
    assert Entry.objects.filter(name="case.opened").count() == 0
    assert Effect.objects.count() == 0
