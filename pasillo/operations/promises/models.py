"""What this customer was told, and the clocks that watch it."""

from django.db import models

from pasillo.operations.cases.models import Case
from pasillo.operations.promises.clock import GOING
from pasillo.strategy.objectives.models import Objective
from pasillo.strategy.objectives.policies import Audience, Policy


class Clock(models.Model):
    """One promise on one case through one cycle."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    objective = models.ForeignKey(Objective, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_usual = models.BooleanField(default=False, help_text="Nobody promised it: it is how long it usually takes.")
    audience = models.CharField(max_length=10, default=Audience.CUSTOMER)
    policy = models.CharField(max_length=16, default=Policy.SERVICE, help_text="Whose hours count.")
    calendar_id = models.BigIntegerField(help_text="The hours that count at the start.")
    zone = models.CharField(max_length=60, blank=True, default="", help_text="In which those hours are read, if asked.")
    held = models.JSONField(default=list, help_text="[[since, calendar]]: whose hours count after a hand-off.")
    targets = models.JSONField(default=list, help_text="[[since, objective, minutes]]: what was promised later.")
    metric = models.CharField(max_length=40)
    cycle = models.IntegerField(default=1)
    target_minutes = models.IntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=20)
    paused_since = models.DateTimeField(null=True)
    paused_minutes = models.FloatField(default=0)
    stopped_at = models.DateTimeField(null=True)
    warned = models.IntegerField(default=0)
    next_alarm_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "metric", "audience"],
                condition=models.Q(state__in=sorted(GOING)),
                name="one_going_clock_a_metric",
            )
        ]
        indexes = [
            models.Index(fields=["next_alarm_at"], name="clock_alarm", condition=models.Q(next_alarm_at__isnull=False)),
            models.Index(fields=["case", "metric", "cycle"], name="clock_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.metric} of {self.case_id}, cycle {self.cycle}: {self.state}"


class Card(models.Model):
    """What a customer was promised on the page from which they sent, word for word."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8)
    words = models.JSONField(help_text="Line by line, as it was read.")
    shown_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"What was promised with case {self.case_id}"


class Repair(models.Model):
    """A clock that was put right: what it said before and after, by whom and why."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    was = models.JSONField(help_text="The values that it had.")
    became = models.JSONField(help_text="The values that the journal gives.")
    reason = models.TextField()
    repaired_by = models.CharField(max_length=80, help_text="Who, as 'person:4' or 'system'.")
    repaired_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Repair of clock {self.clock_id}"


class UsualServed(models.Model):
    """How long it usually takes in served time, for one sort of case; worked out anew every few minutes."""

    key = models.CharField(max_length=80, primary_key=True, help_text="s4:incident:2, s4, or bdelivery.")
    minutes = models.IntegerField(help_text="In which four of five were solved.")
    n = models.IntegerField()
    worked_out_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key}: {self.minutes} minutes"
