"""Taking over fifty thousand cases from a table, and once more, which changes nothing."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.house import House

CASES = 50_000
AREAS = ("Front desk", "Field north", "Field south", "Billing", "Networks", "Contracts")
TOPICS = ("Line repair", "Bill", "Move", "Contract", "Installation")
NEEDS = ("The line is dead since the storm", "The bill is higher than agreed", "We move on the ninth",
         "I wish to end my contract", "Nobody came to install the box")  # fmt: skip
HEADING = ("Number", "Subject", "Created at", "Customer", "Customer email", "Group", "Category", "Status", "Assignee",
           "First response", "Resolved at", "Closed at", "Description", "Tags")  # fmt: skip
ALONE = {"PASILLO_DB_POOL": "0"}  # as the command comes, unless the measured house says otherwise
BEGINS = datetime(2025, 1, 7, 8, tzinfo=UTC)


def import_50k(_house: House, _things: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Seconds until fifty thousand cases of another system are here; the second run makes and changes nothing."""
    cases = int(os.environ.get("CASES", CASES))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.csv"
        _write(path, cases)
        first, told = _take(path)
        counts = _counts()
        again, nothing = _take(path)
    assert told.startswith(f"{cases} cases taken over, 0 here before, 0 left out."), told
    assert nothing.startswith(f"0 cases taken over, {cases} here before, 0 left out."), nothing
    assert _counts() == counts, "A second run changed something."
    yield {"measure": "import_50k_s", "value": round(first, 1), "unit": "s", "cases": cases}
    yield {"measure": "import_cases_per_s", "value": round(cases / first, 1), "unit": "cases/s"}
    yield {"measure": "import_again_s", "value": round(again, 1), "unit": "s"}


def _take(path: Path) -> tuple[float, str]:
    """The command as the operator types it; how far it is goes to the screen."""
    began = time.monotonic()
    command = [sys.executable, "-m", "pasillo.config.main", "import", "csv", str(path), "--name", "old-desk"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | ALONE)
    return time.monotonic() - began, done.stdout


def _counts() -> list[int]:
    from pasillo.ground.journal.models import Entry
    from pasillo.ground.people.models import Area, Person
    from pasillo.operations.cases.models import Case
    from pasillo.operations.conversations.models import Message

    return [table.objects.count() for table in (Case, Message, Person, Area)] + [
        Entry.objects.filter(name="case.taken_over").count(),
        Entry.objects.count(),
    ]


def _write(path: Path, cases: int) -> None:
    """A plausible year of a service desk: half of them with a first answer, nine of ten over."""
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADING)
        for number in range(cases):
            table.writerow(_line(number))


def _line(number: int) -> list[str]:
    opened = BEGINS + timedelta(minutes=9 * number % 540_000, seconds=number % 60)
    over = number % 10 != 0
    customer = number * 7919 % 9001
    return [
        f"D-{100_000 + number}",
        f"{NEEDS[number % 5]} ({number})",
        _at(opened),
        f"Customer {customer}",
        f"customer{customer}@post.example",
        AREAS[number % 6],
        TOPICS[number % 5],
        "Closed" if over else "Open",
        f"Agent {number % 40}",
        _at(opened + timedelta(minutes=25)) if number % 2 else "",
        _at(opened + timedelta(hours=5)) if over else "",
        _at(opened + timedelta(hours=77)) if over else "",
        f"{NEEDS[number % 5]}. I have waited since {opened:%d %B}, please call me under {600_000_000 + number}.",
        "urgent, repeat" if number % 20 == 0 else "",
    ]


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
