from django.apps import AppConfig


class ChannelWhatsAppConfig(AppConfig):
    name = "pasillo.doors.channels.whatsapp"
    label = "channel_whatsapp"

    def ready(self) -> None:
        """WhatsApp joins the messaging channels."""
        from pasillo.doors.channels.messaging.joining import join
        from pasillo.doors.channels.whatsapp.channel import WHATSAPP

        join(WHATSAPP)
