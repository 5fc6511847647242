"""The keys by which machines come in."""

from django.db import models

from pasillo.ground.people.models import Person


class ApiToken(models.Model):
    """A key that acts in the name of one person. Only its fingerprint is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.person}"
