from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pasillo.doors.desk"
    label = "desk"

    def ready(self) -> None:
        from pasillo.doors.desk import everyday_sentences  # noqa: F401
