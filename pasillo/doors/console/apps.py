from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "pasillo.doors.console"
    label = "console"
