"""Who has to say yes before a case goes on, and what they said."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "pasillo.operations.approvals"
    label = "approvals"

    def ready(self) -> None:
        from pasillo.operations.approvals import reactions  # noqa: F401
