"""When a question is asked and when it must be answered, by what was answered before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.conditions import Group, Test, holds
from pasillo.strategy.catalogue.form import Form
from pasillo.strategy.catalogue.form_answers import Around, Someone

COLOURS = [{"value": "red", "names": {"en": "Red"}}, {"value": "blue", "names": {"en": "Blue"}}]


def asks(key, kind, **more):
    return {"key": key, "kind": kind, "labels": {"en": key.title()}, **more}


ORDER = [
    asks("amount", "money", currencies=["EUR"]),
    asks("pieces", "number"),
    asks("day", "date"),
    asks("colour", "choice", options=COLOURS),
    asks("remark", "text"),
]


def shows(condition, raw, **around):
    form = Form.from_json([*ORDER, asks("why", "long_text", visible_if=condition, required=True)])
    return "why" in form.check(raw, around=Around(**around)).errors


@pytest.mark.parametrize(
    ("condition", "raw", "is_asked"),
    [
        ({"field": "amount", "op": "more_than", "value": "500"}, {"amount": ["500.01"]}, True),
        ({"field": "amount", "op": "more_than", "value": "500"}, {"amount": ["500"]}, False),
        ({"field": "amount", "op": "at_least", "value": 500}, {"amount": ["500"]}, True),
        ({"field": "pieces", "op": "at_most", "value": 2.5}, {"pieces": ["2,5"]}, True),
        ({"field": "pieces", "op": "less_than", "value": 2}, {"pieces": ["2"]}, False),
        ({"field": "pieces", "op": "is", "value": 3}, {"pieces": ["3"]}, True),
        ({"field": "day", "op": "less_than", "value": "2026-12-01"}, {"day": ["2026-11-30"]}, True),
        ({"field": "day", "op": "at_least", "value": "2026-12-01"}, {"day": ["2026-11-30"]}, False),
        ({"field": "colour", "op": "is_not", "value": "red"}, {"colour": ["blue"]}, True),
        ({"field": "colour", "op": "is_not", "value": "red"}, {}, False),
        ({"field": "remark", "op": "given"}, {"remark": ["x"]}, True),
        ({"field": "remark", "op": "missing"}, {}, True),
        (
            {"all": [{"field": "colour", "equals": "red"}, {"any": [
                {"field": "pieces", "op": "more_than", "value": 9}, {"field": "remark", "op": "given"}]}]},
            {"colour": ["red"], "remark": ["soon"]},
            True,
        ),
        (
            {"all": [{"field": "colour", "equals": "red"}, {"field": "pieces", "op": "more_than", "value": 9}]},
            {"colour": ["red"], "pieces": ["9"]},
            False,
        ),
    ],
)  # fmt: skip
def test_a_question_is_asked_when_its_condition_holds(condition, raw, is_asked):
    assert shows(condition, raw) is is_asked


def test_an_answer_may_be_required_only_because_of_another():
    condition = {"field": "pieces", "op": "more_than", "value": 10}
    form = Form.from_json([*ORDER, asks("why", "text", required_if=condition)])

    assert form.check({"pieces": ["10"]}).is_good
    assert set(form.check({"pieces": ["11"]}).errors) == {"why"}
    assert form.check({"pieces": ["11"], "why": ["a feast"]}).is_good


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ({"field": "later", "op": "given"}, "before it"),
        ({"field": "remark", "op": "is", "value": "x"}, "not on its words"),
        ({"field": "remark", "op": "more_than", "value": 3}, "cannot be compared"),
        ({"field": "pieces", "op": "more_than", "value": "many"}, "makes no sense"),
        ({"field": "pieces", "op": "more_than", "value": True}, "makes no sense"),
        ({"field": "day", "op": "at_least", "value": "tomorrow"}, "makes no sense"),
        ({"field": "colour", "op": "is", "value": "green"}, "nobody can give"),
        ({"all": []}, "makes no sense"),
        ({"all": [{"all": [{"all": [{"all": [{"field": "remark", "op": "given"}]}]}]}]}, "makes no sense"),
        ({"all": [{"field": "remark", "op": "given"}], "any": []}, "makes no sense"),
        ("yes", "makes no sense"),
    ],
)
def test_a_condition_without_sense_is_refused_with_the_reason(condition, why):
    with pytest.raises(Refused, match=why):
        Form.from_json([*ORDER, asks("why", "text", visible_if=condition)])


tests = st.builds(
    Test,
    st.sampled_from("abc"),
    st.sampled_from(["is", "is_not", "given", "missing", "at_least", "at_most", "more_than", "less_than"]),
    st.tuples(st.one_of(st.integers(-9, 9), st.sampled_from(["2026-11-01", "12.50"]))),
)
conditions = st.recursive(
    tests,
    lambda inner: st.builds(Group, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=8,
)
answers = st.dictionaries(
    st.sampled_from("abc"),
    st.one_of(
        st.integers(-9, 9), st.floats(-9, 9), st.booleans(), st.sampled_from(["2026-11-02", "red", "9"]),
        st.lists(st.sampled_from(["red", "blue"])), st.just({"amount": "12.50", "currency": "EUR"}),
        st.just({"starts_at": "2026-11-02T08:00:00+00:00"}),
    ),
)  # fmt: skip


@given(conditions, answers)
def test_every_condition_holds_or_does_not_whatever_was_answered(condition, given_answers):
    assert holds(condition, given_answers) in (True, False)


@given(st.lists(conditions, min_size=1, max_size=4).map(tuple), answers)
def test_all_needs_every_part_and_any_needs_one(parts, given_answers):
    each = [holds(part, given_answers) for part in parts]

    assert holds(Group("all", parts), given_answers) is all(each)
    assert holds(Group("any", parts), given_answers) is any(each)


@given(st.integers(-99, 99), st.integers(-99, 99))
def test_comparing_figures_is_what_one_learned_at_school(answer, limit):
    said = {"a": answer}

    assert holds(Test("a", "more_than", (limit,)), said) is (answer > limit)
    assert holds(Test("a", "at_most", (limit,)), said) is not holds(Test("a", "more_than", (limit,)), said)


def test_consent_keeps_the_words_the_moment_and_is_needed_to_go_on():
    from datetime import UTC, datetime

    texts = {"en": "You may keep my photo.", "es": "Podéis guardar mi foto."}
    form = Form.from_json([asks("photo", "consent", texts=texts, required=True)])
    around = Around(language="es", at=datetime(2026, 3, 2, 9, tzinfo=UTC))

    assert "consent" in form.check({"photo": ["no"]}, around=around).errors["photo"]
    kept = form.check({"photo": ["yes"]}, around=around).answers["photo"]
    assert kept == {"agreed": True, "text": "Podéis guardar mi foto.", "at": "2026-03-02T09:00:00+00:00"}
    assert "Podéis guardar" in form.told({"photo": kept}, "en")[0][1]


def test_a_person_is_whoever_was_chosen_or_the_only_one_who_fits():
    form = Form.from_json([asks("who", "person", required=True)])
    ana, anabel = Someone(id=1, name="Ana Gil"), Someone(id=2, name="Anabel Gil")

    def find(asked, words):
        return [one for one in (ana, anabel) if words.lower() in one.name.lower()]

    around = Around(find_people=find, person=lambda asked, pk: {1: ana, 2: anabel}.get(pk))
    assert form.check({"who": ["anabel"]}, around=around).answers == {"who": {"person": 2}}
    assert "Several" in form.check({"who": ["ana"]}, around=around).errors["who"]
    assert form.check({"who": ["ana"], "who.id": ["3"]}, around=around).errors
    assert form.check({"who": [""], "who.id": ["1"]}, around=around).answers == {"who": {"person": 1}}
    assert "nobody" in form.check({"who": ["Zoe"]}, around=around).errors["who"]
    assert form.check({"who": ["Ana Gil"], "who.id": ["1"]}).errors  # nobody may be seen from nowhere


def test_an_address_is_written_as_in_its_country():
    form = Form.from_json([asks("home", "address", detailed=True)])
    raw = {"home.street": ["Goya 61"], "home.more": ["4.º B"], "home.postcode": ["50005"], "home.town": ["Zaragoza"]}

    there = form.check(raw | {"home.country": ["ES"]}).answers
    assert form.told(there, "es")[0][1] == "Goya 61, 4.º B, 50005 Zaragoza, España"
    london = form.check(raw | {"home.country": ["GB"], "home.postcode": ["W1A"], "home.town": ["London"]}).answers
    assert form.told(london, "en")[0][1] == "Goya 61, 4.º B, London W1A, United Kingdom"
    assert "postcode" in form.check(raw | {"home.country": ["ES"], "home.postcode": ["5005"]}).errors["home"]
    assert "countries" in form.check(raw | {"home.country": ["XX"]}).errors["home"]


@pytest.mark.parametrize(
    ("more", "typed", "is_good"),
    [
        ({"pattern": "9999-AAA"}, "1234-XYZ", True),
        ({"pattern": "9999-AAA"}, "1234-12X", False),
        ({"pattern": "(.*)+"}, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", False),
        ({"min": 3}, "ab", False),
        ({"max": 3}, "abcd", False),
    ],
)
def test_a_text_may_have_to_look_like_something(more, typed, is_good):
    assert Form.from_json([asks("it", "text", **more)]).check({"it": [typed]}).is_good is is_good


def test_a_day_has_limits_counted_from_today():
    from datetime import date

    form = Form.from_json([asks("day", "date", min=2, max=5)])
    around = Around(today=date(2026, 3, 2))

    assert form.check({"day": ["2026-03-04"]}, around=around).is_good
    assert "first possible" in form.check({"day": ["2026-03-03"]}, around=around).errors["day"]
    assert "last possible" in form.check({"day": ["2026-03-08"]}, around=around).errors["day"]
