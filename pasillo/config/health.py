"""What would make this installation lose something. Asked at the start, by `pasillo check` and by /health."""

from django.db import DatabaseError, ProgrammingError, connection

WANTED = {
    "fsync": ("on", "the database may lose what it has confirmed"),
    "full_page_writes": ("on", "a power cut may tear the database's pages"),
}
OLDEST = 150000


def troubles() -> list[str]:
    """One sentence for each thing that is wrong; none when all is well."""
    try:
        with connection.cursor() as cursor:
            return [*_settings(cursor), *_version(cursor), *_rights(cursor)]
    except ProgrammingError:
        return ["The tables are not there yet. Run: pasillo migrate"]
    except DatabaseError as trouble:
        return [f"The database does not answer: {str(trouble).strip().splitlines()[0]}"]


def _settings(cursor) -> list[str]:  # type: ignore[no-untyped-def]
    found = []
    for name, (wanted, danger) in WANTED.items():
        cursor.execute("SELECT current_setting(%s)", [name])
        if (value := cursor.fetchone()[0]) != wanted:
            found.append(f"{name} is {value}: {danger}. Set it to {wanted}.")
    cursor.execute("SELECT current_setting('synchronous_commit')")
    if cursor.fetchone()[0] == "off":
        found.append("synchronous_commit is off: what was just confirmed may be lost. Set it to on.")
    return found


def _version(cursor) -> list[str]:  # type: ignore[no-untyped-def]
    cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
    number, name = cursor.fetchone()
    return [] if number >= OLDEST else [f"PostgreSQL {name} is too old: 15 or newer is needed."]


def _rights(cursor) -> list[str]:  # type: ignore[no-untyped-def]
    cursor.execute(
        "SELECT has_table_privilege('journal_entry', 'UPDATE') OR has_table_privilege('journal_entry', 'DELETE')"
    )
    return ["This role may rewrite the journal. Do not run as the database's owner."] if cursor.fetchone()[0] else []
