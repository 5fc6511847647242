from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pasillo.doors.desk"
    label = "desk"
