"""The addresses of this door: /api/v1/…, described by /api/v1/openapi.json and, for people, /api/docs."""

from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_safe

from pasillo.doors.api.cases import clocks, listing, reading, sent_ahead, telling
from pasillo.doors.api.catalogue import promised, services
from pasillo.doors.api.deeds import customers, saying, serving, tasks
from pasillo.doors.api.events import happened
from pasillo.doors.api.house import journal, standing
from pasillo.doors.api.improving import ideas
from pasillo.doors.api.manner.described import api
from pasillo.doors.api.manner.door import every
from pasillo.doors.api.measures import figures
from pasillo.doors.api.people import areas, managed, one_person, persons
from pasillo.doors.api.problems import explain, explained
from pasillo.doors.api.work import alarms, approvals, routing

# Each adds its addresses to `every` when it is imported.
ROOMS = (
    telling, listing, reading, sent_ahead, clocks, saying, serving, customers, tasks, happened, persons, managed, areas,
    one_person, services, promised, alarms, approvals, routing, ideas, figures, journal, standing,
)  # fmt: skip

explain(api)
api.add_router("", every)

app_name = "api"
urlpatterns: list[URLResolver | URLPattern] = api.urls[0]
for page in urlpatterns:
    if isinstance(page, URLPattern):
        safe = page.name in ("openapi-json", "api-root")
        page.callback = explained(require_safe(page.callback) if safe else page.callback)
