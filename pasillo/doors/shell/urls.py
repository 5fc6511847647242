"""The addresses of this door."""

from django.urls import URLPattern, URLResolver

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = []
