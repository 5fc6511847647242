"""What is bought from a short list, and which budget pays it."""

from django.apps import AppConfig


class PurchasesConfig(AppConfig):
    name = "pasillo.operations.purchases"
    label = "purchases"

    def ready(self) -> None:
        from pasillo.operations.purchases import reactions  # noqa: F401
