"""The clock of the database: for jobs that begin without a door, and for leases that several machines share."""

from datetime import datetime

from django.db import connection


def database_clock() -> datetime:
    """The moment it is now, as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment
