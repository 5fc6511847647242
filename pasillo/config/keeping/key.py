"""Whether the secret key of this installation is the one with which its data was made."""

import hashlib
import os
from pathlib import Path
from typing import Any

SHORTEST = 32
READ = "SELECT mark FROM console_keymark"


def mark_of(key: str) -> str:
    """What may be known of a key without knowing the key."""
    return hashlib.sha256(f"pasillo.key-mark.{key}".encode()).hexdigest()[:32]


def trouble_with(data: Path) -> str:
    """Why the key cannot be used, before anything is asked of the database; empty when it can."""
    given = os.environ.get("PASILLO_SECRET_KEY")
    if given is not None:
        return "" if len(given) >= SHORTEST else "PASILLO_SECRET_KEY is too short: use at least 32 characters."
    kept = data / "secret.key"
    if not kept.exists():
        return ""
    try:
        key = kept.read_text().strip()
    except OSError as reason:
        return f"{kept} cannot be read ({reason.strerror}): give this account the right to read it."
    if len(key) < SHORTEST:
        return f"{kept} is damaged: it is too short. Put your copy of it back."
    return ""


def is_another(cursor: Any, key: str) -> bool:
    """Whether the data was made with another key than this."""
    cursor.execute("SELECT to_regclass('public.console_keymark')")
    if cursor.fetchone()[0] is None:
        return False
    cursor.execute(READ)
    row = cursor.fetchone()
    return bool(row and row[0] != mark_of(key))


def accept(cursor: Any, key: str, *, also_another: bool = False) -> None:
    """Remembers the key that is in use; another one than before only when a person says so."""
    if also_another:
        cursor.execute("DELETE FROM console_keymark")
    cursor.execute(
        "INSERT INTO console_keymark (id, mark, since) SELECT 1, %s, now() "
        "WHERE NOT EXISTS (SELECT FROM console_keymark)",
        [mark_of(key)],
    )
