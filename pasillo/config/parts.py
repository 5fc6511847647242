"""The processes of one installation: `python -m pasillo.config.parts web` runs one of them until it is told to stop."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

import django

from pasillo.config.logs import write_logs

PARTS = {
    "web": "pasillo.config.web:run",
    "worker": "pasillo.config.worker:run",
    "mail": "pasillo.doors.channels.email.receiver:run",
    "example": "pasillo.doors.console.example:run",
    "example-removal": "pasillo.config.keeping.emptying:run",
    "import-run": "pasillo.doors.console.imports.running:run",
    "import-removal": "pasillo.config.keeping.unlearning:run",
    "upkeep": "pasillo.config.upkeep:run",
    "renew": "pasillo.config.upkeep:renew",
    "verify": "pasillo.config.keeping.verify:run",
}


def main(name: str) -> None:
    """Set up what every part needs, and hand over to it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasillo.config.settings")
    write_logs()
    django.setup()
    part_named(name)()


def part_named(name: str) -> Callable[[], None]:
    """The function that runs a part."""
    module, function = PARTS[name].split(":")
    found: Callable[[], None] = getattr(import_module(module), function)
    return found


if __name__ == "__main__":
    main(sys.argv[1])
