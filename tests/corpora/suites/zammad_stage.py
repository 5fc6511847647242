"""One case of ours, played by the commands from its first word to where another product's scenario stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Role
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.phases import State
from pasillo.operations.conversations.commands import Words
from pasillo.operations.conversations.models import Message
from pasillo.operations.promises.queries import clocks_of
from pasillo.strategy.catalogue.commands import draft_service
from pasillo.strategy.objectives.commands import set_objective
from pasillo.strategy.objectives.scope import Scope

LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
FAR = timedelta(days=365)


class Stage:
    """One case of ours, from its first word to where the scenario stands."""

    def __init__(self, play: dict[str, Any]) -> None:
        self.play_ = play
        told = {"by": "system", "at": LONG_AGO}
        calendar = set_hours(name="Theirs", rule=CalendarRule.from_json(play["hours"]), effective_from=LONG_AGO)
        area = open_area(name="Users", function="", calendar=calendar, **told)
        self.customer = meet(name="Elena", **told)
        self.agent = meet(name="Marta", **told)
        give_role(person=self.agent, role=Role.AGENT, area=area, **told)
        service = draft_service(block="customer", names={"en": "Theirs"}, area=area, **told)
        scopes = [Scope(priority=one) for one in play["scopes"]] or [Scope()]
        for metric, minutes in play["targets"].items():
            for scope in scopes:
                set_objective(service.pk, metric=metric, target_minutes=minutes, scope=scope, **told)
        created = datetime.fromisoformat(play["created"])
        opening = Opening(
            customer_id=self.customer.pk, service_id=service.pk, subject=play["title"] or "x", text="x",
            channel="phone", kind="incident", acknowledge=False,
        )  # fmt: skip
        self.case = commands.open_case(opening=opening, by=self.customer.ref, at=created)
        self.heard = False
        if play["priority"] != 3:
            commands.set_priority(self.case.pk, priority=play["priority"], by="system", at=created)

    def play(self) -> dict[str, Any]:
        at = datetime.fromisoformat(self.play_["created"])
        for moment, what, value in self.play_["happened"]:
            at = datetime.fromisoformat(moment)
            getattr(self, f"_{what}")(value, at)
        return self._read(at)

    def _agent(self, _value: str, at: datetime) -> None:
        commands.reply(self.case.pk, text="x", channel="desk", by=self.agent.ref, at=at)
        self.heard = True

    def _customer(self, _value: str, at: datetime) -> None:
        words = Words(text="x", channel="phone")
        commands.customer_writes(self.case.pk, author_id=self.customer.pk, words=words, by=self.customer.ref, at=at)
        self.heard = False

    def _note(self, _value: str, at: datetime) -> None:
        commands.note(self.case.pk, text="x", by=self.agent.ref, at=at)

    def _priority(self, value: str, at: datetime) -> None:
        commands.set_priority(self.case.pk, priority=int(value), reason="x", by=self.agent.ref, at=at)

    def _state(self, value: str, at: datetime) -> None:
        stands = Case.objects.get(pk=self.case.pk).state
        by = {"by": self.agent.ref, "at": at}
        if value == "closed":
            commands.resolve(self.case.pk, announce=False, **by)
        elif value == "pending reminder":
            why = "customer" if self.heard else "scheduled"
            commands.wait(self.case.pk, why=why, until=None if self.heard else at + FAR, asks=True, said="x", **by)
        elif stands == State.RESOLVED:
            commands.dispute(self.case.pk, reason="x", channel="phone", by=self.customer.ref, at=at)
        elif stands in (State.SCHEDULED, State.WAITING_CUSTOMER):
            commands.resume(self.case.pk, **by)

    def _read(self, at: datetime) -> dict[str, Any]:
        case = Case.objects.get(pk=self.case.pk)
        clocks = sorted(clocks_of([case.pk], at=at).get(case.pk, []), key=lambda one: one.started_at)
        clocks = [one for one in clocks if one.metric in self.play_["targets"]]
        ended = [one for one in clocks if one.stopped_at and one.metric != "update_cadence"]
        going = [one for one in clocks if one.is_going]
        worst = max(ended, key=lambda one: one.served_minutes, default=None)
        last = going[-1] if going else ended[-1] if ended else None
        return {
            "escalation_at": last.due_at if last else None,
            "stopped": ended[0].stopped_at if ended else None,
            "in_min": int(worst.served_minutes) if worst else None,
            "diff_in_min": worst.target_minutes - int(worst.served_minutes) if worst else None,
            "next": None if self.play_["closed"] else case.next_due_at,
            "said": self._said(case),
        }

    def _said(self, case: Case) -> dict[str, Any]:
        said = Message.objects.filter(conversation=case.conversation_id).order_by("said_at")
        latest = {way: said.filter(direction=way).last() for way in ("in", "out")}
        first = said.filter(direction="out").first()
        contacts = [one.said_at for one in latest.values() if one]
        return {
            "title": case.subject,
            "group.name": case.area.name,
            "state.name": "new" if case.state in ("new", "assigned", "in_progress") else case.state,
            "article_count": said.count(),
            "last_contact_at": max(contacts),
            "last_contact_customer_at": latest["in"].said_at if latest["in"] else None,
            "last_contact_agent_at": latest["out"].said_at if latest["out"] else None,
            "first_response_at": first.said_at if first else None,
            "close_at": case.resolved_at,
        }
