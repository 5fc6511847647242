"""Loads the example company: its days of work, done by the real commands, in the order in which they happened.

First the company is founded. Then its cases are played in two parts, whose customers have nothing to do with each
other: each in one transaction, whole or not at all, so that two processes can play at the same time and a load that
was broken off goes on where it was. The same seed and the same day make the same company.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from pasillo.doors.console.example.company import Company, company_as_it_stands, found_company
from pasillo.doors.console.example.course import ordinary
from pasillo.doors.console.example.customers import Customer, customers_as_they_stand, meet_customers
from pasillo.doors.console.example.moments import ago
from pasillo.doors.console.example.offers import offers_as_they_stand, write_catalogue
from pasillo.doors.console.example.papers import keep_papers
from pasillo.doors.console.example.plans import Plan, draw_plans, settle_today
from pasillo.doors.console.example.plot import NAMED_CASES
from pasillo.doors.console.example.plot_alike import write_twice
from pasillo.doors.console.example.plot_everyday import offer_everyday
from pasillo.doors.console.example.plot_ideas import propose_ideas
from pasillo.doors.console.example.plot_macros import write_macros
from pasillo.doors.console.example.plot_routing import share_out_the_work
from pasillo.doors.console.example.sizes import PARTS, SMALL, Begun, Size, begun, is_mine_to_play, note_begun
from pasillo.doors.console.example.stage import Script, Stage, chance_for
from pasillo.doors.shell.examples import Cast, scenes
from pasillo.ground.effects.commands import withholding
from pasillo.ground.effects.models import Effect
from pasillo.ground.journal.followers import catch_up
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.together import settle_all, together
from pasillo.ground.people.commands import set_password
from pasillo.ground.people.commands.organisation import OrganisationAs, change_organisation, note_example
from pasillo.ground.people.models import Organisation
from pasillo.ground.people.organisation import as_first_set
from pasillo.measurement.reports.commands import work_out_usual_times
from pasillo.operations.cases.commands import number_on_from
from pasillo.operations.cases.models import Case
from pasillo.operations.conversations.commands import note_deliveries
from pasillo.operations.promises.commands import work_out_usual_served
from pasillo.strategy.catalogue.models import Service

PASSWORD = "corridor-2026"  # noqa: S105 - of invented people
SYSTEM = "system"
ELENAS_NUMBER = 48213
NIDALIA, UNNAMED = "Nidalia", "Pasillo"
BEFORE_ALL = timedelta(days=110)

Told = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What was loaded."""

    cases: int
    open_cases: int


def load(*, at: datetime, cases: int = SMALL.cases, size: Size | None = None, seed: int = 46) -> Loaded:
    """Load the example in this process, so that its last day is today; only into an empty house."""
    wanted = size or replace(SMALL, cases=cases)
    if begun():
        raise Refused(_not_empty())
    load = lay_base(Begun(at=at, size=wanted, seed=seed))
    for part in range(PARTS):
        play_part(load, part)
    return finish(load)


def _not_empty() -> str:
    """Why it is not loaded."""
    return _("There is something here already. The example company needs an empty installation.")


def lay_base(wanted: Begun) -> Begun:
    """Found the company, publish its catalogue, meet its customers: whole or not at all. What was begun goes on."""
    keep_papers()  # before all else: two parts that keep the same bytes would wait for each other
    if known := begun():
        return known
    with transaction.atomic(), withholding(), together():
        if Service.objects.exists() or Case.objects.exists():
            raise Refused(_not_empty())
        at, early = wanted.at, wanted.at - BEFORE_ALL
        _name_the_house(at=early)
        note_example(at=at)
        company = found_company(password=PASSWORD, by=SYSTEM, at=early, today=at)
        write_catalogue(company, by=company.people["lucia"].ref, at=at)
        write_macros(company, by=company.people["lucia"].ref, at=early)
        meet_customers(wanted.size.customers, by=SYSTEM, at=early)
        elena = customers_as_they_stand(wanted.size.customers)["elena"]
        set_password(elena.person.pk, password=PASSWORD, by=SYSTEM, at=early)
        note_begun(wanted)
        number_on_from(_beyond(wanted))
    return wanted


def _beyond(load: Begun) -> int:
    """The first number that no case of the example has: what people send while it plays begins here."""
    return ELENAS_NUMBER + load.size.cases


def _name_the_house(*, at: datetime) -> None:
    """The name stays with the data: a start without the example does not call the house otherwise."""
    if Organisation.objects.exists():
        return
    first = as_first_set()
    name = NIDALIA if first.name == UNNAMED else first.name
    wish = OrganisationAs(name=name, languages=first.languages, zone=first.zone)
    change_organisation(version=0, wish=wish, by=SYSTEM, at=at)


