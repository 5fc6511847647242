from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "pasillo.measurement.reports"
    label = "reports"

    def ready(self) -> None:
        from pasillo.ground.kit.discovery import load_all

        load_all("pasillo.measurement.reports.measures")
