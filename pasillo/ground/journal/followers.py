"""Those who read the journal after it is written: exactly once, without gaps, and again from zero if need be."""

from collections.abc import Sequence
from typing import Protocol

from django.db import connection, transaction

from pasillo.ground.journal import commands
from pasillo.ground.journal.models import Entry, Position
from pasillo.ground.kit.registry import Registry


class Follower(Protocol):
    """One reader of the journal. What it writes commits together with its position.

    Who has nothing to do for now may say so by `is_idle`: then what is told passes it by.
    """

    def read(self, entries: Sequence[Entry]) -> None: ...

    def forget(self) -> None:
        """Throw away all that was derived, before a reading from zero."""


followers: Registry[Follower] = Registry("follower")

UNREAD = """
select id from journal_entry
where (tx, id) > (%s::text::xid8, %s) and tx < pg_snapshot_xmin(pg_current_snapshot())
order by tx, id limit %s
"""

LAST = """
select tx::text, id from journal_entry where tx < pg_snapshot_xmin(pg_current_snapshot())
order by tx desc, id desc limit 1
"""


@transaction.atomic
def follow(name: str, *, limit: int = 500) -> int:
    """Let one follower read the next entries, up to the oldest transaction still open. Returns how many it read.

    The position is locked first, so that two processes never read the same entries.
    """
    position = commands.lock_position(name)
    if position is None or _passes_by(name, position):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [position.tx, position.entry_id, limit])
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return 0
    by_id = Entry.objects.in_bulk(ids)
    entries = [by_id[pk] for pk in ids]
    followers[name].read(entries)
    commands.advance(position, tx=str(entries[-1].tx), entry_id=entries[-1].pk)
    return len(entries)


def _passes_by(name: str, position: Position) -> bool:
    """Whether what was told up to now is of no use to a follower. How far that is, is asked first: whoever wakes it
    meanwhile is told everything from then on."""
    is_idle = getattr(followers[name], "is_idle", None)
    if is_idle is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        last = cursor.fetchone()
    if not is_idle():
        return False
    if last and (int(last[0]), last[1]) > (int(position.tx), position.entry_id):
        commands.advance(position, tx=last[0], entry_id=last[1])
    return True


@transaction.atomic
def rebuild(name: str) -> int:
    """Let a follower forget everything and read the journal again from the first entry. Returns how many it read."""
    commands.rewind(name)
    followers[name].forget()
    total = 0
    while read := follow(name, limit=2000):
        total += read
    return total


def catch_up(*, at_once: int = 500) -> int:
    """Let every follower read until it has nothing left. Returns how many entries were read in all."""
    total = 0
    for name in followers:
        while read := follow(name, limit=at_once):
            total += read
    return total
