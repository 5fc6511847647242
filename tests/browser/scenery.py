"""What the browser tests look at: a small day at Nidalia, told with the product's own commands."""
# ruff: noqa: E501 - a row of a story reads better in one line

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from pasillo.doors.channels.chat.commands import keep_widget, take_chats
from pasillo.doors.channels.messaging.commands import AccountAs
from pasillo.doors.console.imports.running import perform
from pasillo.doors.shell.clock import now
from pasillo.ground.files.commands import keep
from pasillo.ground.hours.business_time import CalendarRule
from pasillo.ground.hours.commands import set_hours
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.people.commands import give_role, meet, open_area
from pasillo.ground.people.models import Area, Person, Role
from pasillo.operations.alarms.commands import say_seen
from pasillo.operations.alarms.commands.calling import call
from pasillo.operations.alarms.models import Alarm
from pasillo.operations.cases import commands as cases
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import Words
from pasillo.operations.history.commands import wish_run
from pasillo.operations.promises.commands import ring
from pasillo.operations.promises.models import Clock
from pasillo.operations.voice.commands import give_feedback
from pasillo.strategy.catalogue.commands import draft_request_type, draft_service, publish_form, publish_service
from pasillo.strategy.catalogue.models import RequestType, Service
from pasillo.strategy.objectives.commands import set_objective
from tests.browser import everyday, routing

SHOP = "http://shop.example"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOVE = [
    {"key": "address", "kind": "address", "required": True, "section": {"en": "Where do you go?", "es": "¿Adónde vas?"},
     "labels": {"en": "New address", "es": "Nueva dirección", "id": "Alamat baru"}, "autocomplete": "street-address"},
    {"key": "day", "kind": "date", "required": True, "not_before_today": True,
     "section": {"en": "When do you sleep there for the first time?", "es": "¿Cuándo dormirás allí por primera vez?"},
     "labels": {"en": "First night", "es": "Primera noche", "id": "Malam pertama"},
     "help": {"en": "We plan so that neither home stays without alarm that night."}},
    {"key": "gate", "kind": "yes_no", "required": True, "labels": {"en": "Is there a gate?", "es": "¿Hay portal?"},
     "section": {"en": "How do we get in?", "es": "¿Cómo entramos?", "id": "Bagaimana kami masuk?"}},
    {"key": "code", "kind": "text", "required": True, "labels": {"en": "Gate code or key", "es": "Código o llave"},
     "visible_if": {"field": "gate", "equals": True}},
    {"key": "photo", "kind": "file", "labels": {"en": "A photo of the hallway", "es": "Una foto del pasillo"}},
    {"key": "how", "kind": "choice", "required": True,
     "labels": {"en": "How do we keep you informed?", "es": "¿Cómo te mantenemos informado?"},
     "options": [{"value": "mail", "names": {"en": "E-mail"}}, {"value": "phone", "names": {"en": "Phone"}}]},
]  # fmt: skip
SHORT = [
    {"key": "what", "kind": "long_text", "required": True, "labels": {"en": "What happens?", "es": "¿Qué ocurre?"}}
]
OFFER = (  # block, names, summary, area, hours to a solution, kind of the request
    ("lifecycle", "Move home", "Trasladar mi casa", "We take your alarm to your new home.", "Contact centre", 56, "request"),
    ("lifecycle", "Add a detector or a camera", "Añadir un detector", "One more room.", "Field north", 24, "request"),
    ("lifecycle", "Change an appointment", "Cambiar una cita", "Another day.", "Contact centre", 2, "request"),
    ("customer", "My internet does not work", "No tengo internet", "We look at once.", "Contact centre", 12, "incident"),
    ("customer", "A question about my bill", "Una duda de mi factura", "What it means.", "Billing", 8, "question"),
    ("customer", "Make a complaint", "Poner una reclamación", "Somebody decides.", "Contact centre", 40, "complaint"),
    ("delivery", "Ask for a technician", "Pedir un técnico", "A visit at your home.", "Field north", 24, "delivery"),
    ("delivery", "Tell us of a false alarm", "Avisar de una falsa alarma", "Nobody is sent.", "Contact centre", 1, "delivery"),
)  # fmt: skip


@dataclass
class Scenery:
    """The numbers of what stands there."""

    people: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)


