"""Which address leads to which door."""

from django.urls import include, path

urlpatterns = [
    path("", include("pasillo.doors.shell.urls")),
    path("", include("pasillo.doors.channels.email.urls")),
    path("", include("pasillo.doors.channels.phone.urls")),
    path("", include("pasillo.doors.channels.messaging.urls")),
    path("", include("pasillo.doors.channels.webhooks.urls")),
    path("", include("pasillo.doors.channels.chat.urls")),
    path("app/", include("pasillo.doors.desk.urls")),
    path("app/", include("pasillo.doors.cockpit.urls")),
    path("app/admin/", include("pasillo.doors.console.office.urls")),
    path("api/v1/", include("pasillo.doors.api.urls")),
    path("", include("pasillo.doors.api.tokens.urls")),
    path("", include("pasillo.doors.portal.urls")),
]

handler400 = "pasillo.doors.shell.errors.bad_request"
handler403 = "pasillo.doors.shell.errors.forbidden"
handler404 = "pasillo.config.lost.lost"
handler500 = "pasillo.doors.shell.errors.broken"
