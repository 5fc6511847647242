"""Every fact has a sentence at the desk, so that no event is mute."""

import json
from dataclasses import fields
from typing import get_type_hints

import pytest

from pasillo.doors.desk.sentences import Names, sentence, written
from pasillo.ground.journal.fact import Fact
from pasillo.operations.cases import facts as _cases  # noqa: F401
from pasillo.operations.history import facts as _history  # noqa: F401
from pasillo.operations.promises import facts as _promises  # noqa: F401
from pasillo.operations.voice import facts as _voice  # noqa: F401

EVERY = [fact for fact in Fact.__subclasses__() if fact.__module__.startswith("pasillo.operations.")]
COUNTED_ONLY = {"macro.used"}  # its words stand in the thread themselves
ABOUT_CASES = sorted(  # what happens to a macro, a rule or a calendar is not told in a case
    (fact for fact in EVERY if "case_id" in {field.name for field in fields(fact)} and fact.name not in COUNTED_ONLY),
    key=lambda fact: fact.name,
)
NAMES = Names(people={1: "Marta Ruiz", 2: "Elena Prats"}, areas={1: "Field north"}, tasks={1: "Leave a panel"})
NAMED = {"state": "resolved", "previous": "in_progress"}
EXAMPLES = {int: 1, float: 1.0, bool: True, str: "resolution"}


def example(fact):
    hints = get_type_hints(fact)
    return {field.name: NAMED.get(field.name, EXAMPLES.get(hints[field.name], 1)) for field in fields(fact)}


@pytest.mark.parametrize("fact", ABOUT_CASES, ids=lambda fact: fact.name)
def test_every_fact_about_a_case_has_a_sentence(fact):
    told = sentence(fact.name, example(fact), by="person:1", names=NAMES)

    assert told is not None
    assert told.text
    assert "%(" not in told.text
    assert json.dumps(told.text)


def test_no_sentence_stands_for_a_fact_that_does_not_exist():
    assert written() <= {fact.name for fact in EVERY}


def test_who_takes_and_who_is_given_a_case_read_differently():
    taken = sentence("case.assigned", {"assignee_id": 1}, by="person:1", names=NAMES)
    given = sentence("case.assigned", {"assignee_id": 2}, by="person:1", names=NAMES)

    assert taken.text == "Marta Ruiz took the case"
    assert given.text == "Marta Ruiz gave the case to Elena Prats"


def test_what_the_house_does_itself_has_a_name_too():
    assert sentence("case.resolved", {"cycle": 1}, by="system", names=NAMES).text == "Pasillo resolved the case"


def test_an_alarm_that_came_late_says_that_the_house_was_away_and_not_that_anybody_was_late():
    rang = {"sort": "threshold", "person_id": 1, "area_id": 1, "late_seconds": 3600}

    late = sentence("alarm.rang", rang, by="system", names=NAMES)
    in_time = sentence("alarm.rang", rang | {"late_seconds": 0}, by="system", names=NAMES)

    assert (late.text.replace("\u00a0", " "), in_time.text) == (
        "An alarm called Marta Ruiz; the house had been away for 1 h",
        "An alarm called Marta Ruiz",
    )
