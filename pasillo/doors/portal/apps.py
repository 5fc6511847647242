from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "pasillo.doors.portal"
    label = "portal"
