from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pasillo.doors.desk"
    label = "desk"

    def ready(self) -> None:
        from pasillo.doors.desk import alarm_words, arrival_sentences, everyday_sentences, promise_sentences  # noqa: F401
