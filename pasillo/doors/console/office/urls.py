"""The addresses of the office, under /app/admin/."""

from django.urls import path

from pasillo.doors.console.office import (
    areas,
    audit,
    deeds,
    health,
    inviting,
    organisation,
    people,
    providers,
    routing,
    skills,
)
from pasillo.doors.console.office.calendars import pages as calendars
from pasillo.doors.console.office.everyday import approving, budgets, letters, overview, prices, rooms

app_name = "office"
urlpatterns = [
    path("", health.home, name="home"),
    path("setup", health.show, name="health"),
    path("organisation", organisation.show, name="organisation"),
    path("areas", areas.every, name="areas"),
    path("areas/new", areas.new, name="new-area"),
    path("areas/<int:area_id>", areas.one, name="area"),
    path("calendars", calendars.every, name="calendars"),
    path("calendars/new", calendars.new, name="new-calendar"),
    path("calendars/<int:calendar_id>", calendars.one, name="calendar"),
    path("people", people.every, name="people"),
    path("people/invitation", inviting.invite, name="invite"),
    path("people/invitation/<int:token_id>/removal", inviting.take_back, name="invitation-removal"),
    path("people/<int:person_id>", people.one, name="person"),
    path("people/<int:person_id>/roles", deeds.give, name="roles"),
    path("people/<int:person_id>/roles/<int:role_id>/removal", deeds.take, name="role-removal"),
    path("people/<int:person_id>/skills", deeds.skill, name="person-skills"),
    path("people/<int:person_id>/skills/<int:skill_id>/removal", deeds.unskill, name="person-skill-removal"),
    path("people/<int:person_id>/absences", deeds.away, name="absences"),
    path("people/<int:person_id>/absences/<int:absence_id>/end", deeds.back, name="absence-end"),
    path("people/<int:person_id>/sessions/end", deeds.sign_out, name="person-sessions-end"),
    path("people/<int:person_id>/standing", deeds.standing, name="standing"),
    path("skills", skills.every, name="skills"),
    path("skills/<int:skill_id>", skills.one, name="skill"),
    path("everyday", overview.show, name="everyday"),
    path("rooms/new", rooms.new, name="new-room"),
    path("rooms/<int:room_id>", rooms.one, name="room"),
    path("budgets/new", budgets.new, name="new-budget"),
    path("budgets/<int:centre_id>", budgets.one, name="budget"),
    path("approvals/<int:request_type_id>", approving.one, name="approval-plan"),
    path("prices/<int:request_type_id>", prices.one, name="prices"),
    path("letters/<int:request_type_id>", letters.one, name="letter-text"),
    path("doors", providers.every, name="providers"),
    path("doors/new", providers.edit, name="new-provider"),
    path("doors/<int:provider_id>", providers.edit, name="provider"),
    path("audit", audit.show, name="audit"),
    path("routing", routing.every, name="routing"),
    path("routing/<int:area_id>", routing.area, name="routing-area"),
    path("routing/<int:area_id>/people/<int:person_id>", routing.seat, name="seat"),
    path("routing/<int:area_id>/rules/new", routing.new, name="new-rule"),
    path("routing/rules/<int:rule_id>", routing.one, name="rule"),
    path("routing/rules/<int:rule_id>/place", routing.place, name="rule-place"),
    path("routing/rules/<int:rule_id>/removal", routing.removal, name="rule-removal"),
]
