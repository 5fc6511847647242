"""Amounts of money: read as people write them, kept exactly, written as their language does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pasillo.ground.kit.languages import known_language
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.kit.words import _

# How many decimals a currency has, and the sign by which people know it.
DECIMALS = {"EUR": 2, "USD": 2, "GBP": 2, "IDR": 0, "MXN": 2, "COP": 0, "CLP": 0, "ARS": 2, "PEN": 2, "CHF": 2,
            "JPY": 0, "SGD": 2, "MYR": 2, "AUD": 2, "BRL": 2, "KWD": 3}  # fmt: skip
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "IDR": "Rp", "JPY": "¥", "BRL": "R$"}
DECIMAL_MARK = {"en": ".", "es": ",", "id": ","}
MOST = Decimal("1e13")
DIGITS = re.compile(r"-?[0-9.,]+")
SPACES = " \u00a0\u202f\u2009'’"


@dataclass(frozen=True, order=True)
class Money:
    """An exact amount in a currency."""

    amount: Decimal
    currency: str

    def to_json(self) -> dict[str, str]:
        """As it is kept: never as a float."""
        return {"amount": str(self.amount), "currency": self.currency}

    @classmethod
    def from_json(cls, kept: object) -> Money:
        """As it was kept."""
        given = kept if isinstance(kept, dict) else {}
        return cls(Decimal(str(given.get("amount", "0"))), str(given.get("currency", "EUR")))


def read_money(text: str, currency: str, language: str | None) -> Money:
    """What somebody typed as an amount: “1.234,50” in Spanish and “1,234.50” in English are the same."""
    if currency not in DECIMALS:
        raise Refused(_("We do not know the currency “%(currency)s”.") % {"currency": currency})
    places = DECIMALS[currency]
    amount = _amount(_bare(text, currency), DECIMAL_MARK[known_language(language)], places)
    if abs(amount) >= MOST:
        raise Refused(_("This amount is larger than we can keep."))
    return Money(amount.quantize(Decimal(1).scaleb(-places)) + 0, currency)


def write_money(money: Money, language: str | None) -> str:
    """An amount as a reader of this language writes it."""
    own = known_language(language)
    places = DECIMALS.get(money.currency, 2)
    figure = f"{abs(money.amount):,.{places}f}"
    if DECIMAL_MARK[own] == ",":
        figure = figure.translate(str.maketrans(",.", ".,"))
    sign = SIGNS.get(money.currency, money.currency)
    minus = "\u2212" if money.amount < 0 else ""
    if own == "es":
        return f"{minus}{figure}\u00a0{sign}"
    gap = "" if own == "en" and len(sign) == 1 else "\u00a0"
    return f"{minus}{sign}{gap}{figure}"


def typed_money(money: Money, language: str | None) -> str:
    """An amount as its owner would type it again."""
    return f"{money.amount:f}".replace(".", DECIMAL_MARK[known_language(language)])


def _bare(text: str, currency: str) -> str:
    """The figure alone, without sign, name of the currency or spaces between the thousands."""
    bare = text.strip().replace("\u2212", "-")
    minus = "-" if bare.startswith("-") else ""
    bare = bare.removeprefix("-").strip(SPACES)
    for mark in (currency, currency.lower(), SIGNS.get(currency, ""), "Rp.", "€", "$", "£"):
        bare = bare.removeprefix(mark).removesuffix(mark).strip(SPACES) if mark else bare
    parts = [part for part in re.split(f"[{SPACES}]", bare) if part]
    if len(parts) > 1 and any(len(part.lstrip("-")) != 3 for part in parts[1:-1]):
        raise _unreadable()
    if len(parts) > 1 and not re.fullmatch(r"[0-9]{3}([.,][0-9]+)?", parts[-1]):
        raise _unreadable()
    bare = minus + "".join(parts)
    if not DIGITS.fullmatch(bare) or len(bare) > 30 or not bare.isascii():
        raise _unreadable()
    return bare


def _amount(bare: str, mark: str, places: int) -> Decimal:
    """Which mark parts the decimals: the last of two kinds; of one kind, the language says."""
    if "." in bare and "," in bare:
        mark = max(".,", key=bare.rfind)
    elif mark not in bare and _ends_in_decimals(bare, places):
        mark = "." if "." in bare else ","
    thousands = "," if mark == "." else "."
    whole, _mark, decimals = bare.partition(mark)
    groups = whole.lstrip("-").split(thousands)
    badly_grouped = len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(one) != 3 for one in groups[1:]))
    if badly_grouped or not (groups[0] or decimals) or not (decimals.isdigit() or not decimals):
        raise _unreadable()
    if len(decimals.rstrip("0")) > places:
        raise Refused(_("Please write the amount with at most %(places)s decimals.") % {"places": places})
    amount = Decimal(f"{''.join(groups) or '0'}.{decimals or '0'}")
    return -amount if whole.startswith("-") else amount


def _ends_in_decimals(bare: str, places: int) -> bool:
    """“12.5” says decimals in every language: nobody groups thousands like that."""
    found = re.fullmatch(r"-?[0-9]+[.,]([0-9]{1,2})", bare)
    return found is not None and places > 0


def _unreadable() -> Refused:
    return Refused(_("Please write an amount, for example 1250 or 1250.50."))
