"""What fate has in store for the ordinary cases: drawn once, from a fixed seed, before anything happens."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp, log
from random import Random

from pasillo.doors.console.example.customers import NAMED, Customer
from pasillo.doors.console.example.fates import FATES, FIELD, Fate
from pasillo.doors.console.example.moments import ZONE, Moment, ago, later
from pasillo.doors.console.example.moves import moves
from pasillo.doors.console.example.offers import Offer
from pasillo.doors.console.example.sizes import Size
from pasillo.doors.console.example.stage import Stage, chance_for

CHANNELS = ("portal", "portal", "portal", "email", "email", "phone")
HOURS = (8, 9, 9, 9, 10, 10, 10, 10, 11, 11, 11, 12, 12, 13, 14, 15, 16, 16, 17, 17, 17, 18, 18, 19, 19, 20, 21)
WEEK = (1.25, 1.1, 1.0, 1.0, 1.05, 0.55, 0.2)
AT_ANY_HOUR = ("alarm", "camera")
BEGINNING = ("bill", "charged")
RETURNED = 0.335
RETURNED_MOVES = 0.49  # and then passed on a second time: 31 of 100 hand-offs
SHORT_OF_PEOPLE = timedelta(days=21)


@dataclass(kw_only=True)
class Plan:
    """One case before it has happened."""

    index: int
    service: str
    offer: Offer
    customer: Customer
    channel: str
    opens_at: datetime
    ends_at: datetime
    chance: Random
    number: int = 0
    first_share: float = 0.3
    steps: list[str] = field(default_factory=list)
    goes_to: str = ""
    comes_back: bool = False
    no_code: bool = True
    ending: str = "solved"
    disputes: bool = False
    confirms: bool = True
    speaks: bool = True

    @property
    def fate(self) -> Fate:
        """How the cases of this service tend to go."""
        return FATES[self.service]


def draw_plans(stage: Stage, people: dict[str, Customer], *, count: int, days: int) -> list[Plan]:
    """So many ordinary cases in so many days, in the order in which they begin."""
    luck = Random(f"company {stage.seed}")
    plans: list[Plan] = []
    others = [customer for key, customer in people.items() if key not in NAMED]
    for key, share in _shares(count).items():
        for asked, ended in _times(stage, key, share, days, luck):
            index = 100 + len(plans)
            customer = _whose(key, others, luck)
            plans.append(_draw(stage, index, key, customer, asked, ended))
    plans.sort(key=lambda plan: (plan.opens_at, plan.index))
    _say_what_comes_back(plans)
    return plans


def _shares(count: int) -> dict[str, int]:
    """So many cases, shared among the services by their weight; the same number for the same count, always."""
    whole = sum(fate.weight for fate in FATES.values())
    exact = {key: count * fate.weight / whole for key, fate in FATES.items()}
    shares = Counter({key: int(share) for key, share in exact.items()})
    for key in sorted(exact, key=lambda key: (int(exact[key]) - exact[key], key))[: count - shares.total()]:
        shares[key] += 1
    return {key: shares[key] for key in FATES}


def _times(stage: Stage, key: str, share: int, days: int, luck: Random) -> list[tuple[datetime, datetime]]:
    """When each case of a service begins and ends; moves that would not have begun yet begin as others do."""
    if key != "move_home":
        return [_span(stage, key, days, luck) for _ in range(share)]
    drawn = list(moves(share, until=stage.until, days=days, chance=luck))
    return drawn + [_span(stage, key, days, luck) for _ in range(share - len(drawn))]


def _span(stage: Stage, key: str, days: int, luck: Random) -> tuple[datetime, datetime]:
    offer, fate = stage.offers[key], FATES[key]
    hours = stage.company.hours[offer.area]
    opens_at = _opening(stage.until, key, days, luck)
    share = exp(luck.gauss(log(fate.share), fate.spread))
    if offer.area == "billing" and stage.until - opens_at < SHORT_OF_PEOPLE:
        share *= 1.45
    return opens_at, later(hours, opens_at, min(share, 2.2) * offer.objectives["resolution"])


def _opening(until: datetime, key: str, days: int, luck: Random) -> datetime:
    """When one asks: in the week rather than on Sunday, of bills when they come, never just before the end."""
    latest = until - timedelta(hours=3)
    while True:
        day = (until - timedelta(days=luck.random() * days)).astimezone(ZONE)
        wanted = 0.9 if key in AT_ANY_HOUR else WEEK[day.weekday()]
        wanted *= 1.5 if key in BEGINNING and day.day <= 6 else 1.0
        if luck.random() * 1.9 > wanted:
            continue
        hour = luck.randint(0, 23) if key in AT_ANY_HOUR else luck.choice(HOURS)
        drawn = day.replace(hour=hour, minute=luck.randint(0, 59), second=luck.randint(0, 59), microsecond=0)
        moment = drawn.astimezone(until.tzinfo)
        if until - timedelta(days=days) <= moment <= latest:
            return moment


def _draw(stage: Stage, index: int, key: str, customer: Customer, asked: datetime, ended: datetime) -> Plan:
    """Everything about one ordinary case that luck decides."""
    fate, chance = FATES[key], chance_for(stage.seed, index)
    channels = CHANNELS if customer.language != "id" else CHANNELS[:5]
    return Plan(
        index=index,
        service=key,
        offer=stage.offers[key],
        customer=customer,
        channel=chance.choice(channels),
        opens_at=asked,
        ends_at=ended,
        chance=chance,
        first_share=min(exp(chance.gauss(log(0.32 * exp(fate.slow)), 0.5)), 2.5),
        steps=_steps(fate, (ended - asked).days, chance),
        goes_to=chance.choice([area for area in fate.goes_to if area != stage.offers[key].area] or [""]),
        disputes=chance.random() < fate.dispute and (ended - asked).days <= 12,
        confirms=chance.random() < 0.45,
        speaks=chance.random() < 0.65,
    )


def _steps(fate: Fate, days: int, chance: Random) -> list[str]:
    """What happens on the way, in the order in which it happens."""
    steps = [name for name in ("ask", "task", "transfer", "visit") if chance.random() < getattr(fate, name)]
    if days >= 6 and chance.random() < 0.35:
        steps.append("chaser")
    if chance.random() < 0.25:
        steps.append("note")
    if chance.random() < 0.04:
        steps.append("supplier")
    if chance.random() < 0.02:
        steps.append("unproven")
    if "visit" not in steps and chance.random() < 0.15:
        steps.append("progress")
    ordered = chance.sample(steps, len(steps))
    return sorted(ordered, key=lambda step: (step == "visit") - (step == "ask"))


def _whose(key: str, others: list[Customer], luck: Random) -> Customer:
    while True:
        chosen = luck.choice(others)
        if key != "complaint" or not chosen.is_firm:
            return chosen


def _say_what_comes_back(plans: list[Plan]) -> None:
    """Of the hand-offs to Field 31 in a hundred come straight back, 62 of those for want of a gate code."""
    returned = {True: 0.5, False: 0.5}
    without_code = 0.5
    for plan in plans:
        if plan.goes_to not in FIELD or "transfer" not in plan.steps:
            plan.comes_back = plan.chance.random() < 0.25
            continue
        is_move = plan.service == "move_home"
        returned[is_move] += RETURNED_MOVES if is_move else RETURNED
        plan.comes_back = returned[is_move] >= 1
        returned[is_move] %= 1
        if plan.comes_back:
            without_code += 0.62
            plan.no_code, without_code = without_code >= 1, without_code % 1


def settle_today(stage: Stage, plans: list[Plan], size: Size) -> None:
    """The last day: what the Contact centre still has in its hands, besides the cases of the story.

    A few were told just now, some wait for their customer or an agreed day; what is left is with Field, or done.
    """
    hours = stage.company.hours["contact"]
    for plan in plans:
        if plan.goes_to == "contact" and plan.ends_at > stage.until:
            plan.steps = [step for step in plan.steps if step != "transfer"]
    left = [plan for plan in reversed(plans) if plan.offer.area == "contact" and plan.ends_at > stage.until]
    for plan, minutes in zip(_fresh(left, size.new), (3, 8, 14, 21, 26, 28), strict=False):
        plan.opens_at, plan.ending, plan.channel = ago(hours, stage.until, minutes), "new", "portal"
    places = {"waits": size.waiting, "working": size.working}
    for plan in left:
        if plan.ending != "new":
            _settle(stage, plan, places)


def _settle(stage: Stage, plan: Plan, places: dict[str, int]) -> None:
    """How one case of the Contact centre stands at the end."""
    is_old = stage.until - plan.opens_at > timedelta(hours=20)
    wanted = "waits" if is_old and plan.index % 3 else "" if is_old else "working"
    if wanted and places[wanted]:
        plan.ending, places[wanted] = wanted, places[wanted] - 1
    elif is_old and plan.fate.goes_to == FIELD:
        plan.ending = "in_field"
    else:
        plan.ends_at = min(plan.ends_at, _done_before(stage, plan))


def _fresh(left: list[Plan], new: int) -> list[Plan]:
    """Cases of different services that could have been told just now."""
    chosen: dict[str, Plan] = {}
    for plan in left:
        if plan.service != "move_home" or Moment(plan.opens_at).local.weekday() < 5:
            chosen.setdefault(plan.service, plan)
    return list(chosen.values())[:new]


def _done_before(stage: Stage, plan: Plan) -> datetime:
    return ago(stage.company.hours["contact"], stage.until, plan.chance.uniform(15, 120))
