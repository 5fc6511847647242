"""What would make this installation lose something, asked of the database itself."""

from typing import Any

from django.db import DatabaseError, ProgrammingError, connection

OLDEST = 150000
SAFE = {
    "fsync": "the database may lose what it has confirmed",
    "full_page_writes": "a power cut may tear the database's pages",
    "synchronous_commit": "what was just confirmed may be lost",
}


def dangers() -> list[str]:
    """Why nothing should be taken in here: the database does not answer, or does not keep what it confirms."""
    return _asked(_settings, _version)


def troubles() -> list[str]:
    """One sentence for each thing that is wrong with this installation; none when all is well."""
    return _asked(_settings, _version, _rights)


def _asked(*questions: Any) -> list[str]:
    try:
        with connection.cursor() as cursor:
            return [trouble for question in questions for trouble in question(cursor)]
    except ProgrammingError:
        return ["The tables are not there yet. Run: pasillo migrate"]
    except DatabaseError as trouble:
        return [f"The database does not answer: {str(trouble).strip().splitlines()[0]}"]


def _settings(cursor: Any) -> list[str]:
    cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s) AND setting = 'off'", [list(SAFE)])
    return [f"{name} is {value}: {SAFE[name]}. Set it to on." for name, value in cursor.fetchall()]


def _version(cursor: Any) -> list[str]:
    cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
    number, name = cursor.fetchone()
    return [] if number >= OLDEST else [f"PostgreSQL {name} is too old: 15 or newer is needed."]


def _rights(cursor: Any) -> list[str]:
    cursor.execute("SELECT has_table_privilege('journal_entry', 'UPDATE, DELETE')")
    return ["This role may rewrite the journal. Do not run as the database's owner."] if cursor.fetchone()[0] else []
