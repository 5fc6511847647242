from django.apps import AppConfig


class HoursConfig(AppConfig):
    name = "pasillo.ground.hours"
    label = "hours"
