"""What goes into a statement is what was meant, to the last microsecond."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from pasillo.ground.kit.exact import exact_json


def test_a_moment_keeps_its_microseconds():
    moment = datetime(2026, 10, 30, 8, 41, 34, 176667, tzinfo=UTC)

    assert datetime.fromisoformat(json.loads(exact_json({"at": moment}))["at"]) == moment


def test_days_amounts_and_names_are_written_plainly():
    told = exact_json([date(2026, 10, 30), Decimal("12.50"), UUID(int=7), None, True])

    assert json.loads(told) == ["2026-10-30", "12.50", "00000000-0000-0000-0000-000000000007", None, True]
