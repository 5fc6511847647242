"""Nidalia in small: two areas that have nothing to do with each other, their customers, and everybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.test import Client

from pasillo.doors.api.commands import happened, make_token
from pasillo.doors.api.commands.happenings import Event
from pasillo.doors.api.models import ApiToken
from pasillo.doors.channels.email.models import Mailbox
from pasillo.doors.channels.messaging.models import Account as Line
from pasillo.doors.channels.webhooks.models import Delivery, Hook
from pasillo.doors.desk.many.acts import prepared
from pasillo.doors.desk.many.commands import begin_round, work_through
from pasillo.doors.desk.views.commands import keep_view
from pasillo.doors.portal.links import mailed_path
from pasillo.doors.shell.clock import now
from pasillo.doors.shell.hashes import kept_as
from pasillo.doors.shell.models import MailedToken, Provider, SignInLink
from pasillo.ground.files.commands import keep
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.people.commands import (
    add_skill,
    disable,
    give_role,
    give_skill,
    meet,
    open_area,
    plan_absence,
    verify,
)
from pasillo.ground.people.models import Account, Area, Membership, Person, Role
from pasillo.ground.people.sight import sight_of
from pasillo.improvement.ideas.commands import propose
from pasillo.improvement.ideas.commands.proposing import Proposal
from pasillo.operations.alarms.commands import sweep
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.bookings.commands import offer_room
from pasillo.operations.calls.models import Call, PhoneSystem
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case
from pasillo.operations.cases.narrowing import Narrowing
from pasillo.operations.conversations.commands import FileIn, add_to_draft, save_draft
from pasillo.operations.conversations.models import Message, MessageFile
from pasillo.operations.history.commands import turn_run, wish_run
from pasillo.operations.history.models import Run
from pasillo.operations.macros import commands as macros
from pasillo.operations.macros.commands import Wording
from pasillo.operations.promises.models import Clock
from pasillo.operations.purchases.commands import set_budget
from pasillo.operations.routing.commands import RuleAs, add_rule
from pasillo.operations.routing.models import Rebalance
from pasillo.operations.voice.commands import give_feedback
from pasillo.strategy.catalogue.commands import draft_request_type, publish_form
from pasillo.strategy.catalogue.models import Service
from pasillo.strategy.objectives.models import Objective
from tests import template
from tests.measurement.journal import read_again
from tests.rights.roles import SIGNED_IN

TARGETS = {"first_response": 60, "next_response": 120, "resolution": 600, "dispute": 240}
ROLES = {
    "employee": (Role.EMPLOYEE, None),
    "agent": (Role.AGENT, "centre"),
    "neighbour": (Role.AGENT, "field"),
    "manager": (Role.MANAGER, "centre"),
    "head": (Role.HEAD, None),
    "auditor": (Role.AUDITOR, None),
    "admin": (Role.ADMIN, None),
    "disabled": (Role.AGENT, "centre"),
}
NAMES = {
    "owner": "Elena Prats",
    "colleague": "Eloy Prats",
    "stranger": "Ramón Gil",
    "employee": "Eva Blanco",
    "agent": "Marta Ruiz",
    "neighbour": "Iván Soler",
    "manager": "Carla Vidal",
    "head": "Lucía Ferrer",
    "auditor": "Olga Rey",
    "admin": "Adán Cruz",
    "disabled": "Dora Nieto",
}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


@dataclass
class World:
    """Who is who, what is where, and a signed-in browser for each."""

    people: dict[str, Person] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def said(self, by: str = "system", *, hours: float = 0) -> dict[str, Any]:
        """Who did it and when: so many hours after everything began, ten days ago."""
        return {"by": by, "at": self.things["beginning"] + timedelta(hours=hours)}

    def open(self, subject: str, text: str, *, customer: str, service: str, hours: float, **more: Any) -> Case:
        """A case of this customer."""
        one, ref = self.services[service], self.people[customer].ref
        opening = Opening(
            customer_id=self.people[customer].pk, service_id=one.pk, subject=subject, text=text,
            channel="portal", language="en", kind="incident", **more,
        )  # fmt: skip
        return cases.open_case(opening=opening, **self.said(ref, hours=hours))


@contextmanager
def small_world() -> Iterator[World]:
    """The world, committed, so that followers and other connections see it; everything is put back afterwards."""
    cache.clear()
    try:
        yield build()
    finally:
        template.put_back()


def build() -> World:
    """Everything that the tables speak of."""
    world = World(things={"beginning": now() - timedelta(days=10)})
    _areas_and_services(world)
    _people(world)
    _first_area(world)
    _second_area(world)
    _kept_at_the_desk(world)
    _doors(world)
    read_again()
    return world


def _areas_and_services(world: World) -> None:
    since = now() - timedelta(days=400)
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=since)
    world.things |= {"hours": hours, "hours version": hours.versions.get()}
    for key, name in {"centre": "Contact centre", "field": "Field north"}.items():
        world.areas[key] = open_area(name=name, function="service", calendar=hours, **world.said())
    for slug, area in {"moving": "centre", "visits": "field"}.items():
        service = Service.objects.create(
            slug=slug, block="customer", names={"en": slug.title()}, area=world.areas[area], calendar=hours,
            state="published",
        )  # fmt: skip
        for metric, minutes in TARGETS.items():
            Objective.objects.create(
                service=service, metric=metric, target_minutes=minutes, version=1, valid_from=since
            )
        asking = draft_request_type(service.pk, names=service.names, kind="incident", slug="new", **world.said())
        publish_form(asking.pk, fields=[], **world.said())
        world.services[slug], world.things[f"{slug} form"] = service, asking


def _people(world: World) -> None:
    for role in SIGNED_IN:
        email = f"{role}@{'nidalia' if role in ROLES else 'correo'}.example"
        person = meet(name=NAMES[role], email=email, **world.said())
        verify(person.pk, **world.said())
        if role in ROLES:
            kind, area = ROLES[role]
            give_role(person=person, role=kind, area=world.areas[area] if area else None, **world.said())
        world.people[role] = person
    Service.objects.filter(slug="visits").update(owner=world.people["neighbour"])
    prats = Account.objects.create(name="Prats Hermanos")
    Person.objects.filter(pk__in=[world.people["owner"].pk, world.people["colleague"].pk]).update(account=prats)
    world.things["account"] = prats


def _first_area(world: World) -> None:
    """Elena's cases, all in the contact centre: one in work, one solved, one of which the field was asked a part."""
    elena, marta = world.people["owner"].ref, world.people["agent"].ref
    file = FileIn(name="hallway.png", blob=keep(PIXEL))
    case = world.open(
        "No alarm yet", "Nobody came.", customer="owner", service="moving", hours=1,
        files=[file], html=keep(b"<p>Nobody came.</p>"),
    )  # fmt: skip
    cases.take(case.pk, **world.said(marta, hours=2))
    cases.note(case.pk, text="She is patient.", files=[FileIn(name="ours.png", blob=keep(PIXEL + b"1"))],
               **world.said(marta, hours=2))  # fmt: skip
    save_draft(case.conversation_id, person_id=world.people["agent"].pk, kind="reply", text="Dear Elena", at=now())
    mine = {"person_id": world.people["agent"].pk, "at": now()}
    plan = FileIn(name="plan.png", blob=keep(PIXEL + b"3"))
    world.things["draft file"] = add_to_draft(case.conversation_id, kind="note", given=plan, **mine)
    wording = Wording(name="Visit", texts={"en": "We come."}, person_id=world.people["agent"].pk)
    world.things["import"] = _import(world)
    world.things["macro"] = macros.write(wording, **world.said(marta, hours=2))
    said = Message.objects.filter(conversation=case.conversation_id).order_by("pk")
    world.things |= {"case": case, "message": said.first(), "note": said.last()}
    world.things["file"] = MessageFile.objects.get(message=world.things["message"])
    world.things["clock"] = Clock.objects.get(case=case, metric="resolution")
    world.things["our file"] = MessageFile.objects.get(message=world.things["note"])
    waits = world.open("A bell that rings", "It rings.", customer="owner", service="moving", hours=2)
    world.things["sending"] = cases.send(waits.pk, text="We come.", **mine)
    solved = world.open("A question", "How?", customer="owner", service="moving", hours=3)
    cases.reply(solved.pk, text="So.", **world.said(marta, hours=4))
    cases.resolve(solved.pk, **world.said(marta, hours=5))
    give_feedback(solved.pk, person_id=world.people["owner"].pk, score=4, words="Fine.", **world.said(elena, hours=6))
    shared = world.open("A wall to drill", "Who drills?", customer="owner", service="moving", hours=7)
    task = cases.ask_area(
        shared.pk, area_id=world.areas["field"].pk, title="Drill", due_at=now() + timedelta(days=1),
        **world.said(marta, hours=8),
    )  # fmt: skip
    together = world.open("Two of us", "Read along.", customer="owner", service="moving", hours=9)
    cases.add_person(together.pk, email=world.people["colleague"].email, **world.said(elena, hours=10))
    idea = propose(Proposal(title="Say who comes", words="By name.", case_id=case.pk), **world.said(marta, hours=11))
    world.things |= {"solved": solved, "shared": shared, "task": task, "together": together, "idea": idea}
    world.things["no approval"] = "987654321"
    sweep(at=world.things["beginning"] + timedelta(days=9))
    world.things["alarm"] = Alarm.objects.filter(case=case, closed_at=None).earliest("id")


