"""The addresses of the phone."""

from django.urls import URLPattern, path

from pasillo.doors.channels.phone import hooks, pages

app_name = "phone"
urlpatterns: list[URLPattern] = [
    path("hooks/phone/<slug:key>", hooks.hook, name="hook"),
    path("app/admin/phones", pages.every, name="phones"),
    path("app/admin/phones/new", pages.new, name="new-phone"),
    path("app/admin/phones/<int:system_id>", pages.one, name="phone"),
    path("app/admin/phones/<int:system_id>/secret", pages.secret, name="phone-secret"),
]
