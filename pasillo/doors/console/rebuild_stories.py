"""Working out every measure anew, from the first fact."""

from argparse import Namespace

from pasillo.doors.console.registry import ConsoleCommand, commands
from pasillo.ground.journal.followers import followers, rebuild


def run(_: Namespace) -> None:
    """Lets every follower forget what it derived and read the journal from its first entry."""
    for name in followers:
        print(f"{name}: {rebuild(name)} facts read")


commands.add("rebuild-stories", ConsoleCommand(help="read the whole journal again and work out every measure", run=run))
