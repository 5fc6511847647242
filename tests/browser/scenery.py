"""What the browser tests look at: the people and cases of a small day at Nidalia."""

from pasillo.ground.people.models import Membership, Person, Role


def build() -> dict[str, int]:
    """Puts the story into the database; returns the numbers that the tests name."""
    lucia = Person.objects.create(name="Lucía Ferrer", email="lucia.ferrer@nidalia.example", zone="Europe/Madrid")
    Membership.objects.create(person=lucia, role=Role.HEAD)
    elena = Person.objects.create(name="Elena Prats", email="elena.prats@correo.example")
    return {"head": lucia.pk, "customer": elena.pk}
