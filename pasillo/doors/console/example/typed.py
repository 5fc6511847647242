"""What the operator types to have the example company."""

import os
from argparse import ArgumentParser, Namespace

from django.conf import settings

from pasillo.doors.console.example.company import COLLEAGUES, OF_THE_STORY
from pasillo.doors.console.example.loading import PASSWORD
from pasillo.doors.console.example.processes import load_together
from pasillo.doors.console.example.sizes import FULL, SMALL, Begun
from pasillo.doors.console.registry import ConsoleCommand, commands, or_say_why
from pasillo.doors.shell.clock import now

SEED = 46


@or_say_why
def run(options: Namespace | None = None) -> None:
    """Load the example once, and say who one can be in it. PASILLO_EXAMPLE may say that a small one is enough."""
    small = options.small if options else os.environ.get("PASILLO_EXAMPLE") == "small"
    loaded = load_together(Begun(at=now(), size=SMALL if small else FULL, seed=SEED))
    print(f"The example company is here: {loaded.cases} cases, {loaded.open_cases} of them open.")
    print(f"\nSign in at {settings.BASE_URL}/sign-in with the password {PASSWORD} as")
    for one in COLLEAGUES[:OF_THE_STORY]:
        print(f"  {one.email:<32} {one.name}, {one.title}")
    print("  elena.prats@correo.example       Elena Prats, a customer\n")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--small", action="store_true", help="two hundred cases of thirty days, in a few seconds")


commands.add("example", ConsoleCommand(help="load the example company, once", run=run, arguments=_arguments))
