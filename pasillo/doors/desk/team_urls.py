"""The addresses of the team: who carries what, and what could move."""

from django.urls import path

from pasillo.doors.desk.pages import team

urlpatterns = [
    path("team", team.show, name="team"),
    path("team/<int:area_id>/rebalance", team.rebalance, name="rebalance"),
    path("team/rebalances/<int:round_id>/undo", team.undo, name="rebalance-undo"),
]