def _kept_at_the_desk(world: World) -> None:
    """A view of the agent's own, and something done to many cases a moment ago."""
    agent = world.people["agent"]
    seen = sight_of(agent)
    world.things["view"] = keep_view(
        name="Mine", split="todo", asked=Narrowing(words="alarm"), area_id=None, sight=seen, at=now()
    )
    order = prepared("priority", "2", "", person_id=agent.pk, at=now())
    made = begin_round(order, [world.things["case"].pk])
    world.things["round"] = work_through(made.pk, at=now() + timedelta(minutes=10))


def _second_area(world: World) -> None:
    """Ramón's case, in the field, of which the contact centre knows nothing."""
    ivan = world.people["neighbour"]
    file = FileIn(name="door.png", blob=keep(PIXEL + b"2"))
    theirs = world.open(
        "A visit", "When?", customer="stranger", service="visits", hours=1, html=keep(b"<p>When?</p>"), files=[file]
    )
    cases.reply(theirs.pk, text="Today.", **world.said(ivan.ref, hours=2))
    world.things["theirs"] = theirs
    world.things["their message"] = Message.objects.filter(conversation=theirs.conversation_id).order_by("pk").first()
    world.things["their file"] = MessageFile.objects.get(message=world.things["their message"])


def _doors(world: World) -> None:
    """Secret links, a link to sign in by, keys of machines, and a browser for everybody."""
    for name in ("case", "solved"):
        case = Case.objects.select_related("conversation").get(pk=world.things[name].pk)
        world.things[f"link of {name}"] = mailed_path(case).rpartition("/")[2]
    world.things["sign-in link"] = _sign_in_token(world.people["owner"])
    _office(world)
    number = Line.objects.create(kind="whatsapp", name="Nidalia", key="webhook-of-it", settings={"number_id": "1"})
    world.things |= {"messaging account": number, "hook": number.key, "whatsapp": "whatsapp"}
    hook = world.things["hook of ours"] = Hook.objects.create(
        name="Warehouse", address="https://10.0.0.7/in", events=["case.opened"], listens_from=now()
    )
    world.things["delivery"] = Delivery.objects.create(
        hook=hook, event="case.opened", entry_id=0, body={"data": {}}, happened_at=now(), owed_at=now(), state="failed"
    )
    window = Line.objects.create(kind="chat", name="The shop", key="window-of-it", settings={"colour": "petrol"})
    world.things |= {"chat window": window, "window": window.key}
    phone = world.things["phone system"] = PhoneSystem.objects.create(
        name="Switchboard", key="key-of-phone", sealed=b""
    )
    world.things["phone key"] = phone.key
    world.things["call"] = Call.objects.create(
        system=phone, outside_id="1", number="+34600111222", agent=world.people["agent"], began_at=now()
    )
    world.things["mailbox"] = Mailbox.objects.create(address="help@nidalia.example", name="Nidalia Help")
    event = Event(whose=0, source="panel", event="e0", told="it rang", happened_at=now())
    happened(event, open_case=lambda: world.things["case"], at=now())
    world.things |= {"source": "panel", "event": "e0", "metric": "first_response"}
    world.browsers["anonymous"] = Client(raise_request_exception=False)
    for role in SIGNED_IN:
        world.tokens[role] = make_token(email=world.people[role].email, name="machine", at=now())
        world.browsers[role] = Client(raise_request_exception=False)
        world.browsers[role].force_login(world.people[role])
    world.things["machine"] = ApiToken.objects.get(person=world.people["agent"])
    disable(world.people["disabled"].pk, **world.said())


