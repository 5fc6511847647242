from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "pasillo.ground.journal"
    label = "journal"
