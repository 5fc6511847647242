"""`pasillo held-mail`: what waited to be sent when a backup was made, and is held since it was restored."""

import argparse

import psycopg

from pasillo.config import places

HELD = """
SELECT to_char(promised_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), kind, coalesce(payload ->> 'template', ''), about
FROM effects_effect WHERE state = 'held' ORDER BY promised_at, key LIMIT %s
"""
COUNT = "SELECT count(*) FROM effects_effect WHERE state = 'held'"
SEND = "UPDATE effects_effect SET state = 'queued', not_before = now(), uncertain = true WHERE state = 'held'"
FORGET = "UPDATE effects_effect SET state = 'withheld', settled_at = now() WHERE state = 'held'"
SHOWN = 50


def arguments(parser: argparse.ArgumentParser) -> None:
    """What the person types after `pasillo held-mail`."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--send", action="store_true", help="send what is held; some of it may arrive a second time")
    choice.add_argument("--forget", action="store_true", help="never send it")


def run(options: argparse.Namespace) -> None:
    """Shows what is held, or decides about it."""
    with psycopg.connect(**places.owner_address(places.data_folder()), autocommit=True) as database:
        if options.send:
            print(f"{database.execute(SEND).rowcount} mails are sent now.")
        elif options.forget:
            print(f"{database.execute(FORGET).rowcount} mails will not be sent.")
        else:
            _show(database)


def _show(database: psycopg.Connection) -> None:
    row = database.execute(COUNT).fetchone()
    held = row[0] if row else 0
    for moment, kind, template, about in database.execute(HELD, [SHOWN]).fetchall():
        print(f"{moment}  {kind} {template}  {about}")
    if held > SHOWN:
        print(f"… and {held - SHOWN} more")
    print(f"{held} mails are held. --send sends them, --forget lets them go." if held else "No mail is held.")
