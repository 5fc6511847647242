from django.apps import AppConfig


class ObjectivesConfig(AppConfig):
    name = "pasillo.strategy.objectives"
    label = "objectives"
