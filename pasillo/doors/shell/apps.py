from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "pasillo.doors.shell"
    label = "shell"
