"""What the operator types to have the example company."""

import os
import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings

from pasillo.doors.console.example.company import WHO_SIGN_IN
from pasillo.doors.console.example.loading import PASSWORD
from pasillo.doors.console.example.processes import load_together
from pasillo.doors.console.example.removal import (
    figures,
    has_own_administrator,
    in_a_process_of_its_own,
    is_being_played,
    is_here,
    own_people,
    was_removed,
)
from pasillo.doors.console.example.sizes import FULL, SMALL, Begun
from pasillo.doors.console.registry import ConsoleCommand, commands, or_say_why
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused

SEED = 46


@or_say_why
def run(options: Namespace | None = None) -> None:
    """Load the example once, and say who one can be in it. PASILLO_EXAMPLE may say that a small one is enough."""
    if options is None and was_removed():  # a start does not bring back what somebody took away
        print("The example company was removed from here. What comes now is yours.")
        return
    if options and options.what == "remove":
        _remove(options)
        return
    small = options.small if options else os.environ.get("PASILLO_EXAMPLE") == "small"
    loaded = load_together(Begun(at=now(), size=SMALL if small else FULL, seed=SEED))
    print(f"The example company is here: {loaded.cases} cases, {loaded.open_cases} of them open.")
    print(f"\nSign in at {settings.BASE_URL}/sign-in with the password {PASSWORD} as")
    for one in WHO_SIGN_IN:
        print(f"  {one.email:<32} {one.name}, {one.title}")
    print("  elena.prats@correo.example       Elena Prats, a customer\n")


def _remove(options: Namespace) -> None:
    """Say what goes and who stays, and take it away once somebody has said yes."""
    if not is_here():
        raise Refused("There is no example company here.")
    if is_being_played():
        raise Refused("The example company is still being loaded. Wait until it is there.")
    gone, own = figures(), [f"{one.name} <{one.email}>" for one in own_people().order_by("name")]
    print(f"This goes: {gone.cases} cases, {gone.people} people, {gone.services} services, with all areas and figures.")
    print(f"Who stays: {', '.join(own) or 'nobody'}.")
    if not options.yes and input("Type  remove  to go on: ").strip() != "remove":
        raise Refused("Nothing was removed.")
    if code := in_a_process_of_its_own():
        sys.exit(code)
    if not has_own_administrator():
        print('Let the first person in:  pasillo create-person you@your.org --name "Your Name" --role admin')


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("load", "remove"), default="load")
    parser.add_argument("--yes", action="store_true", help="remove it without asking")
    parser.add_argument("--small", action="store_true", help="two hundred cases of thirty days, in a few seconds")


commands.add(
    "example", ConsoleCommand(help="load the example company, once, or remove it", run=run, arguments=_arguments)
)
