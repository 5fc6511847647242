"""Somebody who has not signed in says who they are: a name, and an address to which we can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from pasillo.ground.kit.plain import safe
from pasillo.ground.people.addresses import is_address

NAME, EMAIL = "_name", "_email"
LONGEST_NAME = 200


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A name and an address as they were typed, and what is wrong with them."""

    name: str = ""
    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def read_contact(raw: Mapping[str, Sequence[str]]) -> Contact:
    """Who somebody says they are."""
    name = " ".join(safe((raw.get(NAME) or [""])[-1]).split())[:LONGEST_NAME]
    email = safe((raw.get(EMAIL) or [""])[-1]).strip()
    errors = {}
    if not name:
        errors[NAME] = _("Please tell us your name.")
    if not email:
        errors[EMAIL] = _("Please tell us your e-mail address, so that we can answer you.")
    elif not is_address(email):
        errors[EMAIL] = _("This e-mail address is not complete. An example: ana@example.com")
    return Contact(name=name, email=email, errors=errors)
