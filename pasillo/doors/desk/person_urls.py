"""The addresses of one person: their names, and who is the same."""

from django.urls import path

from pasillo.doors.desk.pages import one_person

urlpatterns = [
    path("customers/alike", one_person.alike, name="alike"),
    path("customers/<int:person_id>/identities", one_person.identities, name="identities"),
    path("customers/<int:person_id>/identities/<int:identity_id>", one_person.identity, name="identity"),
    path("customers/<int:person_id>/joining/<int:other_id>", one_person.joining, name="joining"),
    path("customers/<int:person_id>/apart/<int:other_id>", one_person.apart, name="apart"),
    path("customers/joinings/<int:joining_id>", one_person.parting, name="parting"),
    path("customers/joinings/<int:joining_id>/reading", one_person.reading, name="reading"),
]
