"""What the operator types to have the example company."""

from argparse import ArgumentParser, Namespace

from django.conf import settings

from pasillo.doors.console.example.company import COLLEAGUES
from pasillo.doors.console.example.loading import PASSWORD, load
from pasillo.doors.console.registry import ConsoleCommand, commands
from pasillo.doors.shell.clock import now
from pasillo.ground.kit.refusals import Refused


def run(options: Namespace | None = None) -> None:
    """Load the example once, and say who one can be in it."""
    try:
        loaded = load(at=now(), cases=getattr(options, "cases", None) or 200)
    except Refused as refusal:
        print(refusal)
        return
    print(f"The example company is here: {loaded.cases} cases, {loaded.open_cases} of them open.")
    print(f"\nSign in at {settings.BASE_URL}/sign-in with the password {PASSWORD} as")
    for one in COLLEAGUES:
        print(f"  {one.email:<32} {one.name}, {one.title}")
    print("  elena.prats@correo.example       Elena Prats, a customer\n")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=200, help="how many cases (200)")


commands.add("example", ConsoleCommand(help="load the example company, once", run=run, arguments=_arguments))
