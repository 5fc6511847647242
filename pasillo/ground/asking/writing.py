"""Values as they stand in SQL, written by the driver as it does for every other question."""

from collections.abc import Iterable
from typing import Any

from psycopg.adapt import Transformer


def literals(values: Iterable[Any], connection: Any) -> list[str]:
    """Each value as a literal. A whole number is written as it is: that is most of what is asked with."""
    found = list(values)
    if all(type(value) is int for value in found):
        return list(map(str, found))
    with connection.wrap_database_errors:
        driver = Transformer(connection.connection)
        return [_literal(value, driver) for value in found]


def _literal(value: Any, driver: Any) -> str:
    if value is None:
        return "NULL"
    return str(value) if type(value) is int else str(driver.as_literal(value), driver.encoding)
