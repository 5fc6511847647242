from django.apps import AppConfig


class ChannelSmsConfig(AppConfig):
    name = "pasillo.doors.channels.sms"
    label = "channel_sms"

    def ready(self) -> None:
        """SMS joins the messaging channels."""
        from pasillo.doors.channels.messaging.joining import join
        from pasillo.doors.channels.sms.channel import SMS

        join(SMS)