def _office(world: World) -> None:
    """What the office manages: roles, a skill, an absence, an invitation, a door that is closed."""
    for name in ("agent", "neighbour"):
        world.things[f"{name}'s role"] = Membership.objects.get(person=world.people[name])
    agent, day = world.people["agent"], now().date()
    hours = world.things["hours"] = world.areas["centre"].calendar
    world.things["room"] = offer_room(name="Sala Ebro", calendar=hours, **world.said())
    paying = {"code": "field", "name": "Field north", "manager": world.people["manager"], "budget": Decimal(100)}
    world.things["centre that pays"] = set_budget(**paying, **world.said())
    skill = world.things["skill"] = add_skill(name="English", **world.said())
    give_skill(agent.pk, skill_id=skill.pk, level=2, since=day, **world.said())
    away = {"first": day + timedelta(days=30), "last": day + timedelta(days=31)}
    world.things["rule"] = add_rule(
        world.areas["centre"].pk,
        wish=RuleAs(title="Every case", condition={"all": []}, for_every_case=True),
        **world.said(),
    )
    world.things["rebalance"] = Rebalance.objects.create(
        area=world.areas["centre"], made_at=world.things["beginning"], moves=[]
    )
    world.things["absence"] = plan_absence(agent.pk, **away, **world.said())
    world.things["invitation"] = MailedToken.objects.create(
        purpose="invitation", hash="0" * 64, email="gael@nidalia.example", asked_by="system", made_at=now(),
        ends_at=now() + timedelta(days=3),
    )  # fmt: skip
    world.things["closed door"] = Provider.objects.create(
        name="Ours", issuer="https://10.0.0.7", client_id="x", is_active=False
    )


