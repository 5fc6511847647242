from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "pasillo.operations.cases"
    label = "cases"
