"""Keys for machines: made once, shown once, taken back by name."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from pasillo.doors.api.commands import make_token, revoke_tokens
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused


class Command(BaseCommand):
    """Makes a token for the API in the name of a person, or revokes it."""

    help = "make a token for the API in the name of a person, or revoke it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address of the person in whose name the machine acts")
        parser.add_argument("--name", default="machine", help="what the token is for")
        parser.add_argument(
            "--scope", action="append", default=[], help="what it may do; left out, all that the person may"
        )
        parser.add_argument("--days", type=int, default=0, help="after how many days it ends; left out, never")
        parser.add_argument("--per-minute", type=int, default=None, help="requests in a minute; 0 for no limit")
        parser.add_argument("--revoke", action="store_true", help="take back the tokens of this name")

    def handle(self, *args: Any, **options: Any) -> None:
        email, name = options["email"], options["name"]
        if options["revoke"]:
            self.stdout.write(f"{revoke_tokens(email=email, name=name, at=now())} tokens revoked")
            return
        try:
            ends = now() + timedelta(days=options["days"]) if options["days"] else None
            given = {"scopes": options["scope"], "expires_at": ends, "per_minute": options["per_minute"]}
            self.stdout.write(make_token(email=email, name=name, **given, at=now()))
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
