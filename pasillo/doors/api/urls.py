"""The addresses of this door: /api/v1/…, described by /api/v1/openapi.json."""

from ninja import NinjaAPI

from pasillo.doors.api.auth import Bearer
from pasillo.doors.api.cases import router
from pasillo.doors.api.problems import explain

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
urlpatterns = api.urls[0]
