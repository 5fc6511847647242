"""The addresses of the mail door."""

from django.urls import path

from pasillo.doors.channels.email import frame

app_name = "email"
urlpatterns = [path("messages/<int:message_id>/html", frame.show, name="html")]
