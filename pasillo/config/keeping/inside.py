"""What only the database can tell of an installation."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from pasillo.config.keeping import key
from pasillo.config.keeping.finding import Finding

TOO_FAR = timedelta(seconds=5)
SILENT = timedelta(seconds=60)
NOT_LOOKED_INTO = timedelta(minutes=10)
Question = Callable[[Any], Iterator[Finding]]


def findings_inside(data: Path, *, running: bool, accept_key: bool) -> Iterator[Finding]:
    """Is it safe, is it of this version, does somebody work in it, does mail flow, is there anybody to ask?"""
    import django

    django.setup()
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            yield from _safety()
            yield from _clock(cursor)
            pending = _pending()
            if pending:
                yield pending
                return
            yield Finding(True, "The tables are of this version.")
            yield from _key(cursor, accept=accept_key)
            yield from _workers(cursor, running=running)
            yield from _mailboxes(cursor)
            yield from _channels(cursor)
            yield from _letters(cursor)
            yield from _people(cursor)
            yield from _held(cursor)
    except DatabaseError as trouble:
        yield Finding(False, f"The database does not answer: {str(trouble).strip().splitlines()[0]}")


def _safety() -> Iterator[Finding]:
    from pasillo.doors.shell.soundness import troubles

    found = troubles()
    yield from (Finding(False, words) for words in found)
    if not found:
        yield Finding(True, "The database answers, and keeps what it confirms.")


def _clock(cursor: Any) -> Iterator[Finding]:
    from pasillo.doors.shell.clock import now

    before = now()
    cursor.execute("SELECT clock_timestamp()")
    there = cursor.fetchone()[0]
    after = now()
    off = max(before - there, there - after, timedelta())
    if off > TOO_FAR:
        yield Finding(
            False,
            f"The clock of this machine and that of the database differ by {off.total_seconds():.0f} seconds. "
            "Set both by a time service (for example: timedatectl set-ntp true); promises are counted by them.",
        )
    else:
        yield Finding(True, "The clocks of this machine and of the database agree.")


def _pending() -> Finding | None:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not steps:
        return None
    return Finding(
        False,
        f"The tables are older than this version: {len(steps)} steps are missing. Run: pasillo migrate "
        "(or pasillo start, which does it too, with a backup first).",
    )


def _key(cursor: Any, *, accept: bool) -> Iterator[Finding]:
    from django.conf import settings

    if accept:
        key.accept(cursor, settings.SECRET_KEY, also_another=True)
    if key.is_another(cursor, settings.SECRET_KEY):
        yield Finding(
            False,
            "The secret key is not the one with which this data was made: links in mails that were sent do not open, "
            "and passwords of mailboxes cannot be read. Put the old file secret.key in the data folder. If it is lost "
            "for good, run: pasillo check --accept-key, and type the passwords of the mailboxes anew.",
        )
    else:
        yield Finding(True, "The secret key is the one with which this data was made.")


def _workers(cursor: Any, *, running: bool) -> Iterator[Finding]:
    cursor.execute("SELECT max(last_heartbeat), clock_timestamp() FROM procrastinate_workers")
    last, there = cursor.fetchone()
    if last and there - last < SILENT:
        yield Finding(True, "A worker is at work.")
    elif running:
        since = f"since {last:%Y-%m-%d %H:%M} UTC" if last else "at all"
        yield Finding(
            False,
            f"Pasillo runs, but no worker was seen {since}: mail is not sent and promises do not ring. Look at what "
            "it says in its terminal or log, and start it again.",
        )


def _mailboxes(cursor: Any) -> Iterator[Finding]:
    from pasillo.doors.channels.email.flow import why_said

    cursor.execute(
        "SELECT address, trouble, imap_host <> '' AND polled_at < clock_timestamp() - %s, polled_at "
        "FROM channel_email_mailbox WHERE is_active ORDER BY address",
        [NOT_LOOKED_INTO],
    )
    boxes = cursor.fetchall()
    for address, trouble, silent, polled_at in boxes:
        if trouble:
            yield Finding(False, f"The mailbox {address} has trouble: {why_said(trouble)}. Look at Mailboxes.")
        elif silent:
            yield Finding(False, f"The mailbox {address} was last looked into on {polled_at:%Y-%m-%d %H:%M} UTC.")
    if not any(trouble or silent for _, trouble, silent, _ in boxes):
        yield Finding(True, f"{len(boxes)} mailboxes are set up, and none has trouble.")


def _channels(cursor: Any) -> Iterator[Finding]:
    """Accounts on channels and hooks of other programs: what goes wrong there, in the words of their screens."""
    cursor.execute("SELECT name, trouble FROM messaging_account WHERE is_active AND trouble <> '' ORDER BY name")
    for name, trouble in cursor.fetchall():
        yield Finding(False, f"The account {name} has trouble: {trouble}. Look at Channels.")
    cursor.execute("SELECT name FROM webhooks_hook WHERE NOT is_active AND switched_off_at IS NOT NULL ORDER BY name")
    for (name,) in cursor.fetchall():
        yield Finding(False, f"The hook {name} is switched off: nothing arrived there. Look at Webhooks.")


def _letters(cursor: Any) -> Iterator[Finding]:
    cursor.execute(
        "SELECT count(*), min(promised_at), max(error) FROM effects_effect WHERE state = 'queued' AND attempts > 0"
    )
    number, since, error = cursor.fetchone()
    if number:
        yield Finding(
            False,
            f"{number} letters could not leave, the oldest of {since:%Y-%m-%d %H:%M} UTC: {str(error).strip()[:200]}. "
            "They are tried again; look at PASILLO_SMTP_OUT and at the mail server.",
        )
    else:
        yield Finding(True, "No letter was refused by the mail server.")


def _people(cursor: Any) -> Iterator[Finding]:
    cursor.execute(
        "SELECT count(DISTINCT p.id) FROM people_person p JOIN people_membership m ON m.person_id = p.id "
        "WHERE m.role = 'admin' AND p.is_active"
    )
    number = cursor.fetchone()[0]
    if number:
        yield Finding(True, f"There is somebody to ask: {number} with the role of administrator.")
    else:
        yield Finding(
            False, "There is no administrator. Let one in:  pasillo create-person you@your.org --name You --role admin"
        )


def _held(cursor: Any) -> Iterator[Finding]:
    cursor.execute("SELECT count(*) FROM effects_effect WHERE state = 'held'")
    held = cursor.fetchone()[0]
    if held:
        yield Finding(False, f"{held} mails are held since a backup was restored. Decide with: pasillo held-mail")
