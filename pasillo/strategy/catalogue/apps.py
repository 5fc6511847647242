from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "pasillo.strategy.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from pasillo.strategy.catalogue import weekly_times  # noqa: F401
