"""Keys for machines. The door of the API makes them; here the operator asks for one."""

from argparse import ArgumentParser, Namespace

from django.core.management import call_command

from pasillo.doors.console.registry import ConsoleCommand, commands


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("email", help="the address of the person in whose name the machine acts")
    parser.add_argument("--name", default="machine", help="what the token is for")
    parser.add_argument("--revoke", action="store_true", help="take back the tokens of this name")


def run(options: Namespace) -> None:
    """Shows a new token once, or says how many were taken back."""
    call_command("api_token", options.email, name=options.name, revoke=options.revoke)


commands.add(
    "api-token",
    ConsoleCommand(
        help="make a token for the API in the name of a person, or revoke it", run=run, arguments=_arguments
    ),
)
