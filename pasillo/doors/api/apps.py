from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "pasillo.doors.api"
    label = "api"
