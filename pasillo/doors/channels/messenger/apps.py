from django.apps import AppConfig


class ChannelMessengerConfig(AppConfig):
    name = "pasillo.doors.channels.messenger"
    label = "channel_messenger"

    def ready(self) -> None:
        """Messenger joins the messaging channels."""
        from pasillo.doors.channels.messaging.joining import join
        from pasillo.doors.channels.messenger.channel import MESSENGER

        join(MESSENGER)
