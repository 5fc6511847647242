from django.apps import AppConfig


class ChannelEmailConfig(AppConfig):
    name = "pasillo.doors.channels.email"
    label = "channel_email"
