"""The addresses of alarms."""

from django.urls import path

from pasillo.doors.desk.pages import alarms

urlpatterns = [
    path("alarms", alarms.show, name="alarms"),
    path("alarms/<int:alarm_id>/seen", alarms.seen, name="alarm-seen"),
]
