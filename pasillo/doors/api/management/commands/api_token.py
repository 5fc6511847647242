"""Keys for machines: made once, shown once, taken back by name."""

from argparse import ArgumentParser
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pasillo.doors.api.commands import make_token, revoke_tokens
from pasillo.doors.api.scopes import SCOPES
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused
from pasillo.ground.people.models import Area
from pasillo.ground.people.organisation import organisation


class Command(BaseCommand):
    """Makes a token for the API in the name of a person, or revokes it."""

    help = "make a token for the API in the name of a person, or revoke it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address of the person in whose name the machine acts")
        parser.add_argument("--name", default="machine", help="what the token is for")
        parser.add_argument(
            "--scope", action="append", default=[], help="what it may do; left out, all that the person may"
        )
        parser.add_argument("--area", action="append", default=[], help="the name of an area whose cases alone it sees")
        parser.add_argument("--days", type=int, default=0, help="after how many days it ends; left out, never")
        parser.add_argument("--ends", default="", help="or the last day on which it opens anything")
        parser.add_argument("--per-minute", type=int, default=None, help="requests in a minute; 0 for no limit")
        parser.add_argument("--revoke", action="store_true", help="take back the tokens of this name")

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"], options["name"]
        if options["revoke"]:
            self.stdout.write(f"{revoke_tokens(email=email, name=name, at=now())} tokens revoked")
            return
        try:
            given: dict[str, Any] = {
                "scopes": _scopes(options["scope"]),
                "areas": _areas(options["area"]),
                "expires_at": _end(options),
            }
            given["per_minute"] = options["per_minute"]
            self.stdout.write(make_token(email=email, name=name, **given, at=now()))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal


def _scopes(wished: list[str]) -> list[str]:
    """A scope that is misspelt would leave a key that may do everything."""
    unknown = [one for one in wished if one not in SCOPES]
    if unknown:
        raise Refused(f"There is no scope {unknown[0]!r}. There are: {', '.join(SCOPES)}.")
    return wished


def _areas(wished: list[str]) -> list[int]:
    known = {area.name.lower(): area.pk for area in Area.objects.filter(is_active=True)}
    unknown = [one for one in wished if one.lower() not in known]
    if unknown:
        raise Refused(f"There is no area {unknown[0]!r}. There are: {', '.join(sorted(known))}.")
    return [known[one.lower()] for one in wished]


def _end(options: dict[str, Any]) -> datetime | None:
    """The moment from which on it opens nothing; in the zone of the house, where a day is named."""
    if not options["ends"]:
        return now() + timedelta(days=options["days"]) if options["days"] else None
    try:
        last = date.fromisoformat(options["ends"])
    except ValueError:
        raise Refused("Write the day as in 2027-03-31.") from None
    ends = timezone.make_aware(datetime.combine(last, time()) + timedelta(days=1), ZoneInfo(organisation().zone))
    if ends <= now():
        raise Refused("That day is over.")
    return ends
