from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "pasillo.doors.cockpit"
    label = "cockpit"
