"""Scenarios of another product's clocks, played by our commands in simulated time; one outcome for each asserted value.

Their fields are inputs that do not depend on each other (a first answer at two o'clock, a last contact at noon), so
each of their three clocks is played by itself: the first answer, the further answers, the solution. Calculating anew
is our repair (R8): what is promised at the moment of an assertion is taken to have held from the beginning.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from pasillo.ground.hours.business_time import CalendarRule
from tests.corpora.suites.outcome import Outcome
from tests.corpora.suites.zammad_stage import Stage

MINE = {"1 low": 4, "2 normal": 3, "3 high": 2}
THEIRS = {"1": 4, "2": 3, "3": 2}
PARTS = {"first_response": "first", "update": "update", "close": "close"}
ANSWERS = ("first_response", "next_response")
RULES = {
    "waits": "2.3, R3: an answer is owed while we wait, too; only a solution stands still",
    "undone": "R10: what was solved owes no answer, and what is reopened begins a round of its own",
    "kept": "R7, R9: what was promised is not taken back because the priority changes",
    "heard": "R2: words of the customer are no answer of ours",
    "first": "R1: whoever opens a case waits for an answer from then on, with or without a message beside it",
}


@dataclass
class Ticket:
    """What a scenario has said of one ticket so far."""

    created: datetime
    generation: str
    priority: int = 3
    title: str = ""
    happened: list[tuple[datetime, str, str]] = field(default_factory=list)
    answered: datetime | None = None
    agent: list[datetime] = field(default_factory=list)
    customer: list[datetime] = field(default_factory=list)
    closed: datetime | None = None
    words: int = 0

    @property
    def now(self) -> datetime:
        given = (at for at in (self.answered, self.closed) if at)
        return max([self.created, *(at for at, *_ in self.happened), *self.agent, *self.customer, *given])

    @property
    def states(self) -> list[tuple[datetime, str, str]]:
        return [row for row in self.happened if row[1] == "state"]

    @property
    def state(self) -> str:
        return self.states[-1][2] if self.states else "new"

    @property
    def is_over(self) -> bool:
        return self.state == "closed" or bool(self.closed and self.generation == "5")


class Scenario:
    """The world of one scenario: calendars, promises, tickets."""

    def __init__(self, generation: str) -> None:
        self.generation = generation
        self.calendars: dict[str, dict[str, Any]] = {}
        self.promises: dict[str, dict[str, Any]] = {}
        self.tickets: dict[str, Ticket] = {}

    def step(self, step: dict[str, Any]) -> None:
        """One step that changes something."""
        does = {
            "calendar.create": lambda: self.calendars.update({step["id"]: step["attrs"]}),
            "sla.create": lambda: self.promises.update({step["id"]: step["attrs"]}),
            "sla.update": lambda: self.promises.update({step["id"]: step["attrs"]}),
            "ticket.create": lambda: self._ticket(step),
            "article.create": lambda: self._article(step["attrs"]),
            "history": lambda: self._history(step["attrs"]),
            "history.create": lambda: self._history(step["attrs"]),
            "update": lambda: self._update(step["target"], step["set"]),
            "destroy": lambda: [part.pop(step["target"], None) for part in (self.promises, self.tickets)],
        }
        does.get(step["op"], lambda: None)()

    def promised(self, ticket: Ticket) -> dict[str, Any] | None:
        return next(iter(self.promises.values()), None)

    def _ticket(self, step: dict[str, Any]) -> None:
        attrs = step["attrs"]
        made = Ticket(_at(attrs["created_at"]), self.generation, _priority(attrs["priority"]), attrs.get("title", ""))
        if attrs["state"] not in ("new", "open"):
            made.happened.append((made.created, "state", attrs["state"]))
        self.tickets[step["id"]] = made

    def _article(self, attrs: dict[str, Any]) -> None:
        ticket = self.tickets[(attrs.get("ticket_id") or attrs["ticket"])["ref"]]
        at = _at(attrs["created_at"])
        who = "note" if attrs["type"] == "note" else "customer" if attrs["sender"] == "Customer" else "agent"
        ticket.words += 1
        if (at, who) != (ticket.created, "customer"):
            ticket.happened.append((at, who, ""))

    def _history(self, attrs: dict[str, Any]) -> None:
        ticket = self.tickets[(attrs.get("o_id") or attrs["o"])["ref"]]
        ticket.happened.append((_at(attrs["created_at"]), "state", attrs["value_to"]))

    def _update(self, target: str, values: dict[str, Any]) -> None:
        if target in self.calendars:
            self.calendars[target] = {**self.calendars[target], **values}
            return
        ticket = self.tickets[target]
        for name, value in values.items():
            self._set(ticket, name, value)

    def _set(self, ticket: Ticket, name: str, value: Any) -> None:
        if name == "state":
            ticket.happened.append((ticket.now, "state", value))
        elif name == "updated_at" and ticket.states:
            ticket.happened[ticket.happened.index(ticket.states[-1])] = (_at(value), "state", ticket.state)
        elif name == "priority":
            ticket.happened.append((ticket.now, "priority", str(_priority(value))))
        elif name == "first_response_at":
            ticket.answered = _at(value)
        elif name == "close_at":
            ticket.closed = _at(value)
        elif name in ("last_contact_agent_at", "last_contact_customer_at"):
            contacts = ticket.agent if "agent" in name else ticket.customer
            contacts[:] = [*(contacts if self.generation == "5" else ()), _at(value)]


def outcomes(folder: Path) -> Iterator[tuple[str, Outcome]]:
    """Every asserted value of every scenario."""
    for line in (folder / "scenarios.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        world = Scenario("5" if told["semantics"].startswith("5") else "2")
        for number, step in enumerate(told["steps"]):
            if step["op"] == "assert":
                yield f"{told['id']}#{number} {step['field']}", _check(world, step)
            else:
                world.step(step)


def _check(world: Scenario, step: dict[str, Any]) -> Outcome:
    name, _, asked = step["field"].partition(".")
    ticket = world.tickets[name]
    ours, theirs = _value(world, ticket, asked), step["expected"]
    if isinstance(theirs, str) and theirs[:2] == "20":
        theirs = _at(theirs)
    outcome = Outcome()
    outcome.expect(asked, ours, theirs)
    if outcome.wrong:
        outcome.differs = _rule(ticket, asked, ours, theirs)
    return outcome


def _rule(ticket: Ticket, asked: str, ours: Any, theirs: Any) -> str:
    """Which named rule of ours makes the difference; none, if it is no rule but a mistake."""
    said = any(what in ("customer", "agent") for _, what, _ in ticket.happened) or ticket.words
    waited = any(value == "pending reminder" for _, _, value in ticket.states)
    states = [value for _, _, value in ticket.states]
    if any(what == "priority" for _, what, _ in ticket.happened) and theirs is None:
        return RULES["kept"]
    if asked.startswith("update") and not said and theirs is None:
        return RULES["first"]
    if "closed" in states[:-1]:
        return RULES["undone"]
    if waited and not asked.startswith("close"):
        return RULES["waits"]
    if asked in ("update_in_min", "update_diff_in_min") and ticket.customer:
        return RULES["heard"]
    return ""


def _value(world: Scenario, ticket: Ticket, asked: str) -> Any:
    if asked == "escalation_at":
        parts = [_play(world, ticket, part) for part in PARTS.values()]
        due = [part["next"] for part in parts if part["next"]]
        return None if ticket.is_over or not due else min(due)
    part = next((PARTS[start] for start in PARTS if asked.startswith(start)), "first")
    played = _play(world, ticket, part)
    if asked in ("first_response_at", "close_at"):
        return played["stopped"] or (played["said"].get(asked) if not world.promised(ticket) else None)
    if asked in played["said"]:
        return played["said"][asked]
    ended = asked.endswith("_escalation_at") and world.generation == "5" and (played["stopped"] or ticket.is_over)
    if ended and not (part == "update" and played["next"] and not ticket.is_over):
        return None
    return played[asked.split("_", 2 if part == "first" else 1)[-1]]


def _play(world: Scenario, ticket: Ticket, part: str) -> dict[str, Any]:
    promised = world.promised(ticket)
    calendar = world.calendars[(promised.get("calendar_id") or promised["calendar"])["ref"]] if promised else {}
    given = (promised or {}).get("condition", {}).get("ticket.priority_id", {}).get("value", ())
    scopes = [THEIRS[one] for one in given if one in THEIRS] if isinstance(given, list) else [ticket.priority]
    play = {
        "hours": _hours(calendar),
        "targets": _targets(promised or {}, part, world.generation),
        "scopes": scopes if given else [],
        "title": ticket.title,
        "created": ticket.created,
        "priority": ticket.priority,
        "happened": sorted(_happened(ticket, part), key=lambda row: (row[0], row[1] == "state")),
        "closed": ticket.is_over,
        "words": ticket.words,
    }
    return _played(json.dumps(play, default=str))


def _targets(promised: dict[str, Any], part: str, generation: str) -> dict[str, int]:
    further = promised.get("update_time") if generation == "2" else promised.get("response_time")
    metrics = (*ANSWERS, "update_cadence") if generation == "2" else ANSWERS
    targets = {
        "first": {"first_response": promised.get("first_response_time")},
        "update": dict.fromkeys(metrics, further),
        "close": {"resolution": promised.get("solution_time")},
    }[part]
    return {metric: minutes for metric, minutes in targets.items() if minutes}


def _happened(ticket: Ticket, part: str) -> Iterator[tuple[datetime, str, str]]:
    for at, what, value in ticket.happened:
        if what == "agent" and part == "first" and ticket.answered:
            continue
        if value == "closed" and (part != "close" or ticket.closed) and ticket.states[-1][2] == "closed":
            continue
        yield at, what, value
    if part == "first" and ticket.answered:
        yield ticket.answered, "agent", ""
    if part == "update":
        yield from ((at, "agent", "") for at in ticket.agent)
        yield from ((at, "customer", "") for at in ticket.customer)
    if part == "close" and ticket.closed:
        yield ticket.closed, "state", "closed"


@cache
def _played(told: str) -> dict[str, Any]:
    with transaction.atomic():
        result = Stage(json.loads(told)).play()
        transaction.set_rollback(True)
    return result


def _hours(calendar: dict[str, Any]) -> dict[str, Any]:
    """Their week as one of ours; before there is any, day and night."""
    if not calendar:
        return CalendarRule.always().to_json()
    week = {day: hours["timeframes"] for day, hours in calendar["business_hours"].items() if hours["active"]}
    holidays = {day: [] for day, told in calendar.get("public_holidays", {}).items() if told["active"]}
    return {"zone": calendar["timezone"], "week": week, "exceptions": holidays}


def _priority(told: Any) -> int:
    """Their priorities as ours; one that was made for the scenario is normal, the next one high."""
    if isinstance(told, dict):
        return 3 if told["ref"].endswith("1") else 2
    return MINE[told]


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text.replace(" UTC", "+00:00"))
