from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "pasillo.doors.shell"
    label = "shell"

    def ready(self) -> None:
        from pasillo.doors.shell import reactions  # noqa: F401