def build() -> Scenery:
    """Puts the story into the database, and lets everything that follows the journal read it."""
    moment = now() - 9 * DAY
    areas, people = _company(moment)
    services = _catalogue(areas, moment)
    things = everyday.build(areas, people, services, moment)
    scenery = Scenery(
        people={name: person.pk for name, person in people.items()},
        services={slug: service.pk for slug, service in services.items()},
    )
    things |= routing.build(areas, people, services, moment)
    scenery.things = things | {"hours": areas["Contact centre"].calendar_id}
    scenery.things["move_request"] = RequestType.objects.get(service=services["move-home"], slug="move-home").pk
    scenery.cases["elena"] = _elenas_move(services["move-home"], people, areas)
    scenery.cases["ended"] = _others(services, people)
    scenery.things["clock"] = Clock.objects.filter(case__number=scenery.cases["elena"]).latest("id").pk
    ring(at=now())
    catch_up()
    scenery.things["alarm"] = _one_is_called(scenery.cases["elena"])
    scenery.things |= _window(services["my-internet-does-not-work"], people["marta"])
    scenery.things["import_run"] = _rehearsed(people["nuria"])
    return scenery


def _rehearsed(by: Person) -> int:
    """A table of another system that Núria had rehearsed: a column is odd, and a line is broken."""
    table = (
        b"Number;Subject;Created at;Customer email;Group;Status\n"
        b"101;The light is red;03/04/2026 09:00;elena@correo.example;Contact centre;Closed\n"
        b"102;Charged twice;04/05/2026 10:15;diego@correo.example;Old billing;Parked\n"
        b"103;A cable in the street;yesterday;ana@correo.example;Field;Open\n"
    )
    run = wish_run(source="csv", log_name="old-desk", file=keep(table), file_name="cases.csv", wish={},
                   by_id=by.pk, at=now())  # fmt: skip
    with transaction.atomic():
        perform(run.pk)
    return run.pk


def _window(service: Service, taker: Person) -> dict[str, Any]:
    """The chat window of the shop, at which Marta waits."""
    given = {"colour": "petrol", "origins": SHOP}
    account = keep_widget(
        None, AccountAs(name="The shop", service_id=service.pk, given=given), version=0, by="system", at=now()
    )
    take_chats(taker.pk, until=now() + 8 * HOUR, by=taker.ref, at=now())
    return {"window": account.key, "window_account": account.pk}


def _one_is_called(number: int) -> int:
    """One alarm that was answered; what calls nobody any more stands in nobody's way."""
    alarm = Alarm.objects.filter(case__number=number, told_at=None).latest("id")
    call([alarm], at=now())
    say_seen(alarm.pk, reason="I am on it.", by="system", at=now())
    return alarm.pk


def _company(moment: datetime) -> tuple[dict[str, Area], dict[str, Person]]:
    hours = set_hours(name="Always", rule=CalendarRule.always(), effective_from=moment - 400 * DAY)
    areas = {
        name: open_area(name=name, function=function, calendar=hours, by="system", at=moment)
        for name, function in (("Contact centre", "service"), ("Field north", "field"), ("Billing", "finance"))
    }
    staff = (("Marta Ruiz", Role.AGENT, "Contact centre"), ("Iván Soler", Role.AGENT, "Field north"),
             ("Raúl Boix", Role.AGENT, "Billing"), ("Clara Vives", Role.MANAGER, "Field north"),
             ("Lucía Ferrer", Role.HEAD, None), ("Nuria Campos", Role.ADMIN, None))  # fmt: skip
    people = {}
    for name, role, area in staff:
        first = name.split()[0].lower()
        person = meet(name=name, email=f"{first}@nidalia.example", zone="Europe/Madrid", by="system", at=moment)
        give_role(person=person, role=role, area=areas[area] if area else None, by="system", at=moment)
        people[first] = person
    customers = ("Elena Prats", "Joaquín Bermejo", "Amal Haddad", "Pilar Otero", "Diego Armas", "Ramón Gil")
    for name in customers:
        first = name.split()[0].lower()
        email = f"{name.lower().replace(' ', '.')}@correo.example"
        people[first] = meet(name=name, email=email, zone="Europe/Madrid", by="system", at=moment)
    return areas, people


