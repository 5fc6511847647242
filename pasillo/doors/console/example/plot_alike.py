"""Somebody writes twice about the same, and whoever serves makes one case of both."""

from datetime import datetime

from pasillo.doors.console.example.company import Company
from pasillo.doors.console.example.moments import ago
from pasillo.ground.people.models import Person
from pasillo.operations.cases import commands
from pasillo.operations.cases.commands import Opening
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service

MAIL = (
    "La factura de este mes",
    "Me cobran 18,40 € que no entiendo. Pone «servicios varios» y no dice cuáles. ¿Qué son?",
)
AGAIN = (
    "Servicios varios",
    "Les escribí hace un rato y no sé si les ha llegado. Son los 18,40 € de «servicios varios»: antes no estaban.",
)
ANSWER = (
    "Hola:\n\nNos han llegado los dos mensajes y los llevamos juntos. Miro a qué corresponden esos 18,40 € y le "
    "escribo hoy mismo.\n\nUn saludo,\nAitor Kerexeta"
)


def write_twice(company: Company, customer: Person, *, at: datetime) -> Case:
    """The bar by the harbour asks by mail and once more in the portal; Aitor sees that it is one need, and answers."""
    hours, aitor = company.hours["billing"], company.people["aitor"]
    first = _ask(customer, MAIL, "email", at=ago(hours, at, 40))
    second = _ask(customer, AGAIN, "portal", at=ago(hours, at, 22))
    commands.take(first.pk, by=aitor.ref, at=ago(hours, at, 18))
    kept = commands.merge(second.pk, into_id=first.pk, by=aitor.ref, at=ago(hours, at, 17))
    commands.reply(kept.pk, text=ANSWER, by=aitor.ref, at=ago(hours, at, 12))
    return kept


def _ask(customer: Person, words: tuple[str, str], channel: str, *, at: datetime) -> Case:
    subject, text = words
    service = Service.objects.get(slug="my-bill")
    opening = Opening(
        customer_id=customer.pk, service_id=service.pk, subject=subject, text=text, channel=channel, language="es",
        acknowledge=False,  # no letter leaves the example
    )  # fmt: skip
    return commands.open_case(opening=opening, by=customer.ref, at=at)
