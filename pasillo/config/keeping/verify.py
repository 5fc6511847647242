"""`pasillo verify`: every rule that must hold, with how many were looked at. It only reads."""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg

from pasillo.config import places
from pasillo.config.keeping.proof import files, retelling, rules, tables
from pasillo.config.keeping.proof.outcome import Outcome

ONE_MOMENT = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def run(_: argparse.Namespace | None = None) -> None:
    """Prints a line for each check; the exit code is 1 when something is wrong."""
    if not sound(places.owner_address(places.data_folder())):
        sys.exit(1)


def sound(address: Mapping[str, Any]) -> bool:
    """Asks everything, tells it, and returns whether all of it is well."""
    began, wrong, checks = time.monotonic(), 0, 0
    for outcome in outcomes(address):
        print(outcome, flush=True)
        wrong += outcome.wrong
        checks += 1
    took = time.monotonic() - began
    if wrong:
        print(f"\nNot sound: {wrong} things are wrong. Keep a backup as it is now before anybody mends them.")
    else:
        print(f"\nSound: {checks} checks in {took:.1f} s.")
    return not wrong


def outcomes(address: Mapping[str, Any]) -> Iterator[Outcome]:
    """All of one moment, while others go on writing."""
    import django

    django.setup()
    with psycopg.connect(**address, autocommit=True) as database:
        database.execute("SET idle_in_transaction_session_timeout = 0")
        database.execute("SET statement_timeout = 0")
        database.execute(ONE_MOMENT)
        for part in (tables, files, rules, retelling):
            yield from part.prove(database)
