"""Telling open pages that something moved which is no fact: who looks, what is about to be said. Only ids are said."""

from collections.abc import Collection

from django.db import connection

CHANNEL = "pasillo_live"


def whisper(topic: str) -> None:
    """Heard by every web process once the transaction is committed, and by nobody if it is not."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, topic])


def whisper_all(topics: Collection[str]) -> None:
    """Many things that open pages hear of, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, topic) from unnest(%s::text[]) topic", [CHANNEL, list(topics)])


def speak_softly() -> None:
    """Until this transaction ends, what is told wakes no page: much of long ago is told at once."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('pasillo.quiet', 'on', true)")