def _import(world: World) -> Run:
    """A table that was rehearsed, and what was not understood in it."""
    table = keep(b"Number,Created at\n1,yesterday\n")
    run = wish_run(source="csv", log_name="old-desk", file=table, file_name="cases.csv", wish={},
                   by_id=world.people["admin"].pk, at=now())  # fmt: skip
    rehearsed = turn_run(run.pk, Run.State.REHEARSED, report=keep(b"Line,Case,Why\n"), at=now())
    assert rehearsed is not None
    return rehearsed


def _sign_in_token(person: Person) -> str:
    token = "a-token-that-only-elena-was-sent-by-mail-000"
    SignInLink.objects.create(
        person=person, hash=kept_as("sign-in", token), made_at=now(), ends_at=now() + timedelta(minutes=15)
    )
    return token


def value_of(world: World, name: str, thing: str) -> Any:
    """What stands in an address for a thing of the world: the number of a case, the id or the slug of others."""
    found = world.things.get(thing) or world.services.get(thing) or world.people.get(thing) or world.areas.get(thing)
    if found is None:
        raise KeyError(f"The world knows no {thing!r}: add it in tests/rights/world.py")
    if isinstance(found, str):
        return found
    attribute = {"number": "number", "slug": "slug", "type_slug": "slug"}.get(name, "pk")
    return getattr(found, attribute, found.pk)
