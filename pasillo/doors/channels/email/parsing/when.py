"""When somebody wrote, as far as we may believe it."""

from datetime import UTC, datetime, timedelta

_OLDEST = timedelta(days=30)


def said_at(date: str, arrived_at: datetime) -> datetime:
    """The date of a mail, never later than its arrival and never so old that it cannot be true."""
    try:
        written = datetime.fromisoformat(date)
    except ValueError:
        return arrived_at
    written = written if written.tzinfo else written.replace(tzinfo=UTC)
    return written if arrived_at - _OLDEST <= written <= arrived_at else arrived_at
