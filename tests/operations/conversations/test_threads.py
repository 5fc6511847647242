"""Tokens that nobody can guess or bend."""

from hypothesis import given
from hypothesis import strategies as st

from pasillo.operations.conversations.threads import Thread, read_token, token_for

ids = st.integers(min_value=1, max_value=2**62)


@given(ids, ids)
def test_a_token_says_which_conversation_and_who(conversation, person):
    token = token_for(conversation, person)

    assert read_token(token) == Thread(conversation_id=conversation, person_id=person)
    assert read_token(token.upper()) == Thread(conversation_id=conversation, person_id=person)
    assert read_token(token, purpose="link") is None


@given(ids, ids, st.integers(min_value=0), st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_token_that_was_touched_is_no_token(conversation, person, place, letter):
    token = token_for(conversation, person)
    bent = list(token)
    bent[place % (len(bent) - 1)] = letter
    if "".join(bent) != token:
        assert read_token("".join(bent)) is None


@given(st.text(max_size=90))
def test_anything_else_is_no_token(text):
    assert read_token(text) is None


def test_a_cut_or_empty_token_is_no_token():
    token = token_for(17, 4)

    assert read_token("") is None
    assert [read_token(token[:n]) for n in range(len(token) - 1)] == [None] * (len(token) - 1)