def _catalogue(areas: dict[str, Area], moment: datetime) -> dict[str, Service]:
    services = {}
    for position, (block, name, nombre, summary, area, hours, kind) in enumerate(OFFER):
        details = {"summaries": {"en": summary}, "position": position}
        service = draft_service(
            block=block, names={"en": name, "es": nombre}, area=areas[area], details=details, by="system", at=moment
        )
        publish_service(service.pk, by="system", at=moment)
        asked = draft_request_type(service.pk, names={"en": name, "es": nombre}, kind=kind, by="system", at=moment)
        publish_form(asked.pk, fields=MOVE if position == 0 else SHORT, by="system", at=moment)
        for metric, minutes in (
            ("first_response", 30),
            ("next_response", 240),
            ("resolution", hours * 60),
            ("dispute", 60),
        ):
            set_objective(service.pk, metric=metric, target_minutes=minutes, by="system", at=moment)
        set_objective(service.pk, metric="satisfaction", target_rate=0.9, by="system", at=moment)
        services[service.slug] = service
    return services


def _open(service: Service, customer: Person, subject: str, text: str, at: datetime, channel: str = "portal") -> Case:
    kind = service.request_types.first()
    opening = cases.Opening(
        customer_id=customer.pk, service_id=service.pk, subject=subject, text=text, channel=channel,
        request_type_id=kind.pk, kind=kind.kind,
    )  # fmt: skip
    return cases.open_case(opening=opening, by=customer.ref, at=at)


def _elenas_move(service: Service, people: dict[str, Person], areas: dict[str, Area]) -> int:
    elena, marta, ivan, today = people["elena"], people["marta"], people["iván"], now()
    words = "We move on Saturday to Av. de Goya 61. The gate code is 4417, please give it to the technician."
    case = _open(service, elena, "Still no alarm, second visit nobody came", words, today - 8 * DAY)
    cases.reply(case.pk, text="Dear Elena, thank you. I have booked the visit for Thursday between 9 and 12.",
                by=marta.ref, at=today - 8 * DAY + timedelta(minutes=6))  # fmt: skip
    said = "The technician says that he could not get in. I gave the gate code to your colleague on the 6th."
    cases.customer_writes(
        case.pk, author_id=elena.pk, words=Words(text=said, channel="email"), by=elena.ref, at=today - 4 * DAY
    )
    cases.ask_area(case.pk, area_id=areas["Field north"].pk, title="Leave a panel at the Delicias store",
                   due_at=today + 2 * HOUR, by=marta.ref, at=today - 3 * DAY)  # fmt: skip
    cases.note(
        case.pk,
        text="Nora can go today between 15 and 18 h if a panel waits at the store.",
        by=ivan.ref,
        at=today - 2 * DAY,
    )
    cases.resolve(case.pk, by=marta.ref, at=today - DAY)
    why = "Nobody came on Monday. I took the day off for the second time.\n\nI have spent eleven days without an alarm."
    cases.dispute(case.pk, reason=why, by=elena.ref, at=today - 80 * timedelta(minutes=1))
    return case.number


def _others(services: dict[str, Service], people: dict[str, Person]) -> int:
    today, marta = now(), people["marta"]
    told = (
        ("my-internet-does-not-work", "joaquín", "Fibre down since 9:40, card payments stopped", timedelta(minutes=22)),
        ("a-question-about-my-bill", "pilar", "Charged twice for the extra detector", 3 * HOUR),
        ("add-a-detector-or-a-camera", "amal", "Quote for 14 more detectors in the new wing", 5 * HOUR),
        ("ask-for-a-technician", "diego", "Camera 3 shows nothing at night", 20 * HOUR),
        ("make-a-complaint", "ramón", "You closed my complaint without calling me", 30 * HOUR),
    )
    for slug, who, subject, age in told:
        _open(
            services[slug],
            people[who],
            subject,
            f"{subject}. Please tell me who is going to come, and when.",
            today - age,
        )
    waiting = _open(
        services["change-an-appointment"],
        people["pilar"],
        "Saturday morning instead",
        "Is it possible?",
        today - 6 * HOUR,
    )
    cases.reply(waiting.pk, text="Of course. Which Saturday suits you?", then="wait", by=marta.ref, at=today - 5 * HOUR)
    for count in range(4):
        ended = _open(
            services["move-home"], people["diego"], f"Move {count + 1}", "To the new flat.", today - (7 - count) * DAY
        )
        cases.reply(
            ended.pk, text="Done, everything works.", then="resolve", by=marta.ref, at=today - (6 - count) * DAY
        )
        give_feedback(ended.pk, person_id=people["diego"].pk, score=2 + count % 4, words="Faster than I thought.",
                      by=people["diego"].ref, at=today - (5 - count) * DAY + HOUR)  # fmt: skip
    return ended.number
