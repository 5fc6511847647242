from django.urls import path

from pasillo.doors.api.house import docs
from pasillo.doors.api.tokens import pages

app_name = "machines"
urlpatterns = [
    path("account/machines", pages.show, name="tokens"),
    path("account/machines/<int:token_id>/removal", pages.revoke, name="token-removal"),
    path("api/docs", docs.show, name="docs"),
]
