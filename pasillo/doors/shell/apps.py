from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "pasillo.doors.shell"
    label = "shell"

    def ready(self) -> None:
        from pasillo.doors.shell import reactions  # noqa: F401
        from pasillo.doors.shell.coming_in import comes_in_alone
        from pasillo.operations.conversations.ways import eyes

        eyes.add("account", comes_in_alone)
