"""Help is asked before a promise breaks."""

from django.apps import AppConfig


class AlarmsConfig(AppConfig):
    name = "pasillo.operations.alarms"
    label = "alarms"

    def ready(self) -> None:
        from pasillo.operations.alarms import reactions  # noqa: F401
