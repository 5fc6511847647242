from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "pasillo.operations.calls"
    label = "calls"

    def ready(self) -> None:
        """Whoever cancels a case needs no call."""
        from pasillo.operations.calls import reactions  # noqa: F401
