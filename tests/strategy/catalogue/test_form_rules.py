"""What a form asks, what it keeps, and what it says when something is wrong."""

from datetime import date

import pytest

from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import Around

TODAY = date(2026, 11, 21)


def asks(kind, **more):
    return {"key": "it", "kind": kind, "labels": {"en": "It?"}, **more}


def check(kind, *values, language="en", **more):
    around = Around(today=TODAY, language=language)
    return Form.from_json([asks(kind, **more)]).check({"it": list(values)}, around=around)


MOVE = Form.from_json(
    [
        {
            "key": "address",
            "kind": "address",
            "labels": {"en": "New address", "es": "Nueva dirección"},
            "required": True,
        },
        {"key": "gate", "kind": "yes_no", "labels": {"en": "Is there a gate?"}, "required": True},
        {
            "key": "code",
            "kind": "text",
            "labels": {"en": "Gate code", "es": "Código"},
            "required": True,
            "visible_if": {"field": "gate", "equals": True},
        },
        {
            "key": "how",
            "kind": "choice",
            "labels": {"en": "How do we keep you informed?"},
            "options": [{"value": "mail", "names": {"en": "E-mail"}}, {"value": "call", "names": {"en": "Call me"}}],
        },
    ]
)
HOME = {"address.street": ["Avenida de Goya 61"], "address.town": ["Zaragoza"], "address.postcode": ["50005"]}


def test_elena_answers_everything_and_all_is_kept():
    done = MOVE.check({**HOME, "gate": ["yes"], "code": [" 4417 "], "how": ["mail"]})

    assert done.is_good
    assert done.answers == {
        "address": {"street": "Avenida de Goya 61", "postcode": "50005", "town": "Zaragoza"},
        "gate": True,
        "code": "4417",
        "how": "mail",
    }


def test_a_hidden_question_is_neither_required_nor_kept():
    done = MOVE.check({**HOME, "gate": ["no"], "code": ["left from before"]})

    assert done.is_good
    assert "code" not in done.answers


def test_a_question_that_hangs_on_a_hidden_one_is_hidden_too():
    form = Form.from_json(
        [
            {"key": "a", "kind": "yes_no", "labels": {"en": "A"}},
            {"key": "b", "kind": "yes_no", "labels": {"en": "B"}, "visible_if": {"field": "a", "equals": True}},
            {"key": "c", "kind": "text", "labels": {"en": "C"}, "required": True,
             "visible_if": {"field": "b", "equals": True}},
        ]
    )  # fmt: skip

    assert form.check({"a": ["no"], "b": ["yes"], "c": [""]}).answers == {"a": False}
    assert form.visible({"a": ["no"], "b": ["yes"]}) == {"a", "b"} - {"b"}


def test_what_is_missing_is_said_beside_its_question_and_the_rest_is_kept():
    done = MOVE.check({"gate": ["yes"], "how": ["call"]})

    assert set(done.errors) == {"address", "code"}
    assert done.answers == {"gate": True, "how": "call"}


def test_answers_are_told_in_the_customers_language():
    answers = MOVE.check({**HOME, "gate": ["yes"], "code": ["4417"]}).answers

    assert MOVE.told(answers, "es")[0] == ("Nueva dirección", "Avenida de Goya 61, 50005 Zaragoza")
    assert MOVE.told(answers, "es")[2] == ("Código", "4417")


@pytest.mark.parametrize(
    ("typed", "kept"), [("3", 3), (" 12,5 ", 12.5), ("-0", 0), ("1e3", 1000), ("1 000", 1000), ("٣", 3)]
)
def test_a_number_may_be_written_as_people_do(typed, kept):
    assert check("number", typed).answers == {"it": kept}


@pytest.mark.parametrize(
    ("typed", "language", "kept"),
    [
        ("1.234,56", "es", 1234.56), ("1.234,56", "id", 1234.56), ("1,234.56", "en", 1234.56),
        ("1,234.56", "es", 1234.56), ("1.234,56", "en", 1234.56), ("1.234", "es", 1234), ("1.234", "id", 1234),
        ("1.234", "en", 1.234), ("1,234", "en", 1234), ("1,234", "es", 1.234), ("0.125", "es", 0.125),
        ("0,125", "en", 0.125), ("12.5", "es", 12.5), ("1234.5", "es", 1234.5), ("1.234.567", "en", 1234567),
        ("1,234,567", "es", 1234567), ("−1 234,5", "es", -1234.5), ("1'234", "en", 1234),
    ],
)  # fmt: skip
def test_a_number_is_read_in_the_language_of_the_page_also_with_its_thousands(typed, language, kept):
    assert check("number", typed, language=language).answers == {"it": kept}


