from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "pasillo.doors.desk"
    label = "desk"

    def ready(self) -> None:
        from pasillo.doors.desk import (  # noqa: F401
            alarm_words,
            arrival_sentences,
            everyday_sentences,
            parting_sentences,
            promise_sentences,
        )
