"""A small log of a help desk, made up, and what is needed to take it over."""

import json
import time
from datetime import UTC, datetime

import pytest

from pasillo.doors.console.history.mapping import as_map
from pasillo.doors.console.history.taking_over import take_over
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.journal.models import Entry, Position

TODAY = datetime(2026, 11, 19, 10, 4, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
HEADING = "id,when,state,team,who,prio,caller"
MAP = {
    "source": "old-desk",
    "columns": {
        "case": "id", "at": "when", "state": "state", "group": "team", "person": "who", "priority": "prio",
        "customer": "caller",
    },
    "moments": {"format": "%Y-%m-%d %H:%M", "zone": "Europe/Madrid"},
    "means": {
        "Open": "new", "Work": "working", "Said": "answered", "Asked": "asks customer", "User": "waits for customer",
        "Vendor": "waits for supplier", "Fixed": "resolved", "Shut": "closed", "Void": "cancelled", "Saved": "nothing",
    },
    "priorities": {"P1": 1, "P3": 3},
    "areas": {"name": "Old {group}", "first": "Old desk"},
    "hours": {"zone": "Europe/Madrid", "week": dict.fromkeys(WEEKDAYS, [["09:00", "17:00"]])},
    "services": [{"name": "Old incidents", "promises": {"resolution": 480, "dispute": 240}}],
}  # fmt: skip
PRINTER = """\
7001,2026-03-02 09:00,Open,Printers,,P3,elena
7001,2026-03-02 09:30,Work,Printers,marta,P3,elena
7001,2026-03-02 11:00,Asked,Printers,marta,P3,elena
7001,2026-03-03 11:00,Work,Printers,marta,P1,elena
7001,2026-03-03 12:00,Work,Networks,ivan,P1,elena
7001,2026-03-03 13:00,Fixed,Networks,ivan,P1,elena
7001,2026-03-06 13:00,Shut,Networks,,P1,elena
"""


@pytest.fixture
def as_log(tmp_path):
    """Writes lines below a heading into a file."""

    def write(*lines, heading=HEADING, name="log.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(("\n".join([heading, *(line.strip("\n") for line in lines)]) + "\n").encode(encoding))
        return path

    return write


@pytest.fixture
def taken(db, as_log):
    """Takes lines over and says what came of it."""

    def take(*lines, dry=False, at=TODAY, **other):
        return take_over(as_log(*lines), as_map(MAP | other), at=at, dry=dry)

    return take


@pytest.fixture
def map_file(tmp_path):
    """The map as an operator has it, in a file."""
    path = tmp_path / "map.json"
    path.write_text(json.dumps(MAP))
    return path


@pytest.fixture
def storied(transactional_db):
    """Waits until all is read: other tests of this server may hold the horizon of the journal for a while."""

    def wait():
        until = time.monotonic() + 60
        last = Entry.objects.order_by("id").last().pk
        while Position.objects.filter(follower="stories", entry_id__gte=last).count() == 0:
            assert time.monotonic() < until, "the stories were never told"
            catch_up()
            time.sleep(0.05)

    return wait
