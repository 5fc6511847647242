from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "pasillo.ground.people"
    label = "people"
