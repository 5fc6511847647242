"""How many automatic mails are enough: the last brake, whatever the headers said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

PER_CASE_AND_HOUR = 3
PER_DAY = 20
NEWCOMERS_PER_DAY = 1
ALL_IN_AN_HOUR = 1_000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """An automatic mail that went to this address."""

    about: str
    sent_at: datetime


def allows(sent: Iterable[Sent], *, about: str, is_verified: bool, is_asked_for: bool = False, at: datetime) -> bool:
    """May one more automatic mail go to this address? Somebody whose address is not proven gets one a day.

    What the person asked for themselves, such as a link to sign in, counts only against the day's total.
    """
    today = [one for one in sent if at - one.sent_at < DAY]
    if len(today) >= PER_DAY:
        return False
    if is_asked_for:
        return True
    if not is_verified and len(today) >= NEWCOMERS_PER_DAY:
        return False
    return sum(one.about == about and at - one.sent_at < HOUR for one in today) < PER_CASE_AND_HOUR


def house_allows(sent: int, *, most: int = ALL_IN_AN_HOUR, is_asked_for: bool = False) -> bool:
    """May the whole house send one more automatic mail this hour? Links that people wait for have room beyond."""
    return sent < room_of_the_house(most, is_asked_for=is_asked_for)


def room_of_the_house(most: int, *, is_asked_for: bool = False) -> int:
    """So many automatic mails of one hour are enough."""
    return 2 * most if is_asked_for else most
