"""Letters that are written by themselves from a text with blanks, as a PDF."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "pasillo.operations.letters"
    label = "letters"

    def ready(self) -> None:
        from pasillo.ground.effects.sending import senders
        from pasillo.operations.letters import reactions  # noqa: F401
        from pasillo.operations.letters.writing import WRITE, write

        senders.add(WRITE, write)
