"""The same fault is reported once: whoever is affected too joins in."""

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "pasillo.operations.faults"
    label = "faults"

    def ready(self) -> None:
        from pasillo.operations.faults import reactions  # noqa: F401
