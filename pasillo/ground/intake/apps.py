from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "pasillo.ground.intake"
    label = "intake"
