"""The addresses of the queue: filter, views, and what is done to many cases at once."""

from django.urls import path

from pasillo.doors.desk.pages import customers, day, hands, keys, many, passing, views

urlpatterns = [
    path("work/<int:view_id>", views.show, name="view"),
    path("work/filter", views.narrow, name="filter"),
    path("views", views.keep, name="keep-view"),
    path("views/new", views.new, name="new-view"),
    path("views/<int:view_id>/removal", views.drop, name="drop-view"),
    path("rounds", many.act, name="many"),
    path("rounds/hands", hands.of_many, name="many-hands"),
    path("rounds/places", passing.of_many, name="many-places"),
    path("rounds/matching", many.matching, name="matching"),
    path("rounds/<int:round_id>", many.progress, name="round"),
    path("rounds/<int:round_id>/undo", many.undo, name="round-undo"),
    path("day", day.show, name="day"),
    path("customers", customers.everybody, name="customers"),
    path("keys", keys.show, name="keys"),
]
