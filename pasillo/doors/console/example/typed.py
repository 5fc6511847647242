"""What the operator types to have the example company."""

from argparse import ArgumentParser, Namespace

from django.conf import settings

from pasillo.doors.console.example.company import COLLEAGUES
from pasillo.doors.console.example.loading import PASSWORD, load
from pasillo.doors.console.registry import ConsoleCommand, commands, or_say_why
from pasillo.doors.shell.clock import now

EVERYTHING = Namespace(cases=200)


@or_say_why
def run(options: Namespace = EVERYTHING) -> None:
    """Load the example once, and say who one can be in it."""
    loaded = load(at=now(), cases=options.cases)
    print(f"The example company is here: {loaded.cases} cases, {loaded.open_cases} of them open.")
    print(f"\nSign in at {settings.BASE_URL}/sign-in with the password {PASSWORD} as")
    for one in COLLEAGUES:
        print(f"  {one.email:<32} {one.name}, {one.title}")
    print("  elena.prats@correo.example       Elena Prats, a customer\n")


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--cases", type=int, default=EVERYTHING.cases, help="how many cases (200)")


commands.add("example", ConsoleCommand(help="load the example company, once", run=run, arguments=_arguments))
