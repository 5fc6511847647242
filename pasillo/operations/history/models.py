"""Where taken-over cases come from. People of a log are known here by a mark that does not tell who they were."""

from django.db import models

from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case


class Log(models.Model):
    """A record of work that was done elsewhere, under the name by which its map knows it."""

    name = models.SlugField(max_length=60, unique=True)
    first_read_at = models.DateTimeField()
    last_read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Origin(models.Model):
    """A case was taken over: from which log, as what it was known there, and from how many of its lines."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="origins")
    known_as = models.CharField(max_length=200)
    mark = models.CharField(max_length=32, help_text="By what its lines are recognised when they are read again.")
    lines = models.PositiveIntegerField()
    taken_over_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "known_as"], name="taken_over_once")]

    def __str__(self) -> str:
        return f"{self.known_as} of log {self.log_id}"


class StandIn(models.Model):
    """The person who stands for somebody in a log. The mark is made with the house's secret key, and tells no name."""

    log = models.ForeignKey(Log, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=32)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "mark"], name="one_stand_in_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} in log {self.log_id}"
