"""The addresses of the cockpit: what is seen, who stands behind a figure, and how it is counted."""

from django.urls import path

from pasillo.doors.cockpit import pages
from pasillo.doors.cockpit.catalogue import alarm_page, form_pages, segments, sheet
from pasillo.doors.cockpit.catalogue import pages as catalogue

app_name = "cockpit"
urlpatterns = [
    path("cockpit", pages.show, name="show"),
    path("cockpit/cases", pages.cases, name="cases"),
    path("cockpit/worst", pages.worst, name="worst"),
    path("cockpit/figures", pages.figures, name="figures"),
    path("objectives", catalogue.objectives, name="objectives"),
    path("segments", segments.show, name="segments"),
    path("segments/kept", segments.keep, name="segment-kept"),
    path("segments/accounts/<int:account_id>", segments.place, name="account-segment"),
    path("catalogue", catalogue.show, name="catalogue"),
    path("catalogue/new", catalogue.new, name="new-service"),
    path("catalogue/families", catalogue.families, name="families"),
    path("catalogue/<slug:slug>", sheet.show, name="service"),
    path("catalogue/<slug:slug>/sheet", sheet.change, name="service-sheet"),
    path("catalogue/<slug:slug>/publication", sheet.publish, name="publication"),
    path("catalogue/<slug:slug>/retirement", sheet.retire, name="retirement"),
    path("catalogue/<slug:slug>/objectives", sheet.promise, name="service-objectives"),
    path("catalogue/<slug:slug>/alarms", alarm_page.show, name="service-alarms"),
    path("catalogue/<slug:slug>/alarms/plan", alarm_page.change, name="service-alarms-set"),
    path("catalogue/<slug:slug>/requests", sheet.ask, name="service-requests"),
    path("catalogue/<slug:slug>/requests/<slug:type_slug>", form_pages.show, name="form"),
    path("catalogue/<slug:slug>/requests/<slug:type_slug>/draft", form_pages.change, name="form-draft"),
    path("catalogue/<slug:slug>/requests/<slug:type_slug>/preview", form_pages.preview, name="form-preview"),
]
