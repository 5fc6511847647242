from django.apps import AppConfig


class ChannelPhoneConfig(AppConfig):
    name = "pasillo.doors.channels.phone"
    label = "channel_phone"
