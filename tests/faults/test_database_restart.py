"""The database is killed while people write to us: within seconds they see pages again, and nothing is lost."""

import os
import signal
import time

import pytest

from tests.config.running import until
from tests.faults.kills import Plan, carry_out

pytestmark = pytest.mark.slow
TIMES = 2


def the_database(running):
    """Its first process. One that it has just begun looks like it for a moment, before it takes its own name."""
    until(lambda: len(running.pids("postgres")) == 1, 15)
    return running.pids("postgres")[0]


def test_pages_are_back_within_fifteen_seconds_and_nothing_is_lost():
    waits = []

    def kill_the_database(plan, running):
        for _ in range(TIMES):
            time.sleep(2)
            before = the_database(running)
            os.kill(before, signal.SIGKILL)
            until(lambda before=before: running.pids("postgres") not in ([], [before]), 15)
            waits.append(until(lambda: running.get("/services/general/fault")[0] == 200, 15))
        return TIMES

    result = carry_out(Plan(messages=60, seed=11, hurry=True, kills=8), kill=kill_the_database)

    assert len(waits) == TIMES
    assert max(waits) < 15
    assert result.longest_outage < 15
    assert result.reckoning.acked == 60
    assert result.reckoning.is_exact, result
