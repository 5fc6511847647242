from django.apps import AppConfig


class ChannelTelegramConfig(AppConfig):
    name = "pasillo.doors.channels.telegram"
    label = "channel_telegram"

    def ready(self) -> None:
        """Telegram joins the messaging channels."""
        from pasillo.doors.channels.messaging.joining import join
        from pasillo.doors.channels.telegram.channel import TELEGRAM

        join(TELEGRAM)
