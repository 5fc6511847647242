"""How one speaks to the database for a hundred thousand commands in a row."""

from django.db import connection, connections


def swiftly() -> None:
    """Statements are planned once, and a command that is refused takes its whole transaction with it, so that none
    of them needs a point to return to."""
    connections.close_all()
    connection.settings_dict["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 2}
    connection.features.uses_savepoints = False
    with connection.cursor() as cursor:
        cursor.execute("set enable_seqscan = off")  # tables that are empty when a statement is planned will not stay so
