from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "pasillo.operations.history"
    label = "history"
