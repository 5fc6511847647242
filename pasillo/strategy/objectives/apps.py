from django.apps import AppConfig

from pasillo.ground.kit.discovery import load_all


class ObjectivesConfig(AppConfig):
    name = "pasillo.strategy.objectives"
    label = "objectives"

    def ready(self) -> None:
        load_all("pasillo.strategy.objectives.kinds")
        from pasillo.strategy.objectives import readiness  # noqa: F401
