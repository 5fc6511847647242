"""The addresses of this door: /api/v1/…, described by /api/v1/openapi.json."""

from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from pasillo.doors.api.auth import Bearer
from pasillo.doors.api.cases import router
from pasillo.doors.api.problems import explain, explained

api = NinjaAPI(
    title="Pasillo",
    version="1",
    description="Cases for machines: tell a need, follow it, answer.",
    docs_url=None,
    auth=Bearer(),
    urls_namespace="api",
)
explain(api)
api.add_router("", router)

app_name = "api"
urlpatterns: list[URLResolver | URLPattern] = api.urls[0]
for page in urlpatterns:
    if isinstance(page, URLPattern):
        safe = page.name in ("openapi-json", "api-root")
        page.callback = explained(require_safe(page.callback) if safe else page.callback)
