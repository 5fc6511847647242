"""What is worked out now and then, so that no page counts every case again. All of it can be thrown away."""

from django.db import models


class UsualTime(models.Model):
    """How long a service, or one request of it, took lately; and how much it was asked for."""

    service_id = models.BigIntegerField()
    request_type_id = models.BigIntegerField(default=0, help_text="0 for the service as a whole.")
    n = models.IntegerField(default=0, help_text="Solved in the last 90 days.")
    half = models.FloatField(null=True, help_text="Minutes that half of the customers waited at most.")
    most = models.FloatField(null=True, help_text="Minutes that four of five waited at most.")
    month_n = models.IntegerField(default=0, help_text="Solved in the last 30 days.")
    month_half = models.FloatField(null=True, help_text="Minutes that half of them waited at most.")
    asked = models.IntegerField(default=0, help_text="Asked for in the last 28 days.")
    worked_out_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service_id", "request_type_id"], name="one_usual_time_each")]

    def __str__(self) -> str:
        return f"{self.service_id}/{self.request_type_id}: {self.n}"


class Foreseeing(models.Model):
    """How well breaks were foreseen: learnt from the older cases, tried on the newer ones. One row, made anew."""

    THE_ONE = 1

    worked_out_at = models.DateTimeField()
    n = models.IntegerField(help_text="How many forecasts were tried.")
    brier = models.FloatField(null=True)
    base = models.FloatField(null=True, help_text="Brier's score of saying the base rate every time.")
    reliability = models.FloatField(null=True)
    resolution = models.FloatField(null=True)
    uncertainty = models.FloatField(null=True)
    bins = models.JSONField(default=list, help_text="[[said, happened, n]].")

    def __str__(self) -> str:
        return f"{self.brier} against {self.base}"

    @property
    def is_better(self) -> bool:
        """Whether it is worth calling anybody: better than saying the base rate every time."""
        return self.brier is not None and self.base is not None and self.brier < self.base
