"""Moments are read from the database as they were written, to the microsecond."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from psycopg import DataError

pytestmark = pytest.mark.django_db

MOMENTS = [
    datetime(2026, 11, 22, 3, 41, 19, 653339, tzinfo=UTC),
    datetime(2026, 11, 22, 3, 41, 19, 600000, tzinfo=UTC),
    datetime(2026, 11, 22, 3, 41, 19, tzinfo=UTC),
    datetime(1, 1, 2, tzinfo=UTC),
    datetime(9999, 12, 30, 23, 59, 59, 999999, tzinfo=UTC),
]


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_what_was_written_is_read_in_utc(moment):
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [moment])
        read = cursor.fetchone()[0]

    assert read == moment
    assert read.tzinfo is UTC
    assert read.utcoffset() == timedelta()


def test_a_session_that_speaks_of_another_zone_is_understood_too():
    with connection.cursor() as cursor:
        cursor.execute("set local time zone 'Asia/Kolkata'")
        cursor.execute("select %s::timestamptz", [MOMENTS[0]])
        read = cursor.fetchone()[0]

    assert read == MOMENTS[0]
    assert read.tzinfo is UTC


def test_what_python_has_no_date_for_is_an_error_and_not_a_wrong_date():
    with connection.cursor() as cursor, pytest.raises(DataError):
        cursor.execute("select 'infinity'::timestamptz").fetchone()
