from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "pasillo.measurement.stories"
    label = "stories"
