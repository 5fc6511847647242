from django.apps import AppConfig


class ChannelLineConfig(AppConfig):
    name = "pasillo.doors.channels.line"
    label = "channel_line"

    def ready(self) -> None:
        """LINE joins the messaging channels."""
        from pasillo.doors.channels.line.channel import LINE
        from pasillo.doors.channels.messaging.joining import join

        join(LINE)
