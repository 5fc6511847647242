"""How a messaging channel joins the house: one call from its app, nothing else names it."""

from pasillo.doors.channels.messaging.channel import Channel, channels
from pasillo.doors.channels.messaging.handler import MessageReader
from pasillo.doors.channels.messaging.way import MessagingWay
from pasillo.ground.intake.reading import readers
from pasillo.operations.conversations.ways import ways


def join(channel: Channel) -> None:
    """From now on this channel is taken in, answered, and offered on the screen of channels."""
    channels.add(channel.kind, channel)
    readers.add(channel.kind, MessageReader())
    ways.add(channel.kind, MessagingWay())
