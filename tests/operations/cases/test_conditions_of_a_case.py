"""What may be asked about a case: each field, asked of the database and of the case in hand, says the same."""

from dataclasses import replace

import pytest
from django.utils import translation

from pasillo.ground.conditions.condition import condition_of
from pasillo.ground.conditions.in_hand import holds
from pasillo.ground.conditions.in_sql import question
from pasillo.ground.conditions.saying import say
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Account
from pasillo.operations.cases.commands import open_case, set_priority
from pasillo.operations.cases.conditions import FIELDS, JOINED
from pasillo.operations.cases.models import Case


@pytest.fixture
def cases(opening, ana, monday, later):
    """Ana's dead line, which is urgent, and a question of hers by mail on behalf of a company."""
    dead = open_case(opening=opening, by=ana.ref, at=monday)
    set_priority(dead.pk, priority=1, by="system", at=monday)
    ana.account = Account.objects.create(name="Panadería Pons")
    ana.save(update_fields=["account"])
    asks = replace(opening, subject="¿Cuánto cuesta?", channel="email", language="id", kind="question")
    open_case(opening=asks, by=ana.ref, at=later(5))
    return Case.objects.select_related(*JOINED).order_by("pk")


def _asked(field, cases):
    known = {"one_of": [str(field.read(case)) for case in cases if field.read(case) is not None][:1] or ["1"]}
    for operator in field.operators:
        sample = known.get(operator) or next((str(field.read(case)) for case in cases if field.read(case)), "1")
        value = {"number": 1, "moment": 3}.get(field.sort, sample)
        if operator in ("before", "after"):
            value = "2026-03-02T12:00:00+00:00"
        yield {"field": field.name, "is": operator, "value": value}


@pytest.mark.parametrize("name", FIELDS)
def test_the_database_and_the_case_in_hand_agree_on_each_field(cases, later, name):
    every = list(cases)
    for data in _asked(FIELDS[name], every):
        for asks in (data, {"not": data}):
            condition = condition_of(asks, FIELDS)

            found = list(cases.filter(question(condition, at=later(6))))

            assert found == [case for case in every if holds(condition, case, at=later(6))], asks


def test_a_condition_is_said_with_the_names_of_services(cases, line_repair):
    data = {"all": [
        {"field": "priority", "is": "one_of", "value": ["1"]},
        {"field": "service", "is": "one_of", "value": [str(line_repair.pk)]},
    ]}  # fmt: skip
    condition = condition_of(data, FIELDS)

    assert say(condition) == "Priority is Urgent and the service is Line repair"
    with translation.override("es"):
        assert "Avería de línea" in say(condition)
    assert [case.subject for case in cases.filter(question(condition, at=cases[0].opened_at))] == ["No hay línea"]


def test_what_is_not_on_the_list_is_never_asked():
    for name in ("answers", "customer__password", "assignee__email", "pk"):
        with pytest.raises(Refused, match="do not know"):
            condition_of({"field": name, "is": "is", "value": "x"}, FIELDS)


def test_a_number_that_is_none_is_refused():
    with pytest.raises(Refused, match="at least one value for the service"):
        condition_of({"field": "service", "is": "one_of", "value": ["all"]}, FIELDS)
