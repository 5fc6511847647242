"""What fate has in store for the ordinary cases: drawn once, from a fixed seed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp, log
from random import Random

from pasillo.doors.console.example.customers import Customer
from pasillo.doors.console.example.moments import ZONE
from pasillo.doors.console.example.offers import Offer

DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How the cases of one service tend to go."""

    weight: int
    share: float
    spread: float = 0.45
    ask: float = 0.3
    task: float = 0.1
    visit: float = 0.0
    transfer: float = 0.05
    goes_to: tuple[str, ...] = ()
    comes_back: float = 0.3
    dispute: float = 0.03
    slow: float = 0.0
    helper: str = "logistics"


FATES = {
    "move_home": Fate(
        weight=34, share=0.66, spread=0.28, ask=0.5, task=0.7, visit=0.5, transfer=0.5, goes_to=("north", "south"),
        comes_back=0.4, dispute=0.16, slow=0.35,
    ),
    "equipment": Fate(weight=20, share=0.5, task=0.4, visit=0.5, transfer=0.1, goes_to=("north",), helper="logistics"),
    "cancel": Fate(weight=12, share=0.45, ask=0.4, task=0.2, transfer=0.05, goes_to=("contact",)),
    "internet": Fate(weight=36, share=0.3, spread=0.45, task=0.15, transfer=0.15, goes_to=("north", "south")),
    "bill": Fate(weight=28, share=0.33, spread=0.45, task=0.12, transfer=0.08, goes_to=("contact",), helper="contact"),
    "complaint": Fate(
        weight=12, share=0.4, spread=0.45, task=0.4, transfer=0.1, goes_to=("billing",), dispute=0.1, slow=0.2,
        helper="north",
    ),
    "technician": Fate(weight=22, share=0.42, spread=0.4, visit=0.6, task=0.2, transfer=0.1, goes_to=("south",),
                       dispute=0.05),
    "alarm": Fate(
        weight=26, share=0.22, spread=0.5, ask=0.35, transfer=0.06, goes_to=("contact",), helper="north", task=0.05
    ),
    "images": Fate(weight=12, share=0.35, spread=0.5, ask=0.6, transfer=0.03, goes_to=("billing",), helper="contact"),
}  # fmt: skip

CHANNELS = ("portal", "portal", "portal", "email", "email", "phone")
HOURS = (8, 9, 9, 10, 10, 10, 11, 11, 12, 12, 13, 14, 16, 16, 17, 17, 18, 18, 19, 20, 21)


@dataclass(kw_only=True)
class Plan:
    """One case before it has happened."""

    index: int
    service: str
    offer: Offer
    customer: Customer
    channel: str
    opens_at: datetime
    chance: Random
    first_share: float = 0.3
    share: float = 0.5
    steps: list[str] = field(default_factory=list)
    goes_to: str = ""
    disputes: bool = False
    confirms: bool = True
    speaks: bool = True

    @property
    def fate(self) -> Fate:
        """How the cases of this service tend to go."""
        return FATES[self.service]


def draw_plan(index: int, offer: Offer, customer: Customer, *, until: datetime, chance: Random) -> Plan:
    """Everything about one ordinary case that luck decides."""
    fate = FATES[offer.key]
    opens_at = _opening(until, chance, at_any_hour=offer.area == "monitoring")
    share = _around(fate.share, fate.spread, chance)
    if offer.key == "move_home":
        share *= 0.8 + 1.1 * _how_late_in_the_month(opens_at, until)
    return Plan(
        index=index,
        service=offer.key,
        offer=offer,
        customer=customer,
        channel=chance.choice(CHANNELS) if customer.language != "id" else chance.choice(CHANNELS[:5]),
        opens_at=opens_at,
        chance=chance,
        first_share=_around(0.3 * exp(fate.slow), 0.55, chance),
        share=share,
        steps=_steps(fate, share, chance),
        goes_to=chance.choice(fate.goes_to) if fate.goes_to else "",
        disputes=chance.random() < fate.dispute + (0.12 if share > 1 else 0),
        confirms=chance.random() < 0.45,
        speaks=chance.random() < 0.65,
    )


def _around(middle: float, spread: float, chance: Random) -> float:
    return exp(chance.gauss(log(middle), spread))


def _how_late_in_the_month(moment: datetime, until: datetime) -> float:
    return 1 - (until - moment) / timedelta(days=DAYS)


def _opening(until: datetime, chance: Random, *, at_any_hour: bool) -> datetime:
    back = DAYS * (1 - chance.random() ** 0.85)
    day = (until - timedelta(days=back)).astimezone(ZONE)
    if day.weekday() == 6 and not at_any_hour and chance.random() < 0.7:
        day -= timedelta(days=chance.choice((1, 2)))
    hour = chance.randint(0, 23) if at_any_hour else chance.choice(HOURS)
    drawn = day.replace(hour=hour, minute=chance.randint(0, 59), second=chance.randint(0, 59), microsecond=0)
    earliest = until - timedelta(days=DAYS)
    moment = max(drawn.astimezone(until.tzinfo), earliest)
    return moment if moment < until else until - timedelta(minutes=chance.randint(20, 600))


def _steps(fate: Fate, share: float, chance: Random) -> list[str]:
    """What happens on the way, in the order in which it happens."""
    steps = [name for name in ("ask", "task", "transfer", "visit") if chance.random() < getattr(fate, name)]
    if share > 0.7 and chance.random() < 0.6:
        steps.append("chaser")
    if chance.random() < 0.3:
        steps.append("note")
    if chance.random() < 0.06:
        steps.append("supplier")
    if chance.random() < 0.04:
        steps.append("unproven")
    if "visit" not in steps and chance.random() < 0.25:
        steps.append("progress")
    ordered = chance.sample(steps, len(steps))
    return sorted(ordered, key=lambda step: step == "visit")
