"""The addresses of the cockpit: what is seen, who stands behind a figure, and how it is counted."""

from django.urls import path

from pasillo.doors.cockpit import pages

app_name = "cockpit"
urlpatterns = [
    path("cockpit", pages.show, name="show"),
    path("cockpit/cases", pages.cases, name="cases"),
    path("cockpit/worst", pages.worst, name="worst"),
    path("cockpit/figures", pages.figures, name="figures"),
]
