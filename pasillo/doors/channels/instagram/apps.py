from django.apps import AppConfig


class ChannelInstagramConfig(AppConfig):
    name = "pasillo.doors.channels.instagram"
    label = "channel_instagram"

    def ready(self) -> None:
        """Instagram joins the messaging channels."""
        from pasillo.doors.channels.instagram.channel import INSTAGRAM
        from pasillo.doors.channels.messaging.joining import join

        join(INSTAGRAM)
