"""A journal for tests: what happened to a few customers, written as the rooms of operations write it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from time import monotonic, sleep
from typing import Any

from django.db import connection

from pasillo.ground.journal.followers import follow, followers
from pasillo.ground.journal.models import Entry

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
numbers = count(1)


@dataclass
class Case:
    """One case being told, hour by hour after its first contact."""

    service_id: int = 1
    customer_id: int = 1
    area_id: int = 10
    opened_at: datetime = MONDAY
    kind: str = "request"
    case_id: int = field(default_factory=lambda: next(numbers))
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tell(
            "case.opened",
            0,
            number=48000 + self.case_id,
            service_id=self.service_id,
            request_type_id=None,
            customer_id=self.customer_id,
            area_id=self.area_id,
            channel="portal",
            kind=self.kind,
            language="es",
            conversation_id=self.case_id,
            follows_id=None,
            unverified=False,
        )
        self.writes(0)

    def tell(self, name: str, hours: float, **data: Any) -> "Case":
        at = self.opened_at + timedelta(hours=hours)
        data = {"case_id": self.case_id} | data
        self.entries.append(Entry(name=name, about=f"case:{self.case_id}", by="system", happened_at=at, data=data))
        return self

    def writes(self, hours: float, **data: Any) -> "Case":
        return self.tell("message.received", hours, message_id=1, conversation_id=1, channel="portal", **data)

    def answered(self, hours: float, *, is_human: bool = True) -> "Case":
        return self.tell("message.sent", hours, message_id=2, conversation_id=1, channel="portal", is_human=is_human)

    def moved(self, hours: float, area_id: int) -> "Case":
        self.tell("case.transferred", hours, from_area_id=self.area_id, to_area_id=area_id)
        self.area_id = area_id
        return self

    def promised(self, metric: str, minutes: int, *, due_in: float, cycle: int = 1, hours: float = 0) -> "Case":
        due_at = (self.opened_at + timedelta(hours=due_in)).isoformat()
        return self.tell(
            "promise.made",
            hours,
            clock_id=self.clock(metric, cycle),
            metric=metric,
            cycle=cycle,
            objective_id=7,
            target_minutes=minutes,
            due_at=due_at,
        )

    def promise(self, what: str, metric: str, hours: float, *, cycle: int = 1, **data: Any) -> "Case":
        return self.tell(
            f"promise.{what}", hours, clock_id=self.clock(metric, cycle), metric=metric, cycle=cycle, **data
        )

    def clock(self, metric: str, cycle: int) -> int:
        return self.case_id * 100 + cycle * 10 + ("first_response", "resolution", "dispute").index(metric)

    def resolved(self, hours: float, *, cycle: int = 1) -> "Case":
        self.tell("case.resolved", hours, cycle=cycle)
        return self.tell("case.state_entered", hours, state="resolved", previous="in_progress", cycle=cycle)

    def disputed(self, hours: float, *, cycle: int = 2) -> "Case":
        self.tell("case.resolution_disputed", hours, dispute_id=1, cycle=cycle)
        return self.tell("case.state_entered", hours, state="disputed", previous="resolved", cycle=cycle)

    def closed(self, hours: float, *, silent: bool = False) -> "Case":
        self.tell("case.closed", hours, silent=silent)
        return self.tell("case.state_entered", hours, state="closed", previous="resolved", cycle=1)

    def scored(self, hours: float, score: int) -> "Case":
        return self.tell("feedback.given", hours, feedback_id=1, score=score)


def told(*cases: Case) -> list[Entry]:
    """Put the entries of these cases into the journal, in the order in which they happened, and let them be read."""
    written = Entry.objects.bulk_create(sorted((e for c in cases for e in c.entries), key=lambda e: e.happened_at))
    followers["stories"].read(written)
    return written


def read_again() -> None:
    """Fold the whole journal from its first entry, whatever transactions others on the same server hold open."""
    followers["stories"].forget()
    followers["stories"].read(list(Entry.objects.order_by("id")))


def follow_to(entry: Entry, *, limit: int = 500) -> int:
    """Follow the journal up to an entry. Waits for others on the same server who hold the horizon back."""
    end, total = monotonic() + 240, 0
    while not _has_read(entry):
        assert monotonic() < end, "The horizon does not move: some transaction stays open."
        read = follow("stories", limit=limit)
        total += read
        sleep(0 if read else 0.05)
    return total


def _has_read(entry: Entry) -> bool:
    asked = "select (p.tx::xid8, p.entry_id) >= (e.tx, e.id) from journal_position p, journal_entry e"
    with connection.cursor() as cursor:
        cursor.execute(f"{asked} where p.follower = 'stories' and e.id = %s", [entry.pk])
        row = cursor.fetchone()
    return bool(row and row[0])