def test_what_is_too_big_is_told_as_such():
    assert check("number", "9" * 20).errors["it"] == "This number is larger than we can keep."
    assert check("number", "9" * 20, max=1000000).errors["it"] == "The largest possible value is 1000000."


@pytest.mark.parametrize("typed", ["1.23.4", "1,23,456", "1.2,3.4", "12.34,5", ",", "1.,"])
def test_marks_that_make_no_sense_are_no_number(typed):
    assert check("number", typed, language="es").errors["it"] == "Please write a number."


@pytest.mark.parametrize("typed", ["many", "NaN", "Infinity", "-inf", "1e400", "12,5,6", "0x10", "1_0e"])
def test_what_is_no_number_is_said(typed):
    assert "it" in check("number", typed).errors


def test_a_number_has_limits():
    assert "3" in check("number", "4", max=3).errors["it"]
    assert "1" in check("number", "0", min=1).errors["it"]


@pytest.mark.parametrize("typed", ["28/11/2026", "2026-02-30", "tomorrow", "2026-11-28T10:00", "99999-01-01"])
def test_what_is_no_day_is_said(typed):
    assert "it" in check("date", typed).errors


def test_a_day_that_is_over_is_refused_only_where_it_matters():
    assert check("date", "2026-11-20").answers == {"it": "2026-11-20"}
    assert "it" in check("date", "2026-11-20", not_before_today=True).errors
    assert check("date", "2026-11-21", not_before_today=True).is_good


def test_nobody_can_choose_what_is_not_offered():
    options = [{"value": "a", "names": {"en": "A"}}, {"value": "b", "names": {"en": "B"}}]

    assert "it" in check("choice", "c", options=options).errors
    assert "it" in check("several", "a", "c", options=options).errors
    assert check("several", "b", "a", "b", options=options).answers == {"it": ["a", "b"]}


def test_characters_that_nobody_can_type_are_left_out():
    assert check("text", "Ele\x00na\x07  Prats").answers == {"it": "Elena Prats"}
    assert check("long_text", "one\r\ntwo\x00").answers == {"it": "one\ntwo"}
    assert "it" in check("text", "\x00\x00", required=True).errors


def test_a_text_without_end_is_refused():
    assert "500" in check("text", "x" * 501).errors["it"]


def test_an_address_needs_street_and_town():
    form = Form.from_json([asks("address")])

    assert "it" in form.check({"it.street": ["Goya 61"]}).errors
    assert form.check({}).is_good


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ("text", "list"),
        ([7], "object"),
        ([{"kind": "text", "labels": {"en": "A"}}], "key"),
        ([asks("text", key="Has Space")], "key"),
        ([asks("telepathy")], "kind"),
        ([asks("text", requred=True)], "requred"),
        ([asks("text", required="yes")], "true or false"),
        ([asks("text", labels={})], "no words"),
        ([asks("text", labels={"xx": "A"})], "per language"),
        ([asks("text", labels="A")], "per language"),
        ([asks("text"), asks("text")], "same key"),
        ([asks("choice")], "without options"),
        ([asks("text", options=[{"value": "a", "names": {"en": "A"}}])], "no options"),
        ([asks("choice", options=[{"value": "a", "names": {"en": "A"}}] * 2)], "same value"),
        ([asks("choice", options=["a"])], "value of small letters"),
        ([asks("number", min=3, max=1)], "above its largest"),
        ([asks("number", min="3")], "numbers"),
        ([asks("number", min=True)], "numbers"),
        ([asks("text", visible_if={"field": "it", "equals": True})], "before it"),
        ([asks("text", key="a"), asks("text", visible_if={"field": "a", "equals": "x"})], "not on its words"),
        ([asks("yes_no", key="a"), asks("text", visible_if={"field": "a", "equals": "maybe"})], "nobody can give"),
        ([asks("yes_no", key="a"), asks("text", visible_if={"field": "a", "equals": 1})], "nobody can give"),
        ([asks("text", key=f"f{n}") for n in range(61)], "at most 60"),
    ],
)
def test_a_form_with_a_fault_is_refused_with_the_reason(fields, why):
    with pytest.raises(Refused, match=why):
        Form.from_json(fields)
