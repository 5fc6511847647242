from django.apps import AppConfig


class EffectsConfig(AppConfig):
    name = "pasillo.ground.effects"
    label = "effects"
