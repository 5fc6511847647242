from django.apps import AppConfig


class ChannelMastodonConfig(AppConfig):
    name = "pasillo.doors.channels.mastodon"
    label = "channel_mastodon"

    def ready(self) -> None:
        """Mastodon joins the messaging channels."""
        from pasillo.doors.channels.mastodon.channel import MASTODON
        from pasillo.doors.channels.messaging.joining import join

        join(MASTODON)
