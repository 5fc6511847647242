"""Whatever is typed into whatever form, some things always hold."""

import json
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from pasillo.ground.kit.refusals import Refused
from pasillo.strategy.catalogue.form import Form, is_visible

OPTIONS = [{"value": value, "names": {"en": value.upper()}} for value in ("a", "b", "c")]
KINDS = ["text", "long_text", "number", "date", "choice", "several", "yes_no", "file", "address"]


@st.composite
def forms(draw):
    fields = []
    for place, kind in enumerate(draw(st.lists(st.sampled_from(KINDS), max_size=7))):
        field = {"key": f"f{place}", "kind": kind, "labels": {"en": f"F{place}"}, "required": draw(st.booleans())}
        if kind in ("choice", "several"):
            field["options"] = OPTIONS
        deciding = [one for one in fields if one["kind"] in ("choice", "several", "yes_no")]
        if deciding and draw(st.booleans()):
            chosen = draw(st.sampled_from(deciding))
            equals = st.booleans() if chosen["kind"] == "yes_no" else st.sampled_from(["a", "b", "c"])
            field["visible_if"] = {"field": chosen["key"], "equals": draw(equals)}
        fields.append(field)
    return Form.from_json(fields)


typed = st.lists(
    st.one_of(st.text(max_size=30), st.sampled_from(["a", "b", "yes", "no", "2026-11-28", "3,5", "\x00"])), max_size=3
)
keys = st.sampled_from([f"f{n}{part}" for n in range(7) for part in ("", ".street", ".town", ".postcode")])
raws = st.dictionaries(keys, typed, max_size=20)


@settings(max_examples=150, deadline=None)
@given(forms(), raws)
def test_every_question_is_answered_refused_or_left_open_but_never_two_of_these(form, raw):
    done = form.check(raw)

    assert not set(done.answers) & set(done.errors)
    assert set(done.answers) | set(done.errors) <= {asked.key for asked in form.fields}


@settings(max_examples=150, deadline=None)
@given(forms(), raws)
def test_what_is_hidden_is_not_kept_and_what_is_required_is_not_forgotten(form, raw):
    done = form.check(raw)

    for asked in form.fields:
        if not is_visible(asked, done.answers):
            assert asked.key not in done.answers
            assert asked.key not in done.errors
        elif asked.required:
            assert asked.key in done.answers or asked.key in done.errors


@settings(max_examples=150, deadline=None)
@given(forms(), raws)
def test_what_is_kept_can_be_written_to_the_database_and_told_again(form, raw):
    answers = form.check(raw).answers

    written = json.dumps(answers, allow_nan=False)
    assert "\\u0000" not in written
    assert json.loads(written) == answers
    assert len(form.told(answers, "id")) == len(answers)
    written.encode("utf-8")


plain_data = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
anything = st.recursive(
    plain_data, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@settings(max_examples=100, deadline=None)
@given(anything)
def test_a_written_form_is_understood_or_refused_never_a_fault(data):
    with suppress(Refused):
        assert Form.from_json(data).fields == ()
