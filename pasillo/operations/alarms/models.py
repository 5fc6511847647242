"""Alarms, the instants that are watched for them, and how each service wants to be called."""

from django.db import models

from pasillo.ground.people.models import Person
from pasillo.operations.cases.models import Case
from pasillo.strategy.catalogue.models import Service


class Alarm(models.Model):
    """One call for help before or after a promise breaks. It is made once, and closed by what somebody does."""

    key = models.CharField(max_length=80, unique=True, help_text="What rang and why: the same never rings twice.")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    clock_id = models.BigIntegerField(null=True)
    metric = models.CharField(max_length=40, blank=True)
    sort = models.CharField(max_length=10)
    mark = models.IntegerField(default=0, help_text="The share of the time, the minutes left or silent, or the risk.")
    rung = models.SmallIntegerField(default=0)
    deed = models.CharField(max_length=8, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    area_id = models.BigIntegerField(null=True, help_text="The area that answered for the case when it rang.")
    rang_at = models.DateTimeField(help_text="The instant at which it was due.")
    told_at = models.DateTimeField(null=True, help_text="When somebody could see it.")
    late = models.BooleanField(default=False, help_text="Told more than a minute after its instant.")
    heard_at = models.DateTimeField(null=True, help_text="When its person is called: at once, or when they open.")
    act_by = models.DateTimeField(null=True)
    climbs_at = models.DateTimeField(null=True, help_text="When the next rung is called too.")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=40, blank=True)
    how = models.CharField(max_length=12, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="alarm_untold", condition=models.Q(told_at=None, closed_at=None)),
            models.Index(
                fields=["climbs_at"], name="alarm_climbs", condition=models.Q(climbs_at__isnull=False, closed_at=None)
            ),
            models.Index(fields=["case"], name="alarm_open_of_case", condition=models.Q(closed_at=None)),
            models.Index(fields=["person", "act_by", "id"], name="alarm_of_person", condition=models.Q(closed_at=None)),
            models.Index(fields=["area_id", "act_by", "id"], name="alarm_of_area", condition=models.Q(closed_at=None)),
            models.Index(fields=["clock_id"], name="alarm_of_clock"),
        ]

    def __str__(self) -> str:
        return f"{self.sort} {self.mark} of case {self.case_id}, rung {self.rung}"


class Plan(models.Model):
    """How a service wants its people to be called. A service without one has what a new house has."""

    service = models.OneToOneField(Service, primary_key=True, on_delete=models.CASCADE, related_name="+")
    shares = models.JSONField(help_text="Shares of a promise's time at which somebody is called, in per cent.")
    lead_minutes = models.IntegerField(help_text="Called when so many served minutes are left; 0 for never.")
    silence_minutes = models.IntegerField(help_text="Called when the customer heard nothing for so long; 0 for never.")
    rungs = models.JSONField(help_text="[{who, within}], from the first who is called.")
    cost_of_alarm = models.IntegerField(default=1)
    cost_of_breach = models.IntegerField(default=10)
    helps_percent = models.IntegerField(default=20, help_text="How often an alarm in time prevents the break.")
    touch_minutes = models.IntegerField(default=30, help_text="Work that a case of it usually takes.")
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Alarms of service {self.service_id}"


class Watch(models.Model):
    """An instant beside those of the clocks: so long before it breaks, another share, or so long in silence.

    It is never later than the true instant, and is put right when it is looked at.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    clock_id = models.BigIntegerField(null=True)
    sort = models.CharField(max_length=10)
    mark = models.IntegerField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock_id", "sort", "mark"], name="watched_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="watch_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.sort} {self.mark} of case {self.case_id}"
