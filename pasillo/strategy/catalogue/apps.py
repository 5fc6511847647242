from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "pasillo.strategy.catalogue"
    label = "catalogue"
