from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "pasillo.operations.calls"
    label = "calls"
