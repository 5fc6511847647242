from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "pasillo.operations.routing"
    label = "routing"
