"""What makes two contacts look like one person, and how much that is worth. Plain Python."""

import re
from enum import StrEnum

from pasillo.ground.kit.words import _

ENOUGH_DIGITS = 9
FOR_EVERYBODY = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.es", "live.com", "yahoo.com", "yahoo.es",
        "yahoo.co.id", "icloud.com", "me.com", "aol.com", "gmx.com", "gmx.net", "gmx.de", "proton.me", "protonmail.com",
        "mail.com", "zoho.com", "yandex.com", "correo.example",
    }
)  # fmt: skip


class Reason(StrEnum):
    """Why two contacts may be one person."""

    MAIL = "mail"
    NUMBER = "number"
    DEVICE = "device"
    COMPANY = "company"
    DOMAIN = "domain"


WORDS = {
    Reason.MAIL: _("the same mailbox"),
    Reason.NUMBER: _("the same phone number"),
    Reason.DEVICE: _("the same browser"),
    Reason.COMPANY: _("the same name in the same company"),
    Reason.DOMAIN: _("the same name, and an address of the same organisation"),
}
WORTH = {Reason.MAIL: 3, Reason.NUMBER: 2, Reason.DEVICE: 2, Reason.COMPANY: 2, Reason.DOMAIN: 1}
STRENGTHS = {1: _("possible"), 2: _("likely"), 3: _("very likely")}


def digits_of(number: str) -> str:
    """A phone number as one compares it: its last nine digits, however it was written; nothing, where it is shorter."""
    digits = re.sub(r"[^0-9]", "", number)
    return digits[-ENOUGH_DIGITS:] if len(digits) >= ENOUGH_DIGITS else ""


def mailbox_of(address: str) -> str:
    """An address as one compares it: small letters, without what stands behind a plus."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if at and local else ""


def organisation_of(address: str) -> str:
    """The domain of an address, where it says something: not one at which everybody can have a mailbox."""
    domain = mailbox_of(address).rpartition("@")[2]
    return "" if domain in FOR_EVERYBODY else domain


def strength(reasons: list[Reason]) -> int:
    """How much some reasons are worth together: from 1, possible, to 3, very likely."""
    return min(3, max((WORTH[one] for one in reasons), default=0) + (len(reasons) > 1))
