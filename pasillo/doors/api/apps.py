from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "pasillo.doors.api"
    label = "api"

    def ready(self) -> None:
        from pasillo.doors.api import reactions  # noqa: F401
