from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "pasillo.operations.promises"
    label = "promises"
