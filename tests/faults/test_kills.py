"""Whatever is killed while messages come in: what we promised is there, once. `make kills` does it at length."""

import pytest

from tests.faults.kills import Plan, carry_out

pytestmark = pytest.mark.slow
SHORT = Plan(kills=12, messages=120, seed=20261121, shortest=0.2, longest=1.2, hurry=True)


def test_twelve_kills_among_many_messages_lose_nothing_and_double_nothing():
    result = carry_out(SHORT)

    assert result.killed == 12
    assert result.reckoning.acked == 120
    assert result.reckoning.is_exact, result


def test_without_the_ledger_the_same_count_finds_what_was_doubled():
    result = carry_out(Plan(kills=0, messages=32, seed=5, impatient=0.4, hurry=True, with_ledger=False))

    assert result.reckoning.lost == []
    assert result.reckoning.doubled != []
