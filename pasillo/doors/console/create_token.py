"""A key for a machine: it may then do over the API what the person in whose name it is made may do, or less."""

from argparse import ArgumentParser, Namespace

from django.core.management import call_command
from django.core.management.base import CommandError

from pasillo.doors.console.registry import ConsoleCommand, commands, or_say_why
from pasillo.ground.kit.refusals import Refused

ASKED = ("name", "revoke", "scope", "area", "ends", "per_minute")


@or_say_why
def run(options: Namespace) -> None:
    """Prints the key, once; nobody can read it again. With --revoke, takes back the keys of that name."""
    try:
        call_command("api_token", options.email, **{name: getattr(options, name) for name in ASKED})
    except CommandError as refusal:
        raise Refused(str(refusal)) from None


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", help="of the person in whose name the machine speaks")
    parser.add_argument("--name", default="machine", help="what the key is for")
    parser.add_argument("--scope", action="append", default=[], help="what it may do, as in cases.read; several times")
    parser.add_argument("--area", action="append", default=[], help="only cases of this area; several times")
    parser.add_argument("--ends", default="", help="the last day on which it opens anything, as in 2027-03-31")
    parser.add_argument("--per-minute", type=int, default=None, help="requests in a minute; 0 for no limit")
    parser.add_argument("--revoke", action="store_true", help="take back the keys of this name")


commands.add(
    "create-token", ConsoleCommand(help="make a key for the API, or take one back", run=run, arguments=_arguments)
)
