"""Ideas for doing it better."""

from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "pasillo.improvement.ideas"
    label = "ideas"
