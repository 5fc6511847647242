"""The addresses of the messaging channels."""

from django.urls import URLPattern, URLResolver, path

from pasillo.doors.channels.messaging import hooks, pages, undelivered, unread

app_name = "messaging"
urlpatterns: list[URLPattern | URLResolver] = [
    path("hooks/<slug:kind>/<slug:key>", hooks.hook, name="hook"),
    path("app/admin/channels", pages.every, name="channels"),
    path("app/admin/channels/new/<slug:kind>", pages.new, name="new-account"),
    path("app/admin/channels/undelivered/<slug:kind>", undelivered.show, name="undelivered"),
    path("app/admin/channels/<int:account_id>", pages.one, name="account"),
    path("app/admin/channels/<int:account_id>/unread", unread.show, name="unread"),
    path("app/admin/channels/<int:account_id>/test", pages.attempt, name="account-test"),
    path("app/admin/channels/<int:account_id>/templates", pages.read_templates, name="account-templates"),
]
