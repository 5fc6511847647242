"""What Instagram says of itself."""

from pasillo.doors.channels.messaging.channel import Channel
from pasillo.doors.channels.messaging.plain import Delivery, Update
from pasillo.doors.channels.meta.common import ASKED, ERRORS, SEVEN_DAYS, fetch, greet, is_genuine
from pasillo.doors.channels.meta.reading import read as read_any
from pasillo.doors.channels.meta.writing import judge, upload, uploaded, write


def read(delivery: Delivery) -> Update:
    """Everything that one call told us."""
    return read_any(delivery, "instagram")


INSTAGRAM = Channel(
    kind="instagram",
    name="Instagram",
    own_setting="page_id",
    asked=ASKED,
    is_genuine=is_genuine,
    read=read,
    write=write,
    judge=judge,
    greet=greet,
    fetch=fetch,
    upload=upload,
    uploaded=uploaded,
    free_for=SEVEN_DAYS,
    errors=ERRORS,
)
