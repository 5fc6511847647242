"""`pasillo import …`: what can be taken over, each sort announced by whoever reads it, and how it is taken back."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from pasillo.doors.console.registry import ConsoleCommand, commands
from pasillo.ground.kit.registry import Registry


@dataclass(frozen=True, kw_only=True)
class ImportSort:
    """One word that may follow `pasillo import`."""

    help: str
    run: Callable[[Namespace], None]
    arguments: Callable[[ArgumentParser], None]


sorts: Registry[ImportSort] = Registry("sort of import")


def run(options: Namespace) -> None:
    """Takes something over, or takes that back."""
    options.do(options)


def _arguments(parser: ArgumentParser) -> None:
    below = parser.add_subparsers(required=True, metavar="what")
    for name in sorts:
        one = below.add_parser(name, help=sorts[name].help)
        sorts[name].arguments(one)
        one.set_defaults(do=sorts[name].run)


commands.add(
    "import",
    ConsoleCommand(help="take over what was done in another system, or take that back", run=run, arguments=_arguments),
)
