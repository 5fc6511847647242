from django.apps import AppConfig


class ChannelSlackConfig(AppConfig):
    name = "pasillo.doors.channels.slack"
    label = "channel_slack"

    def ready(self) -> None:
        """Slack joins the messaging channels."""
        from pasillo.doors.channels.messaging.joining import join
        from pasillo.doors.channels.slack.channel import SLACK

        join(SLACK)