def play_part(load: Begun, part: int, tell: Told | None = None) -> None:
    """Play the cases of one part from the first day to the last, unless that was done."""
    with transaction.atomic(), withholding(), together():
        if not is_mine_to_play(part, at=load.at):
            return
        stage, scripts = _set_stage(load, part)
        for script in scripts:
            stage.enter(script)
        stage.play(lambda day: tell(part, day) if tell else None)
        settle_all()
        _everything_was_delivered(load)


def finish(load: Begun) -> Loaded:
    """What is said about the whole, once all parts are there: stories are told, ideas are had."""
    with withholding():
        catch_up(at_once=20_000)
    with transaction.atomic(), withholding():
        if is_mine_to_play(PARTS, at=load.at):
            company = company_as_it_stands(at=load.at)
            propose_ideas(company, at=load.at)
            offer_everyday(company, at=load.at)
            share_out_the_work(company, at=load.at)
            _play_alike_and_live(company, load)
            _everything_was_delivered(load)
    with withholding():
        catch_up()
        work_out_usual_times(at=load.at)
        work_out_usual_served(at=load.at)
    return Loaded(cases=Case.objects.count(), open_cases=Case.objects.living().count())


def _play_alike_and_live(company: Company, load: Begun) -> None:
    """A need that was told twice, and what channels play by themselves: a talk at a window."""
    people = customers_as_they_stand(load.size.customers)
    write_twice(company, people["faro"].person, at=load.at)
    cast = Cast(
        service=Service.objects.get(slug="enquiries"), customer=people["nerea"].person, agent=company.people["gema"],
        begins=ago(company.hours["contact"], load.at, 20), at=load.at,
    )  # fmt: skip
    for name in scenes:
        scenes[name](cast)


def _set_stage(load: Begun, part: int) -> tuple[Stage, list[Script]]:
    """The stage, and the scripts of this part; every case of both parts has its number from when it begins."""
    stage = Stage(
        company_as_it_stands(at=load.at), offers_as_they_stand(), until=load.at, seed=load.seed, days=load.size.days
    )
    people = customers_as_they_stand(load.size.customers)
    plans = draw_plans(stage, people, count=load.size.cases - len(NAMED_CASES), days=load.size.days)
    settle_today(stage, plans, load.size)
    named = _named_plans(stage, people)
    _number(stage, [*named.values(), *plans])
    scripts = [NAMED_CASES[key][0](stage, plan) for key, plan in named.items() if part == 0]
    return stage, scripts + [ordinary(stage, plan) for plan in plans if plan.customer.place % PARTS == part]


def _named_plans(stage: Stage, people: dict[str, Customer]) -> dict[str, Plan]:
    return {
        key: _named_plan(stage, index, service, people[key], channel)
        for index, (key, (_script, service, channel)) in enumerate(NAMED_CASES.items())
    }


def _named_plan(stage: Stage, index: int, service: str, customer: Customer, channel: str) -> Plan:
    plan = Plan(
        index=index,
        service=service,
        offer=stage.offers[service],
        customer=customer,
        channel=channel,
        opens_at=stage.until,
        ends_at=stage.until,
        chance=chance_for(stage.seed, index),
    )
    begins = NAMED_CASES[list(NAMED_CASES)[index]][0](stage, plan)
    plan.opens_at = next(begins)
    plan.chance = chance_for(stage.seed, index)
    return plan


def _number(stage: Stage, plans: list[Plan]) -> None:
    """Numbers in the order in which cases begin, so that Elena has the one by which everybody knows her case."""
    ordered = sorted(plans, key=lambda plan: (plan.opens_at, plan.index))
    elenas = next(place for place, plan in enumerate(ordered) if plan.index == 0)
    for place, plan in enumerate(ordered):
        plan.number = ELENAS_NUMBER - elenas + place


def _everything_was_delivered(load: Begun) -> None:
    """The letters of the story arrived, in the story. Nothing of it may ever leave this house; what is real may."""
    told = dict(Case.objects.filter(opened_at__lte=load.at).values_list("conversation_id", "pk"))
    note_deliveries(list(told), delivery="sent")
    ours = {f"case:{case_id}" for case_id in told.values()}
    queued = Effect.objects.filter(state=Effect.State.QUEUED, about__startswith="case:")
    if not ours.isdisjoint(queued.values_list("about", flat=True)):
        raise Refused(_("Something of the example would be sent to the outside. It is not loaded."))
