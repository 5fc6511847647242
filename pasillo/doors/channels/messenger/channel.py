"""What Messenger says of itself."""

from pasillo.doors.channels.meta.channel import channel_named

MESSENGER = channel_named("messenger", "Messenger", told_as="page")
