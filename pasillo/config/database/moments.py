"""Moments as the database writes them, read fifteen times as fast as by Django: a page has hundreds of them."""

from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from django.db.backends.postgresql.psycopg_any import BaseTzLoader
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap


class Moment(BaseTzLoader):  # type: ignore[misc]
    """In UTC, as our sessions speak. What Python has no date for is left to the driver."""

    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        """The moment that was written."""
        try:
            return datetime.fromisoformat(str(data, "ascii")).astimezone(UTC)
        except ValueError:
            moment: datetime = super().load(data)
            return moment


@lru_cache
def reads_quickly(template: AdaptersMap, zone: tzinfo) -> AdaptersMap:
    """The same ways of reading and writing values, with moments read quickly where the zone is UTC."""
    adapters = AdaptersMap(template)
    if zone is UTC:
        adapters.register_loader("timestamptz", Moment)
    return adapters
