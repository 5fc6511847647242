"""Where taken-over cases come from. People of a log are known here by a mark that does not tell who they were."""

from django.db import models

from pasillo.ground.files.models import Blob
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


class Run(models.Model):
    """One import that somebody asked for: what was handed in, how far it is, and what came of it."""

    class State(models.TextChoices):
        WAITING = "waiting"
        REHEARSING = "rehearsing"
        REHEARSED = "rehearsed"
        PLAYING = "playing"
        DONE = "done"
        FAILED = "failed"
        REMOVING = "removing"
        REMOVED = "removed"

    source = models.CharField(max_length=30)
    log_name = models.SlugField(max_length=60)
    file = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    wish = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    done = models.IntegerField(default=0)
    whole = models.IntegerField(default=0)
    figures = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    report = models.ForeignKey(Blob, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=500, blank=True, help_text="Why it came to no end, in a sentence.")
    wished_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    wished_at = models.DateTimeField()
    told_at = models.DateTimeField(help_text="When it was last heard of.")
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.source}: {self.file_name}"
