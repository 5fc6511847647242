from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "pasillo.operations.voice"
    label = "voice"
