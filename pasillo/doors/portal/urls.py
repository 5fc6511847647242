"""The addresses of this door."""

from django.urls import URLPattern, URLResolver, path

from pasillo.doors.portal import acts, asking, calling, home, mine, one, renewing, rooms, services

ACTS = (
    ("messages", acts.write),
    ("confirmation", acts.confirm),
    ("dispute", acts.dispute),
    ("feedback", acts.feedback),
    ("cancellation", acts.cancel),
    ("people", acts.people),
    ("room", rooms.move),
    ("room-back", rooms.give_back),
)

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("search", home.search, name="search"),
    path("services/<slug:slug>", services.show, name="service"),
    path("services/<slug:slug>/<slug:type_slug>", asking.form, name="form"),
    path("services/<slug:slug>/<slug:type_slug>/draft", asking.draft, name="draft"),
    path("services/<slug:slug>/<slug:type_slug>/people", asking.people, name="people"),
    path("requests", mine.show, name="requests"),
    path("requests/<int:number>", one.show, name="request"),
    path("requests/<int:number>/files/<int:file_id>", one.file, name="request-file"),
    path("requests/<int:number>/booking.ics", rooms.calendar, name="request-calendar"),
    path("requests/<int:number>/call", calling.show, name="request-call"),
    path("r/<str:token>/call", calling.show, name="secret-call"),
    path("r/<str:token>/booking.ics", rooms.calendar, name="secret-calendar"),
    path("r/<str:token>", one.show, name="secret"),
    path("r/<str:token>/files/<int:file_id>", one.file, name="secret-file"),
    path("r/<str:token>/renewal", renewing.renew, name="renew"),
]
for noun, act in ACTS:
    urlpatterns += [
        path(f"requests/<int:number>/{noun}", acts.led_back(act), name=f"request-{noun}"),
        path(f"r/<str:token>/{noun}", acts.led_back(act), name=f"secret-{noun}"),
    ]
