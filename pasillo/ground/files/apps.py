from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "pasillo.ground.files"
    label = "files"
