from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "pasillo.measurement.reports"
    label = "reports"
