"""Plain data on its way into a statement of the database, to the last microsecond."""

import json
from datetime import date, time
from typing import Any


def exact_json(value: Any) -> str:
    """JSON in which a moment keeps its microseconds: a clock that began a hair earlier would be another clock."""
    return json.dumps(value, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | time) else str(value)
