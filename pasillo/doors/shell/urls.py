"""The addresses that belong to every door: signing in and out, language, light, health."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from pasillo.doors.shell import choices, files, health, reports, sign_in, sign_in_by_link
from pasillo.doors.shell.watching import page as figures

app_name = "shell"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in", sign_in.show, name="sign-in"),
    path("sign-in/as/<int:person_id>", sign_in.as_example, name="sign-in-as"),
    path("sign-in/link", sign_in_by_link.ask, name="sign-in-link"),
    path("sign-in/link/<str:token>", sign_in_by_link.confirm, name="sign-in-confirm"),
    path("sign-out", sign_in.out, name="sign-out"),
    path("language", choices.language, name="language"),
    path("theme", choices.theme, name="theme"),
    path("health", health.show, name="health"),
    path("metrics", figures.show, name="metrics"),
    path("files/<int:file_id>", files.show, name="file"),
]
if settings.TESTING:
    urlpatterns.append(path("csp-reports", reports.show, name="csp-reports"))
