"""What a purchase costs, who has to say yes, and whether the budget bears it: plain rules."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _

MOST = 10_000
PRICE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")


@dataclass(frozen=True, kw_only=True)
class Prices:
    """The short list: what each thing costs, and under which answers it is chosen."""

    item_field: str
    quantity_field: str
    centre_field: str
    prices: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody wants to buy."""

    item: str
    quantity: int
    centre: str
    amount: Decimal


def wanted(prices: Prices, answers: Mapping[str, Any]) -> Wanted:
    """What the answers of the form ask for, with its price."""
    item = str(answers.get(prices.item_field, ""))
    if item not in prices.prices:
        raise Refused(str(_("This is not on the list.")))
    given = answers.get(prices.quantity_field, 1)
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= MOST:
        raise Refused(str(_("Say how many: a whole number, at least one.")))
    amount = price_of(prices.prices[item]) * given
    return Wanted(item=item, quantity=given, centre=str(answers.get(prices.centre_field, "")), amount=amount)


def price_of(text: str) -> Decimal:
    """A price as it is written down: never a float."""
    written = PRICE.fullmatch(str(text))
    price = Decimal(written[0]).quantize(Decimal("0.01")) if written else Decimal(0)
    if not price:
        raise Refused(str(_("A price is an amount above nothing.")))
    return price


def is_over(amount: Decimal, limit: Decimal) -> bool:
    """Whether somebody has to say yes first."""
    return amount > limit


def bears(*, budget: Decimal, spent: Decimal, amount: Decimal) -> bool:
    """Whether the budget has room for it."""
    return spent + amount <= budget
