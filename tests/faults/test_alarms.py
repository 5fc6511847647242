"""Workers that sweep are killed in the middle: each alarm rings once, in time. `make alarms` does it at length."""

import pytest

from tests.faults.alarms import Plan, carry_out

pytestmark = pytest.mark.slow
SHORT = Plan(workers=4, kills=10, alarms=300, seconds=8, seed=20261122)


def test_ten_kills_among_four_workers_lose_no_alarm_and_double_none():
    result = carry_out(SHORT)

    assert result.killed == 10
    assert result.told == 300
    assert not result.wrong
