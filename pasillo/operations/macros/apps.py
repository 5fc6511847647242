from django.apps import AppConfig


class MacrosConfig(AppConfig):
    name = "pasillo.operations.macros"
    label = "macros"
