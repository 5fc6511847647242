"""What Instagram says of itself."""

from pasillo.doors.channels.meta.channel import channel_named

INSTAGRAM = channel_named("instagram", "Instagram", told_as="instagram")
