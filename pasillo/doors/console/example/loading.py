"""Loads the example company: thirty days of work, done by the real commands, in the order in which it happened."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.console.example.company import found_company
from pasillo.doors.console.example.course import ordinary
from pasillo.doors.console.example.customers import NAMED, Customer, meet_customers
from pasillo.doors.console.example.offers import Offer, write_catalogue
from pasillo.doors.console.example.plans import FATES, Plan, draw_plan
from pasillo.doors.console.example.plot import NAMED_CASES
from pasillo.doors.console.example.stage import Stage, chance_for
from pasillo.ground.effects.commands import withholding
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import settle_all, together
from pasillo.ground.people.commands import set_password
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import note_deliveries
from pasillo.strategy.catalogue.models import Service

PASSWORD = "corridor-2026"  # noqa: S105 - of invented people
SYSTEM = "system"
MONTH = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What was loaded."""

    cases: int
    open_cases: int


def load(*, at: datetime, cases: int = 200, seed: int = 46) -> Loaded:
    """Load the example, so that its last day is today. It comes whole or not at all, and only into an empty house."""
    with transaction.atomic(), withholding(), together():
        if Service.objects.exists() or Case.objects.exists():
            raise Refused(_("There is something here already. The example company needs an empty installation."))
        stage = _set_stage(at, seed)
        people = meet_customers(by=SYSTEM, at=at - MONTH)
        set_password(people["elena"].person.pk, password=PASSWORD, by=SYSTEM, at=at - MONTH)
        _enter_plot(stage, people, seed)
        _enter_others(stage, people, cases - len(NAMED_CASES), seed)
        stage.play()
        settle_all()
        _everything_was_delivered()
    catch_up()
    return Loaded(cases=Case.objects.count(), open_cases=Case.objects.living().count())


def _set_stage(at: datetime, seed: int) -> Stage:
    company = found_company(password=PASSWORD, by=SYSTEM, at=at - timedelta(days=80))
    offers = write_catalogue(company, by=company.people["lucia"].ref, at=at)
    return Stage(company, offers, until=at, seed=seed)


def _enter_plot(stage: Stage, people: dict[str, Customer], seed: int) -> None:
    for index, (key, (script, service, channel)) in enumerate(NAMED_CASES.items()):
        stage.enter(script(stage, _named_plan(stage, index, service, people[key], channel, seed)))


def _named_plan(stage: Stage, index: int, service: str, customer: Customer, channel: str, seed: int) -> Plan:
    return Plan(
        index=index,
        service=service,
        offer=stage.offers[service],
        customer=customer,
        channel=channel,
        opens_at=stage.until,
        chance=chance_for(seed, index),
    )


def _enter_others(stage: Stage, people: dict[str, Customer], count: int, seed: int) -> None:
    luck = Random(f"company {seed}")
    others = [customer for key, customer in people.items() if key not in NAMED]
    for place, offer in enumerate(_shares(stage.offers, count)):
        index = 100 + place
        chance = chance_for(seed, index)
        plan = draw_plan(index, offer, _whose(offer, others, luck), until=stage.until, chance=chance)
        stage.enter(ordinary(stage, plan))


def _shares(offers: dict[str, Offer], count: int) -> list[Offer]:
    """So many cases, shared among the services by their weight; the same number for the same count, always."""
    whole = sum(fate.weight for fate in FATES.values())
    exact = {key: count * fate.weight / whole for key, fate in FATES.items()}
    shares = Counter({key: int(share) for key, share in exact.items()})
    for key in sorted(exact, key=lambda key: (int(exact[key]) - exact[key], key))[: count - shares.total()]:
        shares[key] += 1
    return [offers[key] for key in FATES for _ in range(shares[key])]


def _whose(offer: Offer, others: list[Customer], luck: Random) -> Customer:
    if offer.key == "complaint":
        others = [one for one in others if not one.is_firm]
    return luck.choice(others)


def _everything_was_delivered() -> None:
    """The letters of the story arrived, in the story. Nothing of it may ever leave this house."""
    note_deliveries(list(Case.objects.values_list("conversation_id", flat=True)), delivery="sent")
    if Effect.objects.filter(state=Effect.State.QUEUED, about__startswith="case:").exists():
        raise Refused(_("Something of the example would be sent to the outside. It is not loaded."))
