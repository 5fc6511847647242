"""The addresses of the hooks, for who sets the house up."""

from django.urls import URLPattern, path

from pasillo.doors.channels.webhooks import pages

app_name = "webhooks"
urlpatterns: list[URLPattern] = [
    path("app/admin/hooks", pages.every, name="hooks"),
    path("app/admin/hooks/new", pages.new, name="new-hook"),
    path("app/admin/hooks/<int:hook_id>", pages.one, name="hook"),
    path("app/admin/hooks/<int:hook_id>/secret", pages.secret, name="hook-secret"),
    path("app/admin/hooks/<int:hook_id>/test", pages.attempt, name="hook-test"),
    path("app/admin/hooks/<int:hook_id>/replay", pages.replay, name="hook-replay"),
    path("app/admin/hooks/<int:hook_id>/removal", pages.removal, name="hook-removal"),
    path("app/admin/deliveries/<uuid:delivery_id>/replay", pages.again, name="delivery-replay"),
]
