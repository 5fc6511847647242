"""What the channels of the Messenger platform have in common: all but their names."""

from pasillo.doors.channels.messaging.channel import Channel
from pasillo.doors.channels.messaging.plain import Delivery, Update
from pasillo.doors.channels.meta.common import ASKED, ERRORS, SEVEN_DAYS, fetch, greet, is_genuine
from pasillo.doors.channels.meta.reading import read as read_any
from pasillo.doors.channels.meta.writing import judge, upload, uploaded, write


def channel_named(kind: str, name: str, *, told_as: str) -> Channel:
    """A channel of this platform; `told_as` is its name in the calls that come in."""

    def read(delivery: Delivery) -> Update:
        return read_any(delivery, told_as)

    return Channel(
        kind=kind,
        name=name,
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
