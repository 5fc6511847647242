from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "pasillo.operations.promises"
    label = "promises"

    def ready(self) -> None:
        from pasillo.operations.promises import reactions  # noqa: F401
