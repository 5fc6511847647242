"""May this address get one more automatic mail?"""

import os
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from pasillo.doors.channels.email.brakes import ALL_IN_AN_HOUR, DAY, HOUR, Sent, allows, room_of_the_house
from pasillo.doors.channels.email.models import AutomaticMail
from pasillo.ground.kit.together import known, note


def may_write_to(
    address: str, *, about: str, is_verified: bool, is_asked_for: bool = False, effect: UUID | None = None, at: datetime
) -> bool:
    """Asks the brake with what went to this address in the last day, this very mail left out."""
    sent = known(("sent to", address.lower()), lambda: _sent_to(address, effect, at=at))
    return allows(sent, about=about, is_verified=is_verified, is_asked_for=is_asked_for, at=at)


def _sent_to(address: str, effect: UUID | None, *, at: datetime) -> list[Sent]:
    rows = AutomaticMail.objects.filter(address=address.lower(), sent_at__gt=at - DAY)
    if effect is not None:
        rows = rows.exclude(effect=effect)
    return [Sent(*row) for row in rows.values_list("about", "sent_at")[:100]]


def note_sent_to(addresses: Collection[str], *, at: datetime) -> None:
    """The same for many addresses, asked at once: known until this transaction ends."""
    sent: dict[str, list[Sent]] = {address.lower(): [] for address in addresses}
    rows = AutomaticMail.objects.filter(address__in=sent, sent_at__gt=at - DAY)
    for address, about, sent_at in rows.values_list("address", "about", "sent_at")[: 100 * len(sent)]:
        sent[address].append(Sent(about, sent_at))
    for address, its_own in sent.items():
        note(("sent to", address), its_own)


def house_may_write(*, is_asked_for: bool = False, effect: UUID | None = None, at: datetime) -> bool:
    """Asks the last brake of all: how many automatic mails left the house in an hour, whoever asked for them."""
    return house_may_write_again(is_asked_for=is_asked_for, effect=effect, at=at) is None


def house_may_write_again(*, is_asked_for: bool = False, effect: UUID | None = None, at: datetime) -> datetime | None:
    """None while the house may write; else when it may again, so that thousands of mails do not ask all the time."""
    room = room_of_the_house(most_in_an_hour(), is_asked_for=is_asked_for)
    rows = AutomaticMail.objects.filter(sent_at__gt=at - HOUR)
    if effect is not None:
        rows = rows.exclude(effect=effect)
    one_too_many = rows.order_by("-sent_at").values_list("sent_at", flat=True)[room - 1 : room].first()
    return None if one_too_many is None else one_too_many + HOUR


def most_in_an_hour() -> int:
    """PASILLO_AUTOMATIC_AN_HOUR, or a thousand."""
    stated = os.environ.get("PASILLO_AUTOMATIC_AN_HOUR", "")
    return int(stated) if stated.isdigit() and int(stated) else ALL_IN_AN_HOUR
