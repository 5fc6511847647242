from django.apps import AppConfig


class ChannelTeamsConfig(AppConfig):
    name = "pasillo.doors.channels.teams"
    label = "channel_teams"

    def ready(self) -> None:
        """Teams joins the messaging channels."""
        from pasillo.doors.channels.messaging.joining import join
        from pasillo.doors.channels.teams.channel import TEAMS

        join(TEAMS)
